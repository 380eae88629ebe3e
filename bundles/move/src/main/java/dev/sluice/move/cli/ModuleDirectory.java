/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.ModuleStore;
import dev.sluice.move.stdlib.StandardLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules in a directory, and for what they lack, the standard library. */
final class ModuleDirectory implements ModuleStore {
  private final Map<ModuleId, Bytes> modules = new HashMap<>();

  /** Reads all files named {@code *.mv} in the directory and those below. */
  ModuleDirectory(Path directory) throws IOException {
    StandardLibrary.modules().forEach(this::add);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(path -> path.toString().endsWith(".mv")).sorted().toList();
    }
    for (Path file : files) {
      add(Bytes.of(Files.readAllBytes(file)));
    }
  }

  private void add(Bytes code) {
    modules.put(new Deserializer().module(code.toArray()).id(), code);
  }

  @Override
  public Optional<Bytes> module(ModuleId id) {
    return Optional.ofNullable(modules.get(id));
  }
}
