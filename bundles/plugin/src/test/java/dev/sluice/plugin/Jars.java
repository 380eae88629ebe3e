/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Jars as bytes, changed as a test needs them. */
final class Jars {
  private final Manifest manifest;
  private final Map<String, byte[]> entries;

  private Jars(Manifest manifest, Map<String, byte[]> entries) {
    this.manifest = manifest;
    this.entries = entries;
  }

  static Jars of(Path file) {
    try (var jar = new JarInputStream(Files.newInputStream(file))) {
      var entries = new TreeMap<String, byte[]>();
      for (ZipEntry e = jar.getNextEntry(); e != null; e = jar.getNextEntry()) {
        if (!e.isDirectory()) {
          entries.put(e.getName(), jar.readAllBytes());
        }
      }
      return new Jars(new Manifest(jar.getManifest()), entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bundle without content. */
  static Jars empty(String symbolicName) {
    var manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    return new Jars(manifest, new TreeMap<>())
        .with("Bundle-ManifestVersion", "2")
        .with("Bundle-SymbolicName", symbolicName);
  }

  Jars with(String header, String value) {
    var changed = new Manifest(manifest);
    changed.getMainAttributes().putValue(header, value);
    return new Jars(changed, entries);
  }

  Jars adding(String header, String value) {
    String old = manifest.getMainAttributes().getValue(header);
    return with(header, old == null ? value : old + "," + value);
  }

  Jars without(String header) {
    var changed = new Manifest(manifest);
    changed.getMainAttributes().keySet().removeIf(k -> k.toString().equals(header));
    return new Jars(changed, entries);
  }

  /** With an entry of text; an entry of this name is replaced. */
  Jars file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Jars file(String name, byte[] content) {
    var changed = new TreeMap<>(entries);
    changed.put(name, content);
    return new Jars(manifest, changed);
  }

  /** With a class of the test as its activator. */
  Jars activator(Class<?> activator) {
    String file = activator.getName().replace('.', '/') + ".class";
    try (var in = activator.getClassLoader().getResourceAsStream(file)) {
      return with("Bundle-Activator", activator.getName()).file(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var out = new JarOutputStream(bytes)) {
        var first = new ZipEntry(JarFile.MANIFEST_NAME);
        first.setTime(0);
        out.putNextEntry(first);
        manifest.write(out);
        for (var entry : entries.entrySet()) {
          var zipped = new ZipEntry(entry.getKey());
          zipped.setTime(0); // The same content gives the same bytes.
          out.putNextEntry(zipped);
          out.write(entry.getValue());
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
