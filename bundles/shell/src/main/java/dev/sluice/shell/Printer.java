/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.table.ShellTable;

/** Prints listings and JSON values. */
final class Printer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Printer() {}

  static void print(Listing listing, boolean json, PrintStream out) {
    if (json) {
      printJson(objects(listing), out);
    } else {
      table(listing, out);
    }
  }

  /** One line of JSON. */
  static void printJson(Object value, PrintStream out) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON form of " + value.getClass(), e);
    }
  }

  static List<Map<String, Object>> objects(Listing listing) {
    return listing.rows().stream()
        .map(
            row -> {
              var object = new LinkedHashMap<String, Object>();
              for (int i = 0; i < row.size(); i++) {
                object.put(listing.columns().get(i), row.get(i));
              }
              return (Map<String, Object>) object;
            })
        .toList();
  }

  private static void table(Listing listing, PrintStream out) {
    var table = new ShellTable();
    listing.columns().forEach(table::column);
    listing.rows().forEach(row -> table.addRow().addContent(row.toArray()));
    table.emptyTableText("none");
    table.print(out);
  }
}
