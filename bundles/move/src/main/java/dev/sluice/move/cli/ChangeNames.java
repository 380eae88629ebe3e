/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.state.Change;

/** What changes are called in files and listings. */
final class ChangeNames {
  private ChangeNames() {}

  static String of(Change change) {
    if (change instanceof Change.New) {
      return "new";
    }
    return change instanceof Change.Modify ? "modify" : "delete";
  }
}
