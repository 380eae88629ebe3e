/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginService;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** One plugin. */
@Service
@Command(
    scope = "plugin",
    name = "info",
    description = "Show one plugin: health, instances, settings, users")
public final class PluginInfoCommand extends PluginCommand {
  @Argument(name = "name", required = true, description = "Name of the plugin")
  @Completion(PluginNameCompleter.class)
  String name = "";

  @Reference PluginService plugins;
  @Reference PluginAdminService admin;

  @Override
  void run() {
    var plugin = new PluginName(name);
    var info =
        plugins
            .plugin(plugin)
            .orElseThrow(
                () ->
                    new PluginException(
                        Code.NOT_INSTALLED, "no plugin '" + name + "': see plugin:list"));
    show(PluginViews.details(info, admin.previousVersions(plugin)), PluginViews.json(info));
  }
}
