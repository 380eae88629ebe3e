/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

/** A request that is answered with an error. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String next;

  /**
   * @param status HTTP status
   * @param code stable, upper case: {@code NOT_FOUND}
   * @param message what happened, which id
   * @param next what to do about it
   */
  ApiException(int status, String code, String message, String next) {
    super(message);
    this.status = status;
    this.code = code;
    this.next = next;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String next() {
    return next;
  }
}
