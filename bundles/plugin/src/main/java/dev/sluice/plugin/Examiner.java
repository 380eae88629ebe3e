/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.BundleInfo.Origin;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginCheck.Action;
import dev.sluice.plugin.api.PluginCheck.Refusal;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Says what an operation would do, and whether it may. Leaves no trace. */
final class Examiner {
  /** Longest version; it becomes part of a file name. */
  static final int MAX_VERSION = 100;

  private final BundleContext context;
  private final PluginRegistry registry;
  private final FrameworkWiring wiring;
  private final int maxPlugins;

  Examiner(BundleContext context, PluginRegistry registry, int maxPlugins) {
    this.context = context;
    this.registry = registry;
    this.maxPlugins = maxPlugins;
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  /**
   * Examines a jar.
   *
   * @throws PluginException with {@link Code#INVALID_JAR} or {@link Code#NOT_A_PLUGIN} if it cannot
   *     even be examined
   */
  PluginCheck jar(Path jar) {
    try (var staging = new Staging(context, jar)) {
      Optional<Identity> identity = staging.identity();
      Optional<Bundle> installed = identity.flatMap(i -> registry.bundle(i.name()));
      installed.ifPresent(staging::replaces);
      return new PluginCheck(
          installed.isPresent() ? Action.UPDATE : Action.INSTALL,
          identity.map(i -> new PluginCheck.Identity(i.name(), i.type())),
          staging.version(),
          installed.map(b -> b.getVersion().toString()),
          installed.map(this::refreshed).orElse(List.of()),
          installed.map(registry::users).orElse(List.of()),
          refusal(staging, identity, installed));
    }
  }

  private Optional<Refusal> refusal(
      Staging staging, Optional<Identity> identity, Optional<Bundle> installed) {
    if (identity.isEmpty()) {
      return refusal(
          Code.NOT_A_PLUGIN,
          List.of(
              "it declares no capability sluice.plugin with name and type: mark its component"
                  + " with @SluicePlugin"));
    }
    if (staging.version().length() > MAX_VERSION) {
      return refusal(
          Code.INVALID_JAR, List.of("its version has more than " + MAX_VERSION + " characters"));
    }
    if (installed.isPresent()) {
      Optional<Refusal> fixed = unchangeable(installed.get());
      if (fixed.isPresent()) {
        return fixed;
      }
    } else if (registry.bundles().size() >= maxPlugins) {
      return refusal(Code.TOO_LARGE, List.of(maxPlugins + " plugins are installed (max.plugins)"));
    }
    List<Bundle> present = Arrays.asList(context.getBundles());
    Optional<Bundle> namesake = staging.namesake(present);
    if (namesake.isPresent()) {
      return refusal(
          Code.INVALID_JAR,
          List.of(
              "bundle "
                  + namesake.get().getBundleId()
                  + " has its symbolic name: give it another"));
    }
    List<String> shared = staging.sharedPackages(present);
    if (!shared.isEmpty()) {
      return refusal(
          Code.SHARED_PACKAGE,
          shared.stream().map(p -> "it exports package " + p + ": keep it private").toList());
    }
    List<String> problems = staging.problems();
    return problems.isEmpty() ? Optional.empty() : refusal(Code.UNRESOLVED, problems);
  }

  /** Examines the removal of a plugin. */
  PluginCheck removal(PluginName name) {
    Bundle bundle = installed(name);
    String type = Identity.of(bundle).map(Identity::type).orElse("");
    String version = bundle.getVersion().toString();
    return new PluginCheck(
        Action.REMOVE,
        Optional.of(new PluginCheck.Identity(name, type)),
        version,
        Optional.of(version),
        refreshed(bundle),
        registry.users(bundle),
        unchangeable(bundle));
  }

  Bundle installed(PluginName name) {
    return registry
        .bundle(name)
        .orElseThrow(
            () ->
                new PluginException(
                    Code.NOT_INSTALLED, "no plugin '" + name + "' is installed: see plugin:list"));
  }

  private Optional<Refusal> unchangeable(Bundle bundle) {
    Origin origin = PluginRegistry.origin(bundle);
    if (origin != Origin.MANAGED) {
      return refusal(
          Code.NOT_MANAGED,
          List.of(
              origin == Origin.DEPLOY_FOLDER
                  ? "it was put into the folder deploy: replace or delete the file there"
                  : "it was installed by a feature or by hand ("
                      + bundle.getLocation()
                      + "):"
                      + " change it there"));
    }
    List<String> others =
        closure(bundle).stream()
            .filter(b -> !b.equals(bundle))
            .map(PluginRegistry::symbolicName)
            .sorted()
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : refusal(
            Code.WOULD_RESTART_OTHERS,
            others.stream().map(o -> o + " is wired to it and would be restarted").toList());
  }

  private List<String> refreshed(Bundle bundle) {
    return closure(bundle).stream().map(PluginRegistry::symbolicName).sorted().toList();
  }

  private List<Bundle> closure(Bundle bundle) {
    return List.copyOf(wiring.getDependencyClosure(List.of(bundle)));
  }

  private static Optional<Refusal> refusal(Code code, List<String> reasons) {
    return Optional.of(new Refusal(code, reasons));
  }
}
