/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.SluicePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** A service that a plugin offers. What changes is guarded by the {@link ServiceHub}. */
final class Candidate {
  final ServiceReference<Object> reference;
  final String plugin;
  final String instance;
  final String version;
  final List<String> interfaces;

  /** What the registry handed out, null until somebody wants it. */
  @Nullable Object service;

  /** Whether the service is unregistered, or about to be. */
  boolean gone;

  /** Drains of references that left this service for a better one. */
  final List<Swappable.Drain> earlier = new ArrayList<>();

  Candidate(ServiceReference<Object> reference) {
    this.reference = reference;
    this.plugin = plugin(reference);
    this.instance = instance(reference);
    this.version = reference.getBundle().getVersion().toString();
    this.interfaces = List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
  }

  /** Whether the properties that make its identity have changed. */
  boolean isRenamed() {
    return !plugin.equals(plugin(reference)) || !instance.equals(instance(reference));
  }

  private static String plugin(ServiceReference<?> reference) {
    return Objects.toString(reference.getProperty(SluicePlugin.NAME_PROPERTY), "");
  }

  /** The property {@code <type>.name}, or the plugin's name. */
  private static String instance(ServiceReference<?> reference) {
    Object type = reference.getProperty(SluicePlugin.TYPE_PROPERTY);
    return Objects.toString(reference.getProperty(type + ".name"), plugin(reference));
  }
}
