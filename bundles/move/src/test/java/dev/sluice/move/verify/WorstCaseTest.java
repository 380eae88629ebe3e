/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.Serializer;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Modules made to keep the verifier busy: what is not metered must not cost much. */
class WorstCaseTest {
  /** Of processor time; a tenth of it is usual. */
  private static final long MOST_MILLIS = 1_000;

  private static final String TOO_COMPLEX = "CONSTRAINT_NOT_SATISFIED";

  private static final String DEEP = nested("u8", 240);

  private static String nested(String type, int depth) {
    return "vector<".repeat(depth) + type + ">".repeat(depth);
  }

  private static String repeat(int times, IntFunction<String> part) {
    return IntStream.range(0, times).mapToObj(part).collect(Collectors.joining());
  }

  /** The code many times, in blocks that do not push too much. */
  private static String blocks(String code) {
    return repeat(5, i -> code.repeat(5_000) + "Branch n" + i + "; n" + i + ":;") + "Ret";
  }

  private static ModuleBuilder module() {
    return ModuleBuilder.module("0x42::m").version(7);
  }

  private static Map<String, ModuleBuilder> modules() {
    Map<String, ModuleBuilder> modules = new LinkedHashMap<>();
    ModuleBuilder packs = module().function("fun first()", "", "VecPack " + DEEP + " 0; Pop; Ret");
    for (int i = 0; i < 3; i++) {
      packs.function("fun f" + i + "()", "", blocks("VecPack #1 0; Pop;"));
    }
    modules.put("values of a deep type made and dropped", packs);

    String vector = "vector<" + DEEP + ">";
    ModuleBuilder stored =
        module().function("fun first()", vector, "VecPack " + DEEP + " 0; StLoc 0; Ret");
    for (int i = 0; i < 3; i++) {
      stored.function("fun f" + i + "()", vector, blocks("VecPack #2 0; StLoc 0;"));
    }
    modules.put("values of a deep type stored", stored);

    String locals = String.join(", ", Collections.nCopies(200, nested("T", 240)));
    ModuleBuilder many = module().function("fun first<T: drop>()", locals, "Ret");
    for (int i = 0; i < 700; i++) {
      many.function("fun f" + i + "<T: drop>()", "#1", "LdU64 0; Abort");
    }
    modules.put("many locals of a deep type", many);

    String variants = repeat(90, i -> "V" + i + " { x: " + DEEP + " } ");
    String all = IntStream.range(0, 90).mapToObj(i -> "V" + i).collect(Collectors.joining("|"));
    modules.put(
        "a field of many variants",
        module()
            .enumeration("E has drop { " + variants + "}")
            .function(
                "fun f(&E)",
                "",
                ("CopyLoc 0; ImmBorrowVariantField E::" + all + ".x; Pop;").repeat(900) + "Ret"));

    modules.put("references to one another", references(20));
    modules.put("loops over references", loops());
    modules.put("nested loops over locals", nestedLoops());
    return modules;
  }

  /** Every local borrows from all those before it. */
  private static ModuleBuilder references(int count) {
    String locals = String.join(", ", Collections.nCopies(count, "&u64"));
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < count; i++) {
      code.append("CopyLoc ").append(i).append("; CopyLoc ").append(Math.max(0, i - 1));
      code.append("; Call pick; StLoc ").append(i + 1).append(";");
    }
    String again = code.toString().repeat(40);
    return module()
        .function("fun pick(&u64, &u64): &u64", "", "MoveLoc 1; Pop; MoveLoc 0; Ret")
        .function("fun f(&u64)", locals, again + "Ret");
  }

  /** Blocks that pass references around, in a loop. */
  private static ModuleBuilder loops() {
    int count = 60;
    String locals = String.join(", ", Collections.nCopies(count, "&u64"));
    StringBuilder code = new StringBuilder(repeat(count, i -> "CopyLoc 0; StLoc " + (i + 1) + ";"));
    code.append("top:;");
    for (int i = 1; i < count; i++) {
      code.append("LdTrue; BrTrue n").append(i).append("; CopyLoc ").append(i + 1);
      code.append("; StLoc ").append(i).append("; n").append(i).append(":;");
    }
    code.append("LdTrue; BrTrue top; Ret");
    return module().function("fun f(&u64)", locals, code.toString());
  }

  /** Five loops in one another, each of which unsets a local that the outer one needs again. */
  private static ModuleBuilder nestedLoops() {
    StringBuilder code = new StringBuilder();
    for (int depth = 0; depth < 5; depth++) {
      code.append("l").append(depth).append(":;");
    }
    code.append(
        repeat(150, i -> "LdTrue; BrTrue s" + i + "; LdU64 1; StLoc " + i + "; s" + i + ":;"));
    for (int depth = 4; depth >= 0; depth--) {
      code.append("LdTrue; BrTrue l").append(depth).append(";");
    }
    String locals = String.join(", ", Collections.nCopies(200, "u64"));
    return module().function("fun f()", locals, code + "Ret");
  }

  @Test
  void takesLittleTime() {
    for (Map.Entry<String, ModuleBuilder> entry : modules().entrySet()) {
      byte[] bytes = Serializer.write(entry.getValue().build());
      long start = cpuMillis();
      String verdict =
          Verdicts.of(
              () ->
                  Verifier.verifyModule(
                      new Deserializer().module(bytes), VerifierLimits.PRODUCTION));
      long took = cpuMillis() - start;
      assertThat(verdict).as(entry.getKey()).isIn(Verdicts.ACCEPT, TOO_COMPLEX);
      assertThat(took).as(entry.getKey()).isLessThan(MOST_MILLIS);
    }
  }

  private static long cpuMillis() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
  }
}
