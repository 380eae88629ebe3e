/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules made and judged by the reference compiler and verifier. */
class VectorsTest {
  @Test
  void refusesBadModulesAsTheReferenceVerifierDoes() throws IOException {
    Path bad = Vectors.path("bad");
    JsonNode cases = new ObjectMapper().readTree(Files.readAllBytes(bad.resolve("expected.json")));
    assertThat(cases).hasSizeGreaterThan(5);
    for (JsonNode c : cases) {
      byte[] bytes = Files.readAllBytes(bad.resolve(c.get("file").asText()));
      assertThat(Verdicts.of(() -> verify(bytes)))
          .as(c.toString())
          .isEqualTo(c.get("reference_status").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mv-v6", "mv-v7"})
  void acceptsAndLinksCompiledModules(String directory) throws IOException {
    Map<ModuleId, VerifiedModule> modules = new HashMap<>();
    try (Stream<Path> files = Files.list(Vectors.path(directory))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        VerifiedModule module = verify(Files.readAllBytes(file));
        modules.put(module.id(), module);
      }
    }
    assertThat(modules).hasSizeGreaterThan(3);
    ModuleLookup lookup = id -> Optional.ofNullable(modules.get(id));
    for (VerifiedModule module : modules.values()) {
      Linker.verifyDependencies(module, lookup);
      DependencyCycles.verify(module, lookup, VerifierLimits.PRODUCTION);
      assertThat(UpgradePolicy.COMPATIBLE.check(module, module)).isEmpty();
    }
  }

  static VerifiedModule verify(byte[] bytes) {
    return Verifier.verifyModule(new Deserializer().module(bytes), VerifierLimits.PRODUCTION);
  }
}
