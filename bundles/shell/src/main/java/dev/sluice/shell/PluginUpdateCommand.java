/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginName;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Another version in place of the present one. */
@Service
@Command(
    scope = "plugin",
    name = "update",
    description = "Exchange a plugin for another version while it is used")
public final class PluginUpdateCommand extends PluginCommand {
  @Argument(index = 0, name = "name", required = true, description = "Name of the plugin")
  @Completion(PluginNameCompleter.class)
  String name = "";

  @Argument(
      index = 1,
      name = "jar",
      required = true,
      description = "Absolute path or URL of the jar")
  @Completion(FileCompleter.class)
  String jar = "";

  @Reference PluginAdminService admin;

  @Override
  void run() throws IOException {
    try (var in = open(jar)) {
      show(admin.update(new PluginName(name), in));
    }
  }
}
