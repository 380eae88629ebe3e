/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

/** What a login may do; each role includes those before it. */
enum Role {
  /** Reads. */
  VIEWER("viewer"),
  /** Runs and changes what exists. */
  OPERATOR("operator"),
  /** Installs code and manages logins. */
  ADMIN("admin");

  private final String principal;

  Role(String principal) {
    this.principal = principal;
  }

  /** Name of the JAAS role. */
  String principal() {
    return principal;
  }
}
