/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** A command that shows one listing, as a table or with {@code --json}. */
abstract class ListingCommand implements Action {
  @Option(name = "--json", description = "Print JSON for scripts")
  boolean json;

  @Reference Session session;

  /** What to show. */
  abstract Listing listing();

  @Override
  public final @Nullable Object execute() {
    Printer.print(listing(), json, session.getConsole());
    return null;
  }
}
