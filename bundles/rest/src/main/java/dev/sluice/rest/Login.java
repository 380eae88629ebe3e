/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

/**
 * Who asks, and what he may.
 *
 * @param user name of the login
 * @param role highest role
 */
record Login(String user, Role role) {
  boolean may(Role needed) {
    return role.compareTo(needed) >= 0;
  }
}
