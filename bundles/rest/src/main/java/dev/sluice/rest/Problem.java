/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

/**
 * The body of an error answer.
 *
 * @param status HTTP status
 * @param code stable code
 * @param message what happened
 * @param next what to do
 */
record Problem(int status, String code, String message, String next) {
  static Problem of(ApiException e) {
    String message = e.getMessage() == null ? e.code() : e.getMessage();
    return new Problem(e.status(), e.code(), message, e.next());
  }
}
