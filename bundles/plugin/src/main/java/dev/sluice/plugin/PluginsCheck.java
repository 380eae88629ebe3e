/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginHealth.State;
import dev.sluice.plugin.api.PluginInfo;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Plugins that do not work, and plugins that are wanted and absent. */
@Component(property = {"hc.name=plugins", "hc.tags=sluice"})
public final class PluginsCheck implements HealthCheck {
  private final PluginRuntime runtime;

  /** Over the shared state. */
  @Activate
  public PluginsCheck(@Reference PluginRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    var plugins = runtime.registry().plugins();
    for (PluginInfo plugin : plugins) {
      State state = plugin.health().state();
      if (state == State.FAILED) {
        log.critical("{} {}", plugin.name(), plugin.health().why());
        log.critical("Next: {}", plugin.health().next());
      } else if (state != State.UP) {
        log.warn("{} {}", plugin.name(), plugin.health().why());
        log.warn("Next: {}", plugin.health().next());
      }
    }
    runtime
        .admin()
        .unreadable()
        .forEach(
            (name, why) -> {
              log.critical("{} was not restored: {}", name, why);
              log.critical("Next: do so, and restart the node");
            });
    runtime.hub().targets().stream()
        .filter(target -> !target.ref.status().bound())
        .forEach(
            target -> {
              log.critical(
                  "'{}' ({}) is wanted by {} and absent, {} calls wait",
                  target.ref.instance(),
                  target.type.getSimpleName(),
                  target.user,
                  target.ref.status().parked());
              log.critical("Next: install or configure it; plugin:list shows what there is");
            });
    if (!log.iterator().hasNext()) {
      log.info("{} installed", plugins.size());
    }
    return new Result(log);
  }
}
