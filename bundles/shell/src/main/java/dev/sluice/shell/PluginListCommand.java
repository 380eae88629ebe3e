/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** All plugins. */
@Service
@Command(scope = "plugin", name = "list", description = "Show the installed plugins")
public final class PluginListCommand extends PluginCommand {
  @Reference PluginService plugins;

  @Override
  void run() {
    var all = plugins.plugins();
    show(PluginViews.table(all), all.stream().map(PluginViews::json).toList());
  }
}
