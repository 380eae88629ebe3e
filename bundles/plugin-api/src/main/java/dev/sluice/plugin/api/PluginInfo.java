/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.List;

/**
 * One installed plugin.
 *
 * @param name its name
 * @param type what kind of plugin
 * @param version of its bundle
 * @param health whether it works
 * @param bundle where its code is
 * @param instances its services, by name; none while it does not work
 */
public record PluginInfo(
    PluginName name,
    String type,
    String version,
    PluginHealth health,
    BundleInfo bundle,
    List<InstanceInfo> instances) {
  public PluginInfo {
    instances = List.copyOf(instances);
  }
}
