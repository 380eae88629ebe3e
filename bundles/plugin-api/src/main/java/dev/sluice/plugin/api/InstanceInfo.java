/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.List;
import java.util.Optional;

/**
 * One instance of a plugin: a service.
 *
 * @param name what {@link PluginService#ref} finds it by
 * @param capabilities the interfaces it offers
 * @param configuration where its settings come from; empty if it has none
 * @param users bundles that use it, by symbolic name
 */
public record InstanceInfo(
    String name,
    List<String> capabilities,
    Optional<ConfigurationInfo> configuration,
    List<String> users) {
  public InstanceInfo {
    capabilities = List.copyOf(capabilities);
    users = List.copyOf(users);
  }
}
