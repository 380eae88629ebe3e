/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** A command about plugins, as a table or with {@code --json}. */
abstract class PluginCommand implements Action {
  @Option(name = "--json", description = "Print JSON for scripts")
  boolean json;

  @Reference Session session;

  /** Does it and shows the outcome. */
  abstract void run() throws IOException;

  @Override
  public final @Nullable Object execute() throws IOException {
    run();
    return null;
  }

  void show(Listing table, Object value) {
    if (json) {
      Printer.printJson(value, session.getConsole());
    } else {
      Printer.print(table, false, session.getConsole());
    }
  }

  void show(PluginInfo plugin) {
    show(PluginViews.table(List.of(plugin)), PluginViews.json(plugin));
  }

  /** A path that means the same to the node and to the user, who is somewhere else. */
  static Path absolute(String file) {
    Path path = Path.of(file);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "'" + file + "' is relative to the node's directory: give the whole path");
    }
    return path;
  }

  /** Opens a jar by absolute path, or by a URL that the container knows. */
  static InputStream open(String jar) throws IOException {
    if (jar.matches("[a-z]{2,}:.*")) {
      return new URL(jar).openStream();
    }
    Path path = absolute(jar);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IOException("no readable file " + path);
    }
    return Files.newInputStream(path);
  }
}
