/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginName;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The version before the last update. */
@Service
@Command(
    scope = "plugin",
    name = "rollback",
    description = "Go back to the version before the last update")
public final class PluginRollbackCommand extends PluginCommand {
  @Argument(name = "name", required = true, description = "Name of the plugin")
  @Completion(PluginNameCompleter.class)
  String name = "";

  @Reference PluginAdminService admin;

  @Override
  void run() {
    show(admin.rollback(new PluginName(name)));
  }
}
