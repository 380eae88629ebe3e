/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Where the keystore's passphrase comes from: the environment ({@value #VARIABLE}), else a file
 * beside the keystore that is made at the first start. The latter guards against a stolen backup of
 * the keystore alone, not against who reads the whole data directory; the doctor says so.
 */
final class Passphrase implements AutoCloseable {
  static final String VARIABLE = "SLUICE_PASSPHRASE";
  static final String FILE = "keystore.passphrase";
  private static final int RANDOM_BYTES = 32;

  private final char[] text;
  private final boolean beside;

  private Passphrase(char[] text, boolean beside) {
    this.text = text;
    this.beside = beside;
  }

  /** The passphrase itself, until this is closed. */
  char[] text() {
    return text;
  }

  /** Whether it lies beside the keystore. */
  boolean beside() {
    return beside;
  }

  /** Overwrites the passphrase. */
  @Override
  public void close() {
    Arrays.fill(text, '\0');
  }

  static Passphrase find(Map<String, String> environment, Path directory, SecureRandom random)
      throws IOException {
    String given = environment.get(VARIABLE);
    if (given != null && !given.isEmpty()) {
      return new Passphrase(given.toCharArray(), false);
    }
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[RANDOM_BYTES];
      random.nextBytes(bytes);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var out =
          Files.newByteChannel(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
        out.write(UTF_8.encode(HexFormat.of().formatHex(bytes)));
      }
    }
    return new Passphrase(Files.readString(file).strip().toCharArray(), true);
  }

  /** Shows nothing of the passphrase. */
  @Override
  public String toString() {
    return "Passphrase[beside=" + beside + "]";
  }
}
