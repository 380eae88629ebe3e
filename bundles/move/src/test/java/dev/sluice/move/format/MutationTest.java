/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Hex;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged modules are refused with a status of the deserializer, or they are read; then writing
 * gives the same unit again and listing works. {@code -Dfuzz.rounds=N} does more random edits.
 */
class MutationTest {
  private static final Deserializer READER = new Deserializer();
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 500);

  static List<Path> modules() {
    return Vectors.modules();
  }

  /** Whether the bytes are a module; fails on everything but the two allowed outcomes. */
  private static boolean reads(byte[] bytes) {
    CompiledModule module;
    try {
      module = READER.module(bytes);
    } catch (MoveException e) {
      assertThat(e.status().kind()).isEqualTo(StatusCode.Kind.DESERIALIZATION);
      return false;
    }
    if (!READER.module(Serializer.write(module)).equals(module)) {
      throw new AssertionError("what was read is not what was written");
    }
    assertThat(Disassembler.disassemble(module)).isNotEmpty();
    return true;
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyByteChanged(Path file) {
    byte[] original = Vectors.bytes(file);
    int accepted = 0;
    for (int i = 0; i < original.length; i++) {
      int old = original[i];
      for (int value : new int[] {old ^ 1, old ^ 0x80, old - 1, 0, 0xff}) {
        if ((byte) value != old) {
          byte[] changed = original.clone();
          changed[i] = (byte) value;
          accepted += reads(changed) ? 1 : 0;
        }
      }
    }
    // Names, numbers and indices may be others; the structure may not.
    assertThat(accepted).isBetween(original.length / 4, original.length * 4);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyLengthCut(Path file) {
    byte[] original = Vectors.bytes(file);
    for (int length = 0; length < original.length; length++) {
      assertThat(reads(Arrays.copyOf(original, length))).isFalse();
    }
    assertThat(reads(Arrays.copyOf(original, original.length + 1))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void randomEdits(Path file) {
    byte[] original = Vectors.bytes(file);
    SplittableRandom random = new SplittableRandom(Arrays.hashCode(original));
    for (int round = 0; round < ROUNDS; round++) {
      reads(edited(original, random));
    }
  }

  /** Overwrites, removes, repeats or inserts a few runs of bytes. */
  private static byte[] edited(byte[] original, SplittableRandom random) {
    byte[] bytes = original;
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(bytes.length + 1);
      int length = Math.min(1 + random.nextInt(8), bytes.length - at);
      byte[] run = new byte[length];
      random.nextBytes(run);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      switch (random.nextInt(4)) {
        case 0 -> {
          out.writeBytes(run);
          out.write(bytes, at + length, bytes.length - at - length);
        }
        case 1 -> out.write(bytes, at + length, bytes.length - at - length);
        case 2 -> {
          out.write(bytes, at, length);
          out.write(bytes, at, bytes.length - at);
        }
        default -> {
          out.writeBytes(run);
          out.write(bytes, at, bytes.length - at);
        }
      }
      bytes = out.toByteArray();
    }
    return bytes;
  }

  /** The shapes with the most objects for a byte: the costs of ten times the bytes are ten-fold. */
  @ParameterizedTest
  @CsvSource({"5, 00", "5, 010a0a0a0a0a0a0a02", "7, 0161", "1, 0000", "12, 00000000000128"})
  void costIsLinear(int table, String element) {
    byte[] small = unit(table, element, 10_000);
    byte[] large = unit(table, element, 100_000);
    Cost smallCost = cost(small);
    Cost largeCost = cost(large);
    assertThat(largeCost.allocated()).isBetween(small.length * 10L, 12 * smallCost.allocated());
    assertThat(largeCost.allocated()).isLessThan(100L * large.length);
    assertThat(largeCost.nanos()).isLessThan(50 * Math.max(smallCost.nanos(), 1_000_000L));
  }

  private record Cost(long allocated, long nanos) {}

  private static byte[] unit(int table, String element, int count) {
    byte[] content = Hex.decode(element.repeat(count));
    BcsWriter w = new BcsWriter();
    w.fixedBytes(new byte[] {(byte) 0xa1, 0x1c, (byte) 0xeb, 0x0b}).u32(6).u8(1);
    w.u8(table).length(0).length(content.length).fixedBytes(content);
    return w.u8(0).toByteArray();
  }

  private static Cost cost(byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = Long.MAX_VALUE;
    long allocated = 0;
    for (int i = 0; i < 5; i++) {
      long startNanos = threads.getCurrentThreadCpuTime();
      long startAllocated = threads.getCurrentThreadAllocatedBytes();
      assertThat(READER.module(bytes).version()).isEqualTo(6);
      allocated = threads.getCurrentThreadAllocatedBytes() - startAllocated;
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - startNanos);
    }
    return new Cost(allocated, nanos);
  }
}
