/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.node.api.Finding;
import dev.sluice.node.api.NodeService;
import dev.sluice.plugin.api.PluginService;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The node and its findings. */
@Component(service = Route.Resource.class)
public final class NodeResource implements Route.Resource {
  /** The node at a glance; the same fields as {@code sluice:status --json}. */
  record Status(
      String version,
      long pid,
      long uptimeMs,
      String data,
      List<PluginResource.Plugin> plugins,
      List<Check> health) {}

  /** One finding; the same fields as {@code sluice:doctor --json}. */
  record Check(String check, String level, String since, String why, String next) {
    static Check of(Finding f) {
      return new Check(f.name(), f.level().name(), f.since().toString(), f.why(), f.next());
    }
  }

  private final NodeService node;
  private final PluginService plugins;

  @Activate
  public NodeResource(@Reference NodeService node, @Reference PluginService plugins) {
    this.node = node;
    this.plugins = plugins;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/status", "The node at a glance", Status.class, call -> status()),
        Route.list("/findings", "What each check found", Check.class, call -> findings()));
  }

  private Status status() {
    var info = node.info();
    return new Status(
        info.version(),
        info.pid(),
        Instant.now().toEpochMilli() - info.startedAt().toEpochMilli(),
        info.data().toString(),
        plugins.plugins().stream().map(PluginResource.Plugin::of).toList(),
        findings());
  }

  private List<Check> findings() {
    return node.findings().stream().map(Check::of).toList();
  }
}
