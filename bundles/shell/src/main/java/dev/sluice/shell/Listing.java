/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.util.List;

/**
 * What a command shows: a table for people, an array of objects for scripts.
 *
 * @param columns names in lower camel case, used as table heads and JSON keys
 * @param rows cells in column order; a cell is a string, number or boolean
 */
record Listing(List<String> columns, List<List<Object>> rows) {
  Listing {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (var row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("row " + row + " does not fit columns " + columns);
      }
    }
  }
}
