/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Compiled modules that came out of a real compiler. */
public final class Vectors {
  private Vectors() {}

  /** The test resource {@code vectors/move/<name>}. */
  public static Path path(String name) {
    URL url = Objects.requireNonNull(Vectors.class.getResource("/vectors/move/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of a test resource. */
  public static byte[] bytes(String name) {
    return bytes(path(name));
  }

  /** The bytes of a file. */
  public static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All modules that are well-formed, in both bytecode versions. */
  public static List<Path> modules() {
    return Stream.of("mv-v6", "mv-v7", "bench").flatMap(Vectors::modules).toList();
  }

  private static Stream<Path> modules(String directory) {
    try (Stream<Path> files = Files.list(path(directory))) {
      return files.filter(f -> f.toString().endsWith(".mv")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
