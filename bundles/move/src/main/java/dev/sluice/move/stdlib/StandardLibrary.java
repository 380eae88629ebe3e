/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The compiled modules of the standard library at 0x1, for addresses of 32 bytes. */
public final class StandardLibrary {
  private StandardLibrary() {}

  /** The bytecode of all modules, each after those it imports. */
  public static List<Bytes> modules() {
    List<Bytes> modules = new ArrayList<>();
    String names = new String(resource("modules.list"), StandardCharsets.UTF_8);
    for (String name : names.lines().toList()) {
      modules.add(Bytes.of(resource(name + ".mv")));
    }
    return modules;
  }

  private static byte[] resource(String name) {
    try (InputStream in = StandardLibrary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
