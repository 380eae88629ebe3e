/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.node.api.NodeInfo;
import dev.sluice.node.api.NodeService;
import dev.sluice.plugin.api.PluginService;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** The node at a glance. */
@Service
@Command(scope = "sluice", name = "status", description = "Show the node and its health")
public final class StatusCommand implements Action {
  @Option(name = "--json", description = "Print JSON for scripts")
  boolean json;

  @Reference Session session;
  @Reference NodeService node;
  @Reference PluginService plugins;

  @Override
  public @Nullable Object execute() {
    NodeInfo info = node.info();
    Duration up = Duration.between(info.startedAt(), Instant.now());
    Listing health = DoctorCommand.listing(node.findings());
    var out = session.getConsole();
    if (json) {
      var object = new LinkedHashMap<String, Object>();
      object.put("version", info.version());
      object.put("pid", info.pid());
      object.put("uptimeMs", up.toMillis());
      object.put("data", info.data().toString());
      object.put("plugins", plugins.plugins().stream().map(PluginViews::json).toList());
      object.put("health", Printer.objects(health));
      Printer.printJson(object, out);
    } else {
      out.printf(
          "Sluice %s, process %d, up %d s, data in %s%n%n",
          info.version(), info.pid(), up.toSeconds(), info.data());
      Printer.print(PluginViews.table(plugins.plugins()), false, out);
      out.println();
      Printer.print(health, false, out);
    }
    return null;
  }
}
