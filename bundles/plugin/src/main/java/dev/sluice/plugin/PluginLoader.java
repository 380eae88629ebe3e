/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts jars of managed plugins into the framework and takes them out again. */
final class PluginLoader {
  private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);

  private final BundleContext context;
  private final ServiceHub hub;
  private final PluginRegistry registry;
  private final HealthReader health;
  private final Duration takeover;

  PluginLoader(
      BundleContext context,
      ServiceHub hub,
      PluginRegistry registry,
      HealthReader health,
      Duration takeover) {
    this.context = context;
    this.hub = hub;
    this.registry = registry;
    this.health = health;
    this.takeover = takeover;
  }

  Bundle install(PluginName name, Path jar) {
    Bundle bundle;
    try (InputStream in = Files.newInputStream(jar)) {
      bundle = context.installBundle(location(name), in);
    } catch (BundleException | IOException e) {
      throw new PluginException(
          Code.INVALID_JAR, "'" + name + "' cannot be installed: " + e.getMessage(), e);
    }
    try {
      bundle.start();
      return bundle;
    } catch (BundleException e) {
      uninstall(bundle);
      throw new PluginException(
          Code.NOT_TAKEN_UP, "'" + name + "' does not start: " + e.getMessage(), e);
    }
  }

  /**
   * Loads a jar in place of the one in service; goes back to that one unless the new one offers
   * every instance the old one offered.
   */
  void exchange(Bundle bundle, Path from, Path to) {
    boolean active = bundle.getState() == Bundle.ACTIVE;
    Set<String> offered = registry.instances(bundle);
    try {
      load(bundle, to, active);
      checkOffer(bundle, offered);
    } catch (BundleException | IOException | PluginException e) {
      var refusal =
          new PluginException(
              Code.NOT_TAKEN_UP, "the version before is back: " + e.getMessage(), e);
      try {
        load(bundle, from, active);
      } catch (BundleException | IOException back) {
        refusal.addSuppressed(back);
        LOG.error("plugin bundle {} cannot be taken back", bundle.getSymbolicName(), back);
      }
      throw refusal;
    }
  }

  private static void load(Bundle bundle, Path jar, boolean start)
      throws BundleException, IOException {
    bundle.stop(Bundle.STOP_TRANSIENT);
    try (InputStream in = Files.newInputStream(jar)) {
      bundle.update(in);
    }
    if (start) {
      bundle.start();
    }
  }

  private void checkOffer(Bundle bundle, Set<String> offered) {
    var missing = new TreeSet<>(hub.awaitInstances(bundle, offered, takeover));
    missing.addAll(hub.broken(bundle, offered));
    if (!missing.isEmpty()) {
      String why = health.read(bundle, false).why();
      throw new PluginException(
          Code.NOT_TAKEN_UP,
          "the new one did not offer "
              + String.join(", ", missing)
              + " within "
              + takeover.toMillis()
              + " ms ("
              + why
              + ")");
    }
  }

  void uninstall(PluginName name) {
    Bundle bundle = bundle(name);
    if (bundle != null) {
      uninstall(bundle);
    }
  }

  private static void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new PluginException(
          Code.BUSY, bundle.getSymbolicName() + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Makes the bundle of a plugin what its jar says. */
  void restore(PluginName name, Path jar, boolean reload) {
    Bundle bundle = bundle(name);
    if (bundle == null) {
      install(name, jar);
      return;
    }
    if (reload) {
      try {
        load(bundle, jar, true);
      } catch (BundleException | IOException e) {
        throw new PluginException(
            Code.NOT_TAKEN_UP, "'" + name + "' does not start: " + e.getMessage(), e);
      }
    }
  }

  /** Removes trial bundles, and bundles of plugins that are not kept. */
  void removeLeftovers(List<PluginName> kept) {
    for (Bundle bundle : context.getBundles()) {
      String location = bundle.getLocation();
      boolean trial = location.startsWith(Staging.LOCATION);
      boolean orphan =
          location.startsWith(PluginRegistry.LOCATION)
              && kept.stream().noneMatch(name -> location(name).equals(location));
      if (trial || orphan) {
        LOG.warn("removing {}, left by an operation that was cut off", location);
        uninstall(bundle);
      }
    }
  }

  private @Nullable Bundle bundle(PluginName name) {
    return context.getBundle(location(name));
  }

  private static String location(PluginName name) {
    return PluginRegistry.LOCATION + name;
  }
}
