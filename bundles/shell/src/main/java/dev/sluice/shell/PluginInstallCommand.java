/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.PluginAdminService;
import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** A new plugin. */
@Service
@Command(scope = "plugin", name = "install", description = "Install and start a plugin")
public final class PluginInstallCommand extends PluginCommand {
  @Argument(name = "jar", required = true, description = "Absolute path or URL of the jar")
  @Completion(FileCompleter.class)
  String jar = "";

  @Reference PluginAdminService admin;

  @Override
  void run() throws IOException {
    try (var in = open(jar)) {
      show(admin.install(in));
    }
  }
}
