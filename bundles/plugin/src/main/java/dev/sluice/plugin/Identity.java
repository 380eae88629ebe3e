/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.SluicePlugin;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** What a bundle calls itself by its plugin capability. */
record Identity(PluginName name, String type) {
  /** Empty if the bundle is no plugin, or gives itself no proper name. */
  static Optional<Identity> of(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return Optional.empty();
    }
    return revision.getDeclaredCapabilities(SluicePlugin.NAMESPACE).stream()
        .findFirst()
        .flatMap(
            capability ->
                of(
                    Objects.toString(capability.getAttributes().get(SluicePlugin.NAMESPACE), ""),
                    Objects.toString(capability.getAttributes().get("type"), "")));
  }

  private static Optional<Identity> of(String name, String type) {
    try {
      return type.isEmpty()
          ? Optional.empty()
          : Optional.of(new Identity(new PluginName(name), type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
