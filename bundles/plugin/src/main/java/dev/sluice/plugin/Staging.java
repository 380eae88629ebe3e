/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.BundleInfo.Origin;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A jar on trial: a bundle that holds only the jar's wiring headers, under a name of its own, so
 * that the framework itself says whether the jar resolves. It holds no code and is never started
 * but to have the resolver's reasons. No other bundle can be wired to it, and it is not wired to
 * the bundle it would replace.
 */
final class Staging implements AutoCloseable {
  /** Start of the locations of trial bundles; what is left of them after a crash goes at start. */
  static final String LOCATION = "sluice-trial:";

  /** Largest manifest. */
  static final int MAX_MANIFEST = 1 << 20;

  /** Headers that decide how a bundle is wired. */
  private static final Set<String> WIRING =
      Set.of(
          Constants.BUNDLE_MANIFESTVERSION,
          Constants.BUNDLE_VERSION,
          Constants.IMPORT_PACKAGE,
          Constants.EXPORT_PACKAGE,
          Constants.REQUIRE_BUNDLE,
          Constants.REQUIRE_CAPABILITY,
          Constants.PROVIDE_CAPABILITY,
          Constants.DYNAMICIMPORT_PACKAGE);

  private @Nullable Bundle replaced;
  private final FrameworkWiring wiring;
  private final Isolation isolation;
  private final Bundle bundle;
  private final String symbolicName;

  /** Puts a jar on trial. */
  Staging(BundleContext context, Path jar) {
    Attributes manifest = manifest(jar);
    this.symbolicName = symbolicName(manifest);
    byte[] headers = headers(manifest);
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    String location = LOCATION + jar.getFileName();
    this.isolation = new Isolation(context, location);
    try {
      this.bundle = context.installBundle(location, new ByteArrayInputStream(headers));
    } catch (BundleException e) {
      isolation.close();
      throw invalid("its manifest makes no sense: " + e.getMessage(), e);
    }
  }

  private static Attributes manifest(Path jar) {
    try (var zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
      if (entry == null) {
        throw invalid("it has no manifest", null);
      }
      return manifest(zip, entry).getMainAttributes();
    } catch (IOException e) {
      throw invalid(e.getMessage(), e);
    }
  }

  private static String symbolicName(Attributes manifest) {
    if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
      // Not even on trial: a fragment of the framework restarts it when it is removed.
      throw new PluginException(Code.NOT_A_PLUGIN, "the jar is a fragment of another bundle");
    }
    String name = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (name == null) {
      throw invalid("it is no bundle: no " + Constants.BUNDLE_SYMBOLICNAME, null);
    }
    int directives = name.indexOf(';');
    return (directives < 0 ? name : name.substring(0, directives)).strip();
  }

  private static byte[] headers(Attributes manifest) {
    var kept = new Manifest();
    kept.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    WIRING.forEach(
        name -> {
          String value = manifest.getValue(name);
          if (value != null) {
            kept.getMainAttributes().putValue(name, value);
          }
        });
    kept.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "dev.sluice.plugin.trial");
    var bytes = new ByteArrayOutputStream();
    try {
      new JarOutputStream(bytes, kept).close();
    } catch (IOException e) {
      throw invalid(e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static Manifest manifest(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
      if (bytes.length > MAX_MANIFEST) {
        throw invalid("its manifest is larger than " + MAX_MANIFEST + " bytes", null);
      }
      return new Manifest(new ByteArrayInputStream(bytes));
    }
  }

  private static PluginException invalid(String why, @Nullable Throwable cause) {
    String message = "the file cannot be installed: " + why;
    return cause == null
        ? new PluginException(Code.INVALID_JAR, message)
        : new PluginException(Code.INVALID_JAR, message, cause);
  }

  /** Names the bundle that would go. */
  void replaces(Bundle old) {
    replaced = old;
    isolation.replaces(old);
  }

  String version() {
    return bundle.getVersion().toString();
  }

  Optional<Identity> identity() {
    return Identity.of(bundle);
  }

  /** The other bundle because of which it cannot have its symbolic name. */
  Optional<Bundle> namesake(List<Bundle> others) {
    return others.stream().filter(other -> !other.equals(replaced) && takes(other)).findFirst();
  }

  /** A managed plugin's bundle, perhaps one that is stuck, takes its version only. */
  private boolean takes(Bundle other) {
    boolean same = names(other).contains(symbolicName);
    boolean managed = PluginRegistry.origin(other) == Origin.MANAGED;
    return same && (!managed || bundle.getVersion().equals(other.getVersion()));
  }

  private static Set<String> names(Bundle bundle) {
    String name = PluginRegistry.symbolicName(bundle);
    return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
        ? Set.of(name, Constants.SYSTEM_BUNDLE_SYMBOLICNAME)
        : Set.of(name);
  }

  /** Packages it exports that another bundle exports as well. */
  List<String> sharedPackages(List<Bundle> others) {
    var mine = new TreeSet<>(Requirements.exports(bundle));
    var shared = new TreeSet<String>();
    for (Bundle other : others) {
      if (!other.equals(bundle) && !other.equals(replaced)) {
        Requirements.exports(other).stream()
            .filter(mine::contains)
            .map(p -> p + " (of " + other.getSymbolicName() + ")")
            .forEach(shared::add);
      }
    }
    return List.copyOf(shared);
  }

  /** Why the jar does not resolve; empty if it does. */
  List<String> problems() {
    if (wiring.resolveBundles(List.of(bundle))) {
      return List.of();
    }
    List<String> missing = Requirements.missing(bundle, wiring, isolation::isUsable);
    return missing.isEmpty() ? List.of(reason()) : missing.stream().map(m -> "needs " + m).toList();
  }

  /** The resolver's own words, which only a start brings out. */
  private String reason() {
    try {
      bundle.start(Bundle.START_TRANSIENT);
      return "does not resolve";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new IllegalStateException("the trial bundle cannot be removed", e);
    } finally {
      isolation.close();
    }
  }
}
