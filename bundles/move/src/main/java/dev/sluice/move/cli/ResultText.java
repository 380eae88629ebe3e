/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.session.CallResult;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import java.io.PrintStream;

/** The result of a call as lines of text. */
final class ResultText {
  private ResultText() {}

  static void print(CallResult result, PrintStream out) {
    String status =
        result
            .failure()
            .map(Throwable::getMessage)
            .orElse(result.status() + " " + result.status().code());
    out.println("status: " + status);
    out.println("gas used: " + result.gasUsed());
    result.values().forEach(value -> out.println("returns: " + value.type() + " " + value.bcs()));
    result.events().forEach(event -> out.println("event: " + event.type() + " " + event.data()));
    print(result.changes(), out);
  }

  private static void print(ChangeSet changes, PrintStream out) {
    changes
        .resources()
        .forEach(c -> print("resource: " + c.address() + " " + c.type(), c.change(), out));
    changes.items().forEach(c -> print("item: " + c.table() + " " + c.key(), c.change(), out));
    changes.modules().forEach(c -> print("module: " + c.module(), c.change(), out));
    if (!changes.isEmpty()) {
      out.println("change set: " + changes.hash());
    }
  }

  private static void print(String place, Change change, PrintStream out) {
    StringBuilder line = new StringBuilder(place).append(' ').append(ChangeNames.of(change));
    change.before().ifPresent(value -> line.append(' ').append(value));
    if (change instanceof Change.Modify) {
      line.append(" to");
    }
    change.after().ifPresent(value -> line.append(' ').append(value));
    out.println(line);
  }
}
