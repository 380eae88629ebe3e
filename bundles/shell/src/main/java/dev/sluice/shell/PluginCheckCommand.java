/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginName;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** A dry run. */
@Service
@Command(
    scope = "plugin",
    name = "check",
    description = "Dry run: show what installing, updating or removing would do")
public final class PluginCheckCommand extends PluginCommand {
  @Argument(
      name = "jar",
      required = true,
      description = "Absolute path or URL of the jar; with --remove the name of the plugin")
  @Completion(FileCompleter.class)
  String subject = "";

  @Option(name = "--remove", description = "Show what removing the plugin would do")
  boolean remove;

  @Reference PluginAdminService admin;

  @Override
  void run() throws IOException {
    PluginCheck check = remove ? admin.checkRemoval(new PluginName(subject)) : checkJar();
    show(PluginViews.table(check), PluginViews.json(check));
  }

  private PluginCheck checkJar() throws IOException {
    try (var in = open(subject)) {
      return admin.check(in);
    }
  }
}
