/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.BundleInfo.Origin;
import dev.sluice.plugin.api.PluginHealth;
import dev.sluice.plugin.api.PluginHealth.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out whether a plugin works, and if not, why. */
final class HealthReader {
  private static final PluginHealth UP = new PluginHealth(State.UP, "", "");

  private final FrameworkWiring wiring;
  private final ServiceComponentRuntime components;

  HealthReader(BundleContext context, ServiceComponentRuntime components) {
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    this.components = components;
  }

  PluginHealth read(Bundle bundle, boolean hasInstances) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> unresolved(bundle);
      case Bundle.ACTIVE, Bundle.STARTING -> running(bundle, hasInstances);
      default ->
          new PluginHealth(
              State.STOPPED,
              "its bundle is not started; the log says why",
              PluginRegistry.origin(bundle) == Origin.MANAGED
                  ? "plugin:update or plugin:remove"
                  : "bundle:start " + bundle.getBundleId());
    };
  }

  private PluginHealth unresolved(Bundle bundle) {
    List<String> missing = Requirements.missing(bundle, wiring, provider -> true);
    String why =
        missing.isEmpty() ? "does not resolve" : "needs " + String.join(", needs ", missing);
    return new PluginHealth(
        State.UNRESOLVED,
        why,
        "install what is missing, or another version of the plugin; bundle:diag "
            + bundle.getBundleId());
  }

  private PluginHealth running(Bundle bundle, boolean hasInstances) {
    Collection<ComponentDescriptionDTO> descriptions =
        components.getComponentDescriptionDTOs(bundle);
    Optional<PluginHealth> failed =
        descriptions.stream().flatMap(d -> failure(d).stream()).findFirst();
    if (failed.isPresent()) {
      return failed.get();
    }
    if (hasInstances) {
      return UP;
    }
    return descriptions.stream()
        .flatMap(d -> obstacle(d).stream())
        .findFirst()
        .orElseGet(
            () ->
                new PluginHealth(
                    State.WAITING,
                    "has registered no service",
                    "see the log for errors of bundle " + bundle.getBundleId()));
  }

  private Optional<PluginHealth> failure(ComponentDescriptionDTO description) {
    return components.getComponentConfigurationDTOs(description).stream()
        .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
        .findFirst()
        .map(ComponentFailure::of)
        .map(
            failure ->
                new PluginHealth(
                    State.FAILED,
                    failure.why(),
                    failure.next() + "; or go back with plugin:rollback"));
  }

  private Optional<PluginHealth> obstacle(ComponentDescriptionDTO description) {
    var configured = components.getComponentConfigurationDTOs(description);
    if ("require".equals(description.configurationPolicy)
        && (configured.isEmpty()
            || configured.stream()
                .allMatch(c -> c.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION))) {
      String pid = String.join(", ", description.configurationPid);
      return Optional.of(
          new PluginHealth(
              State.WAITING, "has no configuration", "put etc/" + pid + "-<name>.cfg in place"));
    }
    return configured.stream()
        .filter(c -> c.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE)
        .flatMap(c -> Arrays.stream(c.unsatisfiedReferences))
        .findFirst()
        .map(reference -> waits(description, reference));
  }

  private static PluginHealth waits(
      ComponentDescriptionDTO description, UnsatisfiedReferenceDTO reference) {
    String service =
        Arrays.stream(description.references)
            .filter(r -> r.name.equals(reference.name))
            .map(r -> r.interfaceName)
            .findFirst()
            .orElse(reference.name);
    return new PluginHealth(
        State.WAITING, "waits for a service " + service, "install or configure what offers it");
  }
}
