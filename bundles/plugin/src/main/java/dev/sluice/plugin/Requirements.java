/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** What a bundle lacks, in words. */
final class Requirements {
  private static final Pattern NAME =
      Pattern.compile("\\((?:osgi\\.wiring\\.package|osgi\\.wiring\\.bundle)=([^)]*)\\)");

  private Requirements() {}

  /**
   * Requirements of a bundle that nothing fulfils.
   *
   * @param usable which providers count
   */
  static List<String> missing(
      Bundle bundle, FrameworkWiring wiring, Predicate<BundleCapability> usable) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return List.of();
    }
    return revision.getDeclaredRequirements(null).stream()
        .filter(Requirements::isMandatory)
        .filter(need -> wiring.findProviders(need).stream().noneMatch(usable))
        .map(Requirements::describe)
        .toList();
  }

  private static boolean isMandatory(BundleRequirement need) {
    Map<String, String> directives = need.getDirectives();
    return !Namespace.RESOLUTION_OPTIONAL.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
        && !PackageNamespace.RESOLUTION_DYNAMIC.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
        && Namespace.EFFECTIVE_RESOLVE.equals(
            directives.getOrDefault(
                Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
  }

  private static String describe(BundleRequirement need) {
    String filter = need.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    Matcher name = NAME.matcher(filter);
    return switch (need.getNamespace()) {
      case PackageNamespace.PACKAGE_NAMESPACE -> "package " + named(name, filter);
      case BundleNamespace.BUNDLE_NAMESPACE -> "bundle " + named(name, filter);
      default -> "capability " + need.getNamespace() + " " + filter;
    };
  }

  private static String named(Matcher name, String filter) {
    if (!name.find()) {
      return filter;
    }
    String rest = filter.replace(name.group(), "").replaceAll("^\\(&|\\)$", "");
    return rest.isEmpty() || rest.equals("(") ? name.group(1) : name.group(1) + " " + rest;
  }

  /** Names of the packages a bundle's present revision exports. */
  static List<String> exports(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null
        ? List.of()
        : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
            .map(c -> String.valueOf(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
            .distinct()
            .toList();
  }
}
