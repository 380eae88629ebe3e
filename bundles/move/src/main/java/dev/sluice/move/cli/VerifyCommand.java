/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.verify.DependencyCycles;
import dev.sluice.move.verify.Linker;
import dev.sluice.move.verify.ModuleLookup;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies modules and links them with each other. With a list of expected verdicts, an array of
 * objects {@code {"file": ..., "reference_status": "ACCEPT" or a status}}, it compares the verdicts
 * instead; there a module is linked only if the directory holds all modules it imports.
 */
final class VerifyCommand implements Command {
  private static final String ACCEPT = "ACCEPT";
  private static final VerifierLimits LIMITS = VerifierLimits.PRODUCTION;

  private final Map<ModuleId, VerifiedModule> modules = new HashMap<>();
  private final ModuleLookup lookup = id -> Optional.ofNullable(modules.get(id));
  private int passed;
  private int failed;

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String usage() {
    return "verify --modules DIR [--expected FILE]";
  }

  @Override
  public String help() {
    return """
        Verifies all *.mv files below a directory and links them with each other, and prints a line for
        each that is refused.

        --expected  JSON array of {"file": NAME, "reference_status": "ACCEPT" or a status}: compares the
                    verdicts on these files instead""";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("modules", "expected");
    arguments.operands(0);
    Path directory = Path.of(arguments.required("modules"));
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.filter(file -> file.toString().endsWith(".mv")).sorted().toList();
    }
    VerifyCommand run = new VerifyCommand();
    Map<Path, Verdict> verdicts = new HashMap<>();
    for (Path file : files) {
      verdicts.put(file, run.read(file));
    }
    Optional<String> expected = arguments.value("expected");
    if (expected.isPresent()) {
      run.compare(directory, Path.of(expected.get()), out);
    } else {
      files.forEach(file -> run.report(file, verdicts.get(file), out));
    }
    out.println("cases: " + run.passed + " passed, " + run.failed + " failed");
    return run.failed == 0 ? Main.OK : Main.FAILED;
  }

  /** A module, or why there is none. */
  private record Verdict(Optional<VerifiedModule> module, String status, String detail) {
    static Verdict refused(MoveException e) {
      return new Verdict(Optional.empty(), e.status().toString(), e.getMessage());
    }
  }

  private Verdict read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Deserializer deserializer = new Deserializer();
    try {
      CompiledModule compiled = deserializer.module(bytes);
      VerifiedModule module = Verifier.verifyModule(compiled, LIMITS);
      modules.put(module.id(), module);
      return new Verdict(Optional.of(module), ACCEPT, "");
    } catch (MoveException e) {
      return e.status() == StatusCode.MALFORMED ? script(bytes, e) : Verdict.refused(e);
    }
  }

  /** Nothing in the bytes tells modules from scripts. */
  private static Verdict script(byte[] bytes, MoveException asModule) {
    try {
      Verifier.verifyScript(new Deserializer().script(bytes), LIMITS);
      return new Verdict(Optional.empty(), ACCEPT, "");
    } catch (MoveException e) {
      return Verdict.refused(e.status() == StatusCode.MALFORMED ? asModule : e);
    }
  }

  private Verdict link(Verdict verdict) {
    try {
      verdict
          .module()
          .ifPresent(
              module -> {
                Linker.verifyDependencies(module, lookup);
                DependencyCycles.verify(module, lookup, LIMITS);
              });
      return verdict;
    } catch (MoveException e) {
      return Verdict.refused(e);
    }
  }

  private void report(Path file, Verdict read, PrintStream out) {
    Verdict verdict = link(read);
    count(verdict.status().equals(ACCEPT), file + ": " + verdict.detail(), out);
  }

  private void compare(Path directory, Path expected, PrintStream out) throws IOException {
    JsonNode cases = new ObjectMapper().readTree(Files.readAllBytes(expected));
    if (!cases.isArray()) {
      throw new UsageException(expected + " holds no array of cases");
    }
    for (JsonNode c : cases) {
      String name = c.path("file").asText();
      Path beside = expected.resolveSibling(name);
      Path file = Files.exists(beside) ? beside : directory.resolve(name);
      Verdict read = read(file);
      Verdict linked = link(read);
      Verdict verdict = linked.status().equals("MISSING_DEPENDENCY") ? read : linked;
      String wanted = c.path("reference_status").asText();
      String actual = verdict.status();
      count(actual.equals(wanted), name + ": expected " + wanted + ", found " + actual, out);
    }
  }

  private void count(boolean ok, String line, PrintStream out) {
    if (ok) {
      passed++;
    } else {
      failed++;
      out.println(line);
    }
  }
}
