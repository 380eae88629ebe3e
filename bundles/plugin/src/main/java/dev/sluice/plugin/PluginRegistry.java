/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.BundleInfo;
import dev.sluice.plugin.api.BundleInfo.Origin;
import dev.sluice.plugin.api.InstanceInfo;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Puts together what is known of the installed plugins. */
final class PluginRegistry {
  /** Start of the locations of managed plugins. */
  static final String LOCATION = "sluice-plugin:";

  private final BundleContext context;
  private final ServiceHub hub;
  private final HealthReader health;
  private final ConfigurationReader configurations;

  PluginRegistry(
      BundleContext context,
      ServiceHub hub,
      HealthReader health,
      ConfigurationReader configurations) {
    this.context = context;
    this.hub = hub;
    this.health = health;
    this.configurations = configurations;
  }

  /** Bundles that call themselves plugins. */
  List<Bundle> bundles() {
    return Arrays.stream(context.getBundles())
        .filter(b -> !b.getLocation().startsWith(Staging.LOCATION))
        .filter(b -> Identity.of(b).isPresent())
        .toList();
  }

  Optional<Bundle> bundle(PluginName name) {
    return bundles().stream()
        .filter(b -> Identity.of(b).filter(i -> i.name().equals(name)).isPresent())
        .max(
            Comparator.comparing((Bundle b) -> b.getState() == Bundle.ACTIVE)
                .thenComparing(Bundle::getVersion));
  }

  List<PluginInfo> plugins() {
    return bundles().stream()
        .flatMap(b -> info(b).stream())
        .sorted(Comparator.comparing(PluginInfo::name).thenComparing(PluginInfo::version))
        .toList();
  }

  Optional<PluginInfo> info(Bundle bundle) {
    return Identity.of(bundle)
        .map(
            identity -> {
              List<Candidate> services = services(bundle).toList();
              return new PluginInfo(
                  identity.name(),
                  identity.type(),
                  bundle.getVersion().toString(),
                  health.read(bundle, !services.isEmpty()),
                  bundleInfo(bundle),
                  services.stream()
                      .map(this::instance)
                      .sorted(Comparator.comparing(InstanceInfo::name))
                      .toList());
            });
  }

  private Stream<Candidate> services(Bundle bundle) {
    return hub.candidates().stream().filter(c -> bundle.equals(c.reference.getBundle()));
  }

  /** Names of the instances a bundle offers now. */
  SortedSet<String> instances(Bundle bundle) {
    var names = new TreeSet<String>();
    services(bundle).forEach(c -> names.add(c.instance));
    return names;
  }

  /** Symbolic names of the bundles that use a plugin. */
  List<String> users(Bundle bundle) {
    return services(bundle).flatMap(c -> users(c).stream()).distinct().sorted().toList();
  }

  private InstanceInfo instance(Candidate candidate) {
    return new InstanceInfo(
        candidate.instance,
        candidate.interfaces,
        configurations.read(candidate.reference),
        users(candidate));
  }

  private List<String> users(Candidate candidate) {
    var names = new TreeSet<String>();
    hub.targets().stream().filter(t -> t.bound == candidate).forEach(t -> names.add(t.user));
    Bundle[] using = candidate.reference.getUsingBundles();
    if (using != null) {
      Arrays.stream(using)
          .filter(b -> !b.equals(context.getBundle()))
          .forEach(b -> names.add(symbolicName(b)));
    }
    return List.copyOf(names);
  }

  static String symbolicName(Bundle bundle) {
    return Objects.requireNonNullElse(bundle.getSymbolicName(), "bundle " + bundle.getBundleId());
  }

  private static BundleInfo bundleInfo(Bundle bundle) {
    return new BundleInfo(
        bundle.getBundleId(),
        symbolicName(bundle),
        bundle.getVersion().toString(),
        state(bundle),
        origin(bundle));
  }

  static Origin origin(Bundle bundle) {
    String location = bundle.getLocation();
    if (location.startsWith(LOCATION)) {
      return Origin.MANAGED;
    }
    return location.startsWith("file:") && location.contains("/deploy/")
        ? Origin.DEPLOY_FOLDER
        : Origin.OTHER;
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.UNINSTALLED -> "UNINSTALLED";
      case Bundle.INSTALLED -> "INSTALLED";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.STARTING -> "STARTING";
      case Bundle.STOPPING -> "STOPPING";
      default -> "ACTIVE";
    };
  }
}
