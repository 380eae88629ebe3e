/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginName;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** No plugin any more. */
@Service
@Command(
    scope = "plugin",
    name = "remove",
    description = "Stop and remove a plugin and the versions kept of it")
public final class PluginRemoveCommand extends PluginCommand {
  @Argument(name = "name", required = true, description = "Name of the plugin")
  @Completion(PluginNameCompleter.class)
  String name = "";

  @Reference PluginAdminService admin;

  @Override
  void run() {
    admin.remove(new PluginName(name));
    show(new Listing(List.of("removed"), List.of(List.of(name))), Map.of("removed", name));
  }
}
