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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
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
  private final Lifecycle lifecycle;
  private final FrameworkWiring wiring;

  PluginLoader(
      BundleContext context,
      ServiceHub hub,
      PluginRegistry registry,
      HealthReader health,
      Duration takeover,
      Lifecycle lifecycle) {
    this.context = context;
    this.hub = hub;
    this.registry = registry;
    this.health = health;
    this.takeover = takeover;
    this.lifecycle = lifecycle;
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  /** Installs and starts a plugin that has no bundle yet. */
  Bundle install(PluginName name, String file, Path jar) {
    Bundle bundle = add(location(name, file), jar, null);
    try {
      start(bundle);
      return bundle;
    } catch (BundleException | PluginException e) {
      var refusal =
          new PluginException(
              Code.NOT_TAKEN_UP, "'" + name + "' does not start: " + Lifecycle.why(e), e);
      try {
        uninstall(bundle);
      } catch (PluginException stuck) {
        refusal.addSuppressed(stuck);
      }
      throw refusal;
    }
  }

  /**
   * Puts a jar in place of the one in service. All that takes time is done while the old bundle
   * still serves; then it stops and the new one starts. The old one goes only when the new one
   * offers every instance that it offered and {@code commit} has come to its end; otherwise it is
   * started again.
   *
   * @param commit writes down that the new one is in service
   * @return the new bundle
   */
  Bundle exchange(Bundle old, PluginName name, String file, Path jar, Runnable commit) {
    Set<String> offered = registry.instances(old);
    Bundle next = add(location(name, file), jar, old);
    try {
      ClassLoading.ahead(next);
      stop(old);
      start(next);
      lifecycle.run("start", next, () -> checkOffer(next, offered));
      commit.run();
    } catch (BundleException | PluginException e) {
      throw takeBack(next, old, e);
    }
    uninstall(old);
    return next;
  }

  /**
   * Starts a bundle until the framework ends. The framework does not start it again by itself: code
   * that blocks would keep the whole node from starting.
   */
  private void start(Bundle bundle) throws BundleException {
    lifecycle.run("start", bundle, () -> bundle.start(Bundle.START_TRANSIENT));
  }

  /**
   * Starts the bundle of a plugin after a start of the node, if the framework still has it.
   *
   * @return false if it does not
   * @throws PluginException if it does not start; it stays installed
   */
  boolean restart(PluginName name, String file) {
    Bundle bundle = context.getBundle(location(name, file));
    if (bundle == null) {
      return false;
    }
    try {
      start(bundle);
      return true;
    } catch (BundleException e) {
      throw new PluginException(
          Code.NOT_TAKEN_UP, "'" + name + "' does not start: " + Lifecycle.why(e), e);
    }
  }

  /** Stops a bundle that is to go. What its own code throws then keeps nobody from replacing it. */
  private void stop(Bundle old) throws BundleException {
    try {
      lifecycle.run("stop", old, () -> old.stop(Bundle.STOP_TRANSIENT));
    } catch (BundleException e) {
      if (old.getState() != Bundle.RESOLVED) {
        throw e;
      }
      LOG.warn("{} failed while it stopped to be replaced", old.getSymbolicName(), e);
    }
  }

  private PluginException takeBack(Bundle next, Bundle old, Exception why) {
    var failures = new ArrayList<Exception>();
    try {
      uninstall(next);
    } catch (PluginException e) {
      failures.add(e);
    }
    try {
      start(old);
    } catch (BundleException | PluginException e) {
      failures.add(e);
    }
    String outcome =
        old.getState() == Bundle.ACTIVE
            ? "the version before is back: "
            : "the version before could not be started again: ";
    var refusal = new PluginException(Code.NOT_TAKEN_UP, outcome + Lifecycle.why(why), why);
    failures.forEach(refusal::addSuppressed);
    if (!failures.isEmpty()) {
      LOG.error("the exchange of {} left something behind", old.getSymbolicName(), refusal);
    }
    return refusal;
  }

  /** Installs and resolves a bundle, beside the one it is to replace. */
  private Bundle add(String location, Path jar, @Nullable Bundle replaced) {
    try (InputStream in = Files.newInputStream(jar);
        var isolation = new Isolation(context, location)) {
      isolation.replaces(replaced);
      Bundle bundle = context.installBundle(location, in);
      if (!wiring.resolveBundles(List.of(bundle))) {
        uninstall(bundle);
        throw new PluginException(Code.UNRESOLVED, "the bundle does not resolve any more");
      }
      return bundle;
    } catch (BundleException | IOException e) {
      throw new PluginException(
          Code.INVALID_JAR, "the jar cannot be installed: " + e.getMessage(), e);
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

  void uninstall(Bundle bundle) {
    try {
      lifecycle.run("stop", bundle, bundle::uninstall);
    } catch (BundleException e) {
      throw new PluginException(
          Code.BUSY, bundle.getSymbolicName() + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /**
   * Removes trial bundles, and bundles of managed plugins that are not what the disk says.
   *
   * @param current file in service of each plugin
   */
  void removeLeftovers(Map<PluginName, String> current) {
    var kept = new HashSet<String>();
    current.forEach((name, file) -> kept.add(location(name, file)));
    for (Bundle bundle : context.getBundles()) {
      String location = bundle.getLocation();
      boolean trial = location.startsWith(Staging.LOCATION);
      boolean orphan = location.startsWith(PluginRegistry.LOCATION) && !kept.contains(location);
      if (trial || orphan) {
        LOG.warn("removing {}, left by an operation that was cut off", location);
        uninstall(bundle);
      }
    }
  }

  private static String location(PluginName name, String file) {
    return PluginRegistry.LOCATION + name + "/" + file;
  }
}
