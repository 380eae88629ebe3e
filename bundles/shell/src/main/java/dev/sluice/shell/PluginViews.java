/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.plugin.api.ConfigurationInfo;
import dev.sluice.plugin.api.InstanceInfo;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plugins as the commands show them; the JSON has the fields of the REST answers. */
final class PluginViews {
  private PluginViews() {}

  static Listing table(List<PluginInfo> plugins) {
    return new Listing(
        List.of("name", "type", "version", "health", "origin", "instances", "why"),
        plugins.stream()
            .map(
                p ->
                    List.<Object>of(
                        p.name().value(),
                        p.type(),
                        p.version(),
                        p.health().state().name(),
                        p.bundle().origin().name(),
                        String.join(
                            ", ",
                            p.instances().stream().map(InstanceInfo::name).distinct().toList()),
                        p.health().why()))
            .toList());
  }

  static Map<String, Object> json(PluginInfo p) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", p.name().value());
    object.put("type", p.type());
    object.put("version", p.version());
    object.put("health", p.health().state().name());
    object.put("why", p.health().why());
    object.put("next", p.health().next());
    object.put("bundleState", p.bundle().state());
    object.put("origin", p.bundle().origin().name());
    object.put("instances", p.instances().stream().map(PluginViews::json).toList());
    return object;
  }

  private static Map<String, Object> json(InstanceInfo i) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", i.name());
    object.put("capabilities", i.capabilities());
    object.put("users", i.users());
    return object;
  }

  /** Everything known of one plugin, for people. */
  static Listing details(PluginInfo p, List<String> previousVersions) {
    var rows = new ArrayList<List<Object>>();
    rows.add(List.of("name", p.name().value()));
    rows.add(List.of("type", p.type()));
    rows.add(List.of("version", p.version()));
    rows.add(List.of("previous versions", String.join(", ", previousVersions)));
    rows.add(List.of("health", p.health().state().name()));
    if (!p.health().why().isEmpty()) {
      rows.add(List.of("why", p.health().why()));
      rows.add(List.of("next", p.health().next()));
    }
    rows.add(
        List.of(
            "bundle",
            p.bundle().id() + " " + p.bundle().symbolicName() + " " + p.bundle().state()));
    rows.add(List.of("origin", p.bundle().origin().name()));
    for (InstanceInfo i : p.instances()) {
      rows.add(List.of("instance " + i.name(), String.join(", ", i.capabilities())));
      rows.add(List.of("  users", String.join(", ", i.users())));
      i.configuration().ifPresent(c -> rows.addAll(settings(c)));
    }
    return new Listing(List.of("what", "value"), rows);
  }

  private static List<List<Object>> settings(ConfigurationInfo configuration) {
    var rows = new ArrayList<List<Object>>();
    rows.add(List.of("  configuration", configuration.pid()));
    for (ConfigurationInfo.Setting s : configuration.settings()) {
      String value = s.value().orElseGet(() -> s.defaultValue().orElse("") + " (default)");
      rows.add(List.of("    " + s.key(), value));
    }
    return rows;
  }

  static Listing table(PluginCheck c) {
    return new Listing(
        List.of("action", "plugin", "installed", "version", "verdict", "refreshed", "users"),
        List.of(
            List.of(
                c.action().name(),
                c.plugin().map(p -> p.name().value()).orElse(""),
                c.installed().orElse(""),
                c.version(),
                c.refusal()
                    .map(r -> r.code().name() + ": " + String.join("; ", r.reasons()))
                    .orElse("OK"),
                String.join(", ", c.refreshed()),
                String.join(", ", c.users()))));
  }

  static Map<String, Object> json(PluginCheck c) {
    var object = new LinkedHashMap<String, Object>();
    object.put("action", c.action().name());
    object.put("plugin", c.plugin().map(p -> p.name().value()).orElse(""));
    object.put("version", c.version());
    object.put("installed", c.installed().orElse(""));
    object.put("refreshed", c.refreshed());
    object.put("users", c.users());
    object.put("refusal", c.refusal().map(r -> r.code().name()).orElse(""));
    object.put("reasons", c.refusal().map(PluginCheck.Refusal::reasons).orElse(List.of()));
    return object;
  }
}
