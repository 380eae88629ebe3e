/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.Results;
import dev.sluice.move.session.TestVm;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every instruction, where it succeeds and where it fails. */
class InstructionTest {
  private static final String U64_MAX = "18446744073709551615";

  private static ModuleBuilder module() {
    return ModuleBuilder.module("0x42::m")
        .version(7)
        .struct("D has copy, drop, store { x: u64, y: u64 }")
        .struct("Mix has copy, drop, store { a: u8, b: u128, c: D, d: vector<u8>, e: bool }")
        .struct("K has key { x: u64 }")
        .struct("Box<T> has copy, drop, store { v: T }")
        .struct("GK<T: store> has key { v: T }")
        .enumeration("E has copy, drop { A { x: u64, d: D } B { y: u8, x: u64 } C { w: u128 } }")
        .enumeration("G<T> has copy, drop { A { x: T } B { x: u64 } }");
  }

  private static CallResult run(String declaration, String locals, String code, Object... args) {
    ModuleBuilder module = module();
    module.constant("address", "07".repeat(32));
    module.constant("vector<u64>", "0201000000000000000200000000000000");
    module.constant("u64", "0900000000000000");
    module.constant("vector<vector<u8>>", "02020102" + "0103");
    return TestVm.of(module.function("public fun f" + declaration, locals, code).build())
        .run("0x42::m::f", args);
  }

  private static CallResult run(String declaration, String code, Object... args) {
    return run(declaration, "", code, args);
  }

  @Test
  void loads() {
    gives(run("(): bool", "LdTrue; Ret"), true);
    gives(run("(): bool", "LdFalse; Ret"), false);
    gives(run("(): u8", "LdU8 255; Ret"), 255);
    gives(run("(): u16", "LdU16 65535; Ret"), 65535);
    gives(run("(): u32", "LdU32 4294967295; Ret"), 4294967295L);
    gives(run("(): u64", "LdU64 " + U64_MAX + "; Ret"), U64_MAX);
    gives(
        run("(): u128", "LdU128 0x" + "f".repeat(32) + "; Ret"),
        pow2(128).subtract(BigInteger.ONE));
    gives(
        run("(): u256", "LdU256 0x" + "f".repeat(64) + "; Ret"),
        pow2(256).subtract(BigInteger.ONE));
    gives(run("(): address", "LdConst 0; Ret"), "0x" + "07".repeat(32));
    gives(run("(): vector<u64>", "LdConst 1; Ret"), List.of(1, 2));
    gives(run("(): u64", "LdConst 2; Ret"), 9);
    gives(run("(): vector<vector<u8>>", "LdConst 3; Ret"), List.of(List.of(1, 2), List.of(3)));
  }

  @Test
  void constantsStayWhatTheyAre() {
    String code =
        "LdConst 1; StLoc 0; MutBorrowLoc 0; LdU64 7; VecPushBack u64; LdConst 1; StLoc 0;"
            + "ImmBorrowLoc 0; VecLen u64; Ret";
    gives(run("(): u64", "vector<u64>", code), 2);
  }

  private static BigInteger pow2(int exponent) {
    return BigInteger.TWO.pow(exponent);
  }

  /** Applies an operation to two operands of a type. */
  private static CallResult binary(String opcode, String type, Object left, Object right) {
    return run(
        "(" + type + ", " + type + "): " + type,
        "MoveLoc 0; MoveLoc 1; " + opcode + "; Ret",
        left,
        right);
  }

  @Test
  void adds() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      String type = "u" + width;
      gives(binary("Add", type, max.subtract(BigInteger.ONE), 1), max);
      gives(binary("Add", type, 0, 0), 0);
      fails(binary("Add", type, max, 1), StatusCode.ARITHMETIC_ERROR);
      fails(binary("Add", type, max, max), StatusCode.ARITHMETIC_ERROR);
      String one = "Ld" + type.toUpperCase(java.util.Locale.ROOT) + " 1";
      String constant = "MoveLoc 0; " + one + "; Add; Ret";
      gives(run("(" + type + "): " + type, constant, max.subtract(BigInteger.ONE)), max);
      fails(run("(" + type + "): " + type, constant, max), StatusCode.ARITHMETIC_ERROR);
    }
  }

  @Test
  void subtracts() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      String type = "u" + width;
      gives(binary("Sub", type, max, 1), max.subtract(BigInteger.ONE));
      gives(binary("Sub", type, max, max), 0);
      fails(binary("Sub", type, 0, 1), StatusCode.ARITHMETIC_ERROR);
      fails(binary("Sub", type, max.subtract(BigInteger.ONE), max), StatusCode.ARITHMETIC_ERROR);
      String one = "Ld" + type.toUpperCase(java.util.Locale.ROOT) + " 1";
      String constant = "MoveLoc 0; " + one + "; Sub; Ret";
      gives(run("(" + type + "): " + type, constant, max), max.subtract(BigInteger.ONE));
      fails(run("(" + type + "): " + type, constant, 0), StatusCode.ARITHMETIC_ERROR);
    }
  }

  @Test
  void multiplies() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger half = pow2(width / 2);
      String type = "u" + width;
      gives(
          binary("Mul", type, half.subtract(BigInteger.ONE), half),
          half.subtract(BigInteger.ONE).multiply(half));
      fails(binary("Mul", type, half, half), StatusCode.ARITHMETIC_ERROR);
      gives(binary("Mul", type, 0, pow2(width).subtract(BigInteger.ONE)), 0);
      fails(binary("Mul", type, 2, pow2(width - 1)), StatusCode.ARITHMETIC_ERROR);
    }
  }

  @Test
  void divides() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      String type = "u" + width;
      gives(binary("Div", type, max, 10), max.divide(BigInteger.TEN));
      gives(binary("Mod", type, max, 10), max.mod(BigInteger.TEN));
      gives(binary("Div", type, 3, max), 0);
      gives(binary("Mod", type, 3, max), 3);
      gives(binary("Div", type, max, max), 1);
      fails(binary("Div", type, max, 0), StatusCode.ARITHMETIC_ERROR);
      fails(binary("Mod", type, max, 0), StatusCode.ARITHMETIC_ERROR);
      String load = "Ld" + type.toUpperCase(java.util.Locale.ROOT);
      String by = "MoveLoc 0; " + load + " 10; ";
      gives(run("(" + type + "): " + type, by + "Div; Ret", max), max.divide(BigInteger.TEN));
      gives(run("(" + type + "): " + type, by + "Mod; Ret", max), max.mod(BigInteger.TEN));
      String byZero = "MoveLoc 0; " + load + " 0; ";
      fails(run("(" + type + "): " + type, byZero + "Div; Ret", 1), StatusCode.ARITHMETIC_ERROR);
      fails(run("(" + type + "): " + type, byZero + "Mod; Ret", 1), StatusCode.ARITHMETIC_ERROR);
    }
  }

  @Test
  void combinesBits() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      BigInteger a = max.divide(BigInteger.valueOf(3));
      BigInteger b = max.divide(BigInteger.valueOf(5));
      String type = "u" + width;
      gives(binary("BitAnd", type, a, b), a.and(b));
      gives(binary("BitOr", type, a, b), a.or(b));
      gives(binary("Xor", type, a, b), a.xor(b));
    }
  }

  @Test
  void shifts() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      String declaration = "(u" + width + ", u8): u" + width;
      String left = "MoveLoc 0; MoveLoc 1; Shl; Ret";
      String right = "MoveLoc 0; MoveLoc 1; Shr; Ret";
      for (int amount : new int[] {0, 1, width - 1}) {
        gives(run(declaration, left, max, amount), max.shiftLeft(amount).and(max));
        gives(run(declaration, right, max, amount), max.shiftRight(amount));
      }
      if (width < 256) {
        fails(run(declaration, left, 1, width), StatusCode.ARITHMETIC_ERROR);
        fails(run(declaration, right, 1, width), StatusCode.ARITHMETIC_ERROR);
        fails(run(declaration, right, 1, 255), StatusCode.ARITHMETIC_ERROR);
      }
    }
  }

  @Test
  void comparesAsUnsigned() {
    for (int width : new int[] {8, 16, 32, 64, 128, 256}) {
      BigInteger max = pow2(width).subtract(BigInteger.ONE);
      String declaration = "(u" + width + ", u" + width + "): bool";
      List<BigInteger> values = List.of(BigInteger.ZERO, BigInteger.ONE, max.shiftRight(1), max);
      for (BigInteger a : values) {
        for (BigInteger b : values) {
          int order = a.compareTo(b);
          String load = "MoveLoc 0; MoveLoc 1; ";
          gives(run(declaration, load + "Lt; Ret", a, b), order < 0);
          gives(run(declaration, load + "Le; Ret", a, b), order <= 0);
          gives(run(declaration, load + "Gt; Ret", a, b), order > 0);
          gives(run(declaration, load + "Ge; Ret", a, b), order >= 0);
          gives(run(declaration, load + "Eq; Ret", a, b), order == 0);
          gives(run(declaration, load + "Neq; Ret", a, b), order != 0);
        }
      }
    }
  }

  @Test
  void branchesOnComparisons() {
    List<String> values =
        List.of("0", "1", "2", "65534", "65535", "65536", "9223372036854775808", U64_MAX);
    for (String opcode : List.of("Lt", "Le", "Gt", "Ge", "Eq", "Neq")) {
      for (String branch : List.of("BrTrue", "BrFalse")) {
        for (String right : values) {
          String end = branch + " yes; LdU64 0; Ret; yes:; LdU64 1; Ret";
          ModuleBuilder module =
              ModuleBuilder.module("0x42::m")
                  .function(
                      "fun both(u64, u64): u64", "", "MoveLoc 0; MoveLoc 1; " + opcode + ";" + end)
                  .function(
                      "fun right(u64): u64",
                      "",
                      "MoveLoc 0; LdU64 " + right + ";" + opcode + ";" + end)
                  .function(
                      "fun left(u64): u64",
                      "",
                      "LdU64 " + right + "; MoveLoc 0;" + opcode + ";" + end);
          TestVm vm = TestVm.of(module.build());
          for (String left : values) {
            int order = new BigInteger(left).compareTo(new BigInteger(right));
            boolean taken = holds(opcode, order) == branch.equals("BrTrue");
            gives(vm.run("0x42::m::both", left, right), taken ? 1 : 0);
            gives(vm.run("0x42::m::right", left), taken ? 1 : 0);
            boolean swapped = holds(opcode, -order) == branch.equals("BrTrue");
            gives(vm.run("0x42::m::left", left), swapped ? 1 : 0);
          }
        }
      }
    }
  }

  private static boolean holds(String opcode, int order) {
    return switch (opcode) {
      case "Lt" -> order < 0;
      case "Le" -> order <= 0;
      case "Gt" -> order > 0;
      case "Ge" -> order >= 0;
      case "Eq" -> order == 0;
      default -> order != 0;
    };
  }

  @Test
  void casts() {
    int[] widths = {8, 16, 32, 64, 128, 256};
    for (int from : widths) {
      for (int to : widths) {
        String declaration = "(u" + from + "): u" + to;
        String code = "MoveLoc 0; CastU" + to + "; Ret";
        BigInteger most = pow2(Math.min(from, to)).subtract(BigInteger.ONE);
        gives(run(declaration, code, most), most);
        gives(run(declaration, code, 0), 0);
        if (to < from) {
          fails(run(declaration, code, pow2(to)), StatusCode.ARITHMETIC_ERROR);
          fails(
              run(declaration, code, pow2(from).subtract(BigInteger.ONE)),
              StatusCode.ARITHMETIC_ERROR);
        }
      }
    }
  }

  @Test
  void decidesBooleans() {
    for (boolean a : new boolean[] {false, true}) {
      gives(run("(bool): bool", "MoveLoc 0; Not; Ret", a), !a);
      for (boolean b : new boolean[] {false, true}) {
        gives(run("(bool, bool): bool", "MoveLoc 0; MoveLoc 1; And; Ret", a, b), a && b);
        gives(run("(bool, bool): bool", "MoveLoc 0; MoveLoc 1; Or; Ret", a, b), a || b);
        gives(run("(bool, bool): bool", "MoveLoc 0; MoveLoc 1; Eq; Ret", a, b), a == b);
      }
    }
  }

  @Test
  void usesLocals() {
    gives(run("(u64): (u64, u64)", "CopyLoc 0; MoveLoc 0; Ret", 5), 5, 5);
    gives(run("(u64, u64): (u64, u64)", "MoveLoc 1; MoveLoc 0; Ret", 1, 2), 2, 1);
    gives(run("(): u64", "u64", "LdU64 5; StLoc 0; Nop; MoveLoc 0; Ret"), 5);
    gives(run("(u64)", "MoveLoc 0; Pop; Ret", 5));
    // What is on the stack keeps the value the local had.
    String over = "CopyLoc 0; CopyLoc 0; LdU64 1; Add; StLoc 0; MoveLoc 0; Ret";
    gives(run("(u64): (u64, u64)", over, 5), 5, 6);
    String swap = "CopyLoc 0; CopyLoc 1; StLoc 0; StLoc 1; MoveLoc 0; MoveLoc 1; Ret";
    gives(run("(u64, u64): (u64, u64)", swap, 1, 2), 2, 1);
    gives(run("(u64): u64", "CopyLoc 0; LdU64 9; StLoc 0; Ret", 5), 5);
    gives(
        run("(vector<u64>): vector<u64>", "MoveLoc 0; LdConst 1; StLoc 0; Ret", List.of(4)),
        List.of(4));
  }

  @Test
  void branches() {
    String max = "CopyLoc 0; CopyLoc 1; Lt; BrTrue b; MoveLoc 0; Ret; b:; MoveLoc 1; Ret";
    gives(run("(u64, u64): u64", max, 3, 7), 7);
    gives(run("(u64, u64): u64", max, 7, 3), 7);
    gives(run("(bool): u64", "MoveLoc 0; BrFalse b; LdU64 1; Ret; b:; LdU64 2; Ret", false), 2);
    gives(run("(): u64", "Branch b; a:; LdU64 1; Ret; b:; Branch a"), 1);
  }

  @Test
  void aborts() {
    var failure = fails(run("()", "LdU64 " + U64_MAX + "; Abort"), StatusCode.ABORTED, -1);
    assertThat(Results.module(failure)).isEqualTo("0x42::m");
    assertThat(Results.offset(failure)).isEqualTo(1);
  }

  @Test
  void readsAndWritesThroughReferences() {
    gives(
        run(
            "(): u64",
            "u64",
            "LdU64 1; StLoc 0; LdU64 5; MutBorrowLoc 0; WriteRef; MoveLoc 0; Ret"),
        5);
    gives(run("(u8): u8", "ImmBorrowLoc 0; ReadRef; Ret", 7), 7);
    gives(run("(u128): u128", "LdU128 9; MutBorrowLoc 0; WriteRef; CopyLoc 0; Ret", 7), 9);
    gives(
        run(
            "(): D",
            "D",
            "LdU64 1; LdU64 2; Pack D; StLoc 0; LdU64 3; LdU64 4; Pack D;"
                + "MutBorrowLoc 0; WriteRef; MoveLoc 0; Ret"),
        Bytes.fromHex("03000000000000000400000000000000"));
    gives(run("(u64): u64", "MutBorrowLoc 0; FreezeRef; ReadRef; Ret", 7), 7);
  }

  @Test
  void comparesWhatReferencesReferTo() {
    gives(run("(u64, u64): bool", "ImmBorrowLoc 0; ImmBorrowLoc 1; Eq; Ret", 7, 7), true);
    gives(run("(u64, u64): bool", "ImmBorrowLoc 0; ImmBorrowLoc 1; Neq; Ret", 7, 7), false);
    gives(run("(u256, u256): bool", "ImmBorrowLoc 0; ImmBorrowLoc 1; Eq; Ret", 7, 8), false);
    gives(
        run(
            "(vector<u64>, vector<u64>): bool",
            "ImmBorrowLoc 0; ImmBorrowLoc 1; Eq; Ret",
            List.of(1),
            List.of(1)),
        true);
    gives(
        run(
            "(vector<u64>, vector<u64>): bool",
            "MoveLoc 0; MoveLoc 1; Neq; Ret",
            List.of(1),
            List.of(2)),
        true);
    Object one = "0x1";
    gives(run("(address, address): bool", "MoveLoc 0; MoveLoc 1; Eq; Ret", one, one), true);
  }

  @Test
  void packsAndUnpacks() {
    String pack = "LdU8 1; LdU128 2; LdU64 3; LdU64 4; Pack D; MoveLoc 0; LdTrue; Pack Mix; ";
    Bytes bytes =
        Bytes.fromHex(
            "01"
                + "02"
                + "00".repeat(15)
                + "0300000000000000"
                + "0400000000000000"
                + "020809"
                + "01");
    gives(run("(vector<u8>): Mix", pack + "Ret", List.of(8, 9)), bytes);
    gives(
        run(
            "(vector<u8>): (u8, u128, D, vector<u8>, bool)",
            pack + "Unpack Mix; Ret",
            List.of(8, 9)),
        1,
        2,
        Bytes.fromHex("03000000000000000400000000000000"),
        List.of(8, 9),
        true);
    gives(run("(): Box<u16>", "LdU16 7; PackGeneric Box<u16>; Ret"), Bytes.fromHex("0700"));
    gives(run("(): u16", "LdU16 7; PackGeneric Box<u16>; UnpackGeneric Box<u16>; Ret"), 7);
  }

  @Test
  void borrowsFields() {
    String make =
        "LdU8 1; LdU128 2; LdU64 3; LdU64 4; Pack D; MoveLoc 0; LdTrue; Pack Mix; StLoc 1; ";
    String locals = "Mix, &mut D, &u128";
    gives(
        run(
            "(vector<u8>): u8",
            locals,
            make + "ImmBorrowLoc 1; ImmBorrowField Mix.a; ReadRef; Ret",
            List.of()),
        1);
    gives(
        run(
            "(vector<u8>): u128",
            locals,
            make + "ImmBorrowLoc 1; ImmBorrowField Mix.b; StLoc 3; MoveLoc 3; ReadRef; Ret",
            List.of()),
        2);
    gives(
        run(
            "(vector<u8>): u64",
            locals,
            make + "ImmBorrowLoc 1; ImmBorrowField Mix.c; ImmBorrowField D.y; ReadRef; Ret",
            List.of()),
        4);
    gives(
        run(
            "(vector<u8>): u128",
            locals,
            make
                + "LdU128 9; MutBorrowLoc 1; MutBorrowField Mix.b; WriteRef;"
                + "ImmBorrowLoc 1; ImmBorrowField Mix.b; ReadRef; Ret",
            List.of()),
        9);
    // A reference to a field that is kept in a local.
    gives(
        run(
            "(vector<u8>): u64",
            locals,
            make
                + "MutBorrowLoc 1; MutBorrowField Mix.c; StLoc 2;"
                + "LdU64 8; CopyLoc 2; MutBorrowField D.x; WriteRef; LdU64 5; LdU64 6; Pack D; CopyLoc 2; WriteRef;"
                + "MoveLoc 2; Pop; ImmBorrowLoc 1; ImmBorrowField Mix.c; ImmBorrowField D.x; ReadRef; Ret",
            List.of()),
        5);
    gives(
        run(
            "(): u16",
            "Box<u16>",
            "LdU16 7; PackGeneric Box<u16>; StLoc 0; LdU16 8; MutBorrowLoc 0;"
                + "MutBorrowFieldGeneric Box<u16>.v; WriteRef; ImmBorrowLoc 0; ImmBorrowFieldGeneric Box<u16>.v; ReadRef; Ret"),
        8);
  }

  @Test
  void copiesAreIndependent() {
    String code =
        "CopyLoc 0; StLoc 1; MutBorrowLoc 1; LdU64 9; VecPushBack u64; MoveLoc 0; MoveLoc 1; Ret";
    gives(
        run("(vector<u64>): (vector<u64>, vector<u64>)", "vector<u64>", code, List.of(1)),
        List.of(1),
        List.of(1, 9));
    String nested =
        "ImmBorrowLoc 0; ReadRef; StLoc 1; MutBorrowLoc 1; LdU64 0; VecMutBorrow vector<u8>;"
            + "LdU8 9; VecPushBack u8; MoveLoc 0; MoveLoc 1; Ret";
    gives(
        run(
            "(vector<vector<u8>>): (vector<vector<u8>>, vector<vector<u8>>)",
            "vector<vector<u8>>",
            nested,
            List.of(List.of(1))),
        List.of(List.of(1)),
        List.of(List.of(1, 9)));
  }

  @Test
  void usesVariants() {
    String a = "LdU64 1; LdU64 2; LdU64 3; Pack D; PackVariant E::A; ";
    String b = "LdU8 7; LdU64 8; PackVariant E::B; ";
    gives(run("(): E", b + "Ret"), Bytes.fromHex("0107" + "0800000000000000"));
    gives(run("(): (u8, u64)", b + "UnpackVariant E::B; Ret"), 7, 8);
    fails(run("(): (u8, u64)", a + "UnpackVariant E::B; Ret"), StatusCode.STRUCT_VARIANT_MISMATCH);
    String test = "StLoc 0; ImmBorrowLoc 0; TestVariant E::B; Ret";
    gives(run("(): bool", "E", b + test), true);
    gives(run("(): bool", "E", a + test), false);
    // x is at another place in each variant.
    String read = "StLoc 0; ImmBorrowLoc 0; ImmBorrowVariantField E::A|B.x; ReadRef; Ret";
    fails(
        run("(): u64", "E", "LdU128 1; PackVariant E::C; " + read.replace("A|B.x", "A.x")),
        StatusCode.STRUCT_VARIANT_MISMATCH);
    gives(run("(): u64", "E", a + read.replace("A|B.x", "A.x")), 1);
    gives(run("(): u64", "E", b + read.replace("A|B.x", "B.x")), 8);
    String write =
        "StLoc 0; LdU64 6; MutBorrowLoc 0; MutBorrowVariantField E::B.x; WriteRef; MoveLoc 0;"
            + "UnpackVariant E::B; Ret";
    gives(run("(): (u8, u64)", "E", b + write), 7, 6);
    fails(run("(): (u8, u64)", "E", a + write), StatusCode.STRUCT_VARIANT_MISMATCH);
    gives(
        run(
            "(): u64",
            "E",
            a
                + "StLoc 0; ImmBorrowLoc 0; ImmBorrowVariantField E::A.d; ImmBorrowField D.y; ReadRef; Ret"),
        3);
    // A write may change the variant.
    gives(
        run(
            "(): (u8, u64)",
            "E",
            a + "StLoc 0; " + b + "MutBorrowLoc 0; WriteRef; MoveLoc 0; UnpackVariant E::B; Ret"),
        7,
        8);
    gives(
        run(
            "(): u64",
            "G<u64>",
            "LdU64 4; PackVariantGeneric G<u64>::A; StLoc 0; ImmBorrowLoc 0;"
                + "ImmBorrowVariantFieldGeneric G<u64>::A|B.x; ReadRef; Ret"),
        4);
    gives(
        run(
            "(): bool",
            "G<u8>",
            "LdU8 4; PackVariantGeneric G<u8>::A; StLoc 0; ImmBorrowLoc 0;"
                + "TestVariantGeneric G<u8>::B; Ret"),
        false);
    gives(
        run("(): u8", "LdU8 4; PackVariantGeneric G<u8>::A; UnpackVariantGeneric G<u8>::A; Ret"),
        4);
    gives(
        run(
            "(): u8",
            "G<u8>",
            "LdU8 4; PackVariantGeneric G<u8>::A; StLoc 0; LdU8 5; MutBorrowLoc 0;"
                + "MutBorrowVariantFieldGeneric G<u8>::A.x; WriteRef; MoveLoc 0; UnpackVariantGeneric G<u8>::A; Ret"),
        5);
  }

  @Test
  void usesVectorsOfAllKinds() {
    List<List<Object>> kinds =
        List.of(
            List.of("bool", true, false),
            List.of("u8", 255, 1),
            List.of("u16", 65535, 1),
            List.of("u32", 4294967295L, 1),
            List.of("u64", U64_MAX, 1),
            List.of("u128", pow2(127), 1),
            List.of("u256", pow2(255), 1),
            List.of("address", "0xa", "0xb"),
            List.of("vector<u8>", List.of(1, 2), List.of(3)));
    for (List<Object> kind : kinds) {
      String t = (String) kind.get(0);
      Object x = kind.get(1);
      Object y = kind.get(2);
      String v = "vector<" + t + ">";
      List<Object> both = List.of(x, y);
      gives(
          run(
              "(" + t + ", " + t + "): " + v,
              "MoveLoc 0; MoveLoc 1; VecPack " + t + " 2; Ret",
              x,
              y),
          both);
      gives(run("(): " + v, "VecPack " + t + " 0; Ret"), List.of());
      gives(
          run("(" + v + "): (" + t + ", " + t + ")", "MoveLoc 0; VecUnpack " + t + " 2; Ret", both),
          x,
          y);
      fails(
          run("(" + v + "): " + t, "MoveLoc 0; VecUnpack " + t + " 1; Ret", both),
          StatusCode.VECTOR_OPERATION_ERROR,
          3);
      gives(run("(" + v + "): u64", "ImmBorrowLoc 0; VecLen " + t + "; Ret", both), 2);
      String borrow = "ImmBorrowLoc 0; MoveLoc 1; VecImmBorrow " + t + "; ReadRef; Ret";
      gives(run("(" + v + ", u64): " + t, borrow, both, 1), y);
      for (String index : List.of("2", "4294967296", U64_MAX, "9223372036854775808")) {
        fails(
            run("(" + v + ", u64): " + t, borrow, both, index),
            StatusCode.VECTOR_OPERATION_ERROR,
            1);
      }
      String kept =
          "ImmBorrowLoc 0; MoveLoc 1; VecImmBorrow " + t + "; StLoc 2; MoveLoc 2; ReadRef; Ret";
      gives(run("(" + v + ", u64): " + t, "&" + t, kept, both, 0), x);
      fails(
          run("(" + v + ", u64): " + t, "&" + t, kept, both, 2),
          StatusCode.VECTOR_OPERATION_ERROR,
          1);
      String write =
          "MoveLoc 2; MutBorrowLoc 0; MoveLoc 1; VecMutBorrow " + t + "; WriteRef; MoveLoc 0; Ret";
      gives(run("(" + v + ", u64, " + t + "): " + v, write, both, 1, x), List.of(x, x));
      fails(
          run("(" + v + ", u64, " + t + "): " + v, write, both, 2, x),
          StatusCode.VECTOR_OPERATION_ERROR,
          1);
      String keptWrite =
          "MutBorrowLoc 0; MoveLoc 1; VecMutBorrow "
              + t
              + "; StLoc 3; MoveLoc 2; MoveLoc 3; WriteRef; MoveLoc 0; Ret";
      gives(
          run("(" + v + ", u64, " + t + "): " + v, "&mut " + t, keptWrite, both, 0, y),
          List.of(y, y));
      gives(
          run(
              "(" + v + ", " + t + "): " + v,
              "MutBorrowLoc 0; MoveLoc 1; VecPushBack " + t + "; MoveLoc 0; Ret",
              both,
              x),
          List.of(x, y, x));
      gives(
          run(
              "(" + v + "): (" + t + ", " + v + ")",
              "MutBorrowLoc 0; VecPopBack " + t + "; MoveLoc 0; Ret",
              both),
          y,
          List.of(x));
      fails(
          run("(" + v + "): " + t, "MutBorrowLoc 0; VecPopBack " + t + "; Ret", List.of()),
          StatusCode.VECTOR_OPERATION_ERROR,
          2);
      String swap = "MutBorrowLoc 0; MoveLoc 1; MoveLoc 2; VecSwap " + t + "; MoveLoc 0; Ret";
      gives(run("(" + v + ", u64, u64): " + v, swap, both, 0, 1), List.of(y, x));
      fails(
          run("(" + v + ", u64, u64): " + v, swap, both, 0, 2),
          StatusCode.VECTOR_OPERATION_ERROR,
          1);
      gives(run("(" + v + ", " + v + "): bool", "MoveLoc 0; MoveLoc 1; Eq; Ret", both, both), true);
      gives(
          run("(" + v + ", " + v + "): bool", "MoveLoc 0; MoveLoc 1; Eq; Ret", both, List.of(y, x)),
          false);
      gives(
          run("(" + v + ", " + v + "): bool", "MoveLoc 0; MoveLoc 1; Eq; Ret", both, List.of(x)),
          false);
    }
  }

  @Test
  void growsAndShrinksVectors() {
    String code =
        """
        LdU64 0; StLoc 1; VecPack u8 0; StLoc 2
        up:; CopyLoc 1; CopyLoc 0; Lt; BrFalse down
        MutBorrowLoc 2; CopyLoc 1; LdU64 256; Mod; CastU8; VecPushBack u8
        MoveLoc 1; LdU64 1; Add; StLoc 1; Branch up
        down:; CopyLoc 1; LdU64 5; Gt; BrFalse end
        MutBorrowLoc 2; VecPopBack u8; CastU64; MoveLoc 1; LdU64 1; Sub; StLoc 1
        CopyLoc 1; LdU64 256; Mod; Eq; BrTrue down
        LdU64 99; Abort
        end:; MoveLoc 2; Ret
        """;
    gives(run("(u64): vector<u8>", "u64, vector<u8>", code, 1000), List.of(0, 1, 2, 3, 4));
  }

  @Test
  void calls() {
    ModuleBuilder module =
        module()
            .function(
                "fun swap(u64, vector<u8>): (vector<u8>, u64)", "", "MoveLoc 1; MoveLoc 0; Ret")
            .function("fun id<T>(T): T", "", "MoveLoc 0; Ret")
            .function(
                "fun inc(&mut u64)",
                "",
                "CopyLoc 0; ReadRef; LdU64 1; Add; MoveLoc 0; WriteRef; Ret")
            .function(
                "fun f(u64, vector<u8>): (u64, vector<u8>, u64)",
                "vector<u8>, u64",
                "MoveLoc 0; MoveLoc 1; Call swap; StLoc 3; StLoc 2; MutBorrowLoc 3; Call inc; LdU64 40;"
                    + "MoveLoc 2; CallGeneric id<vector<u8>>; MoveLoc 3; CallGeneric id<u64>; Ret");
    gives(TestVm.of(module.build()).run("0x42::m::f", 6, List.of(1)), 40, List.of(1), 7);
  }

  @Test
  void storesResources() {
    ModuleBuilder module =
        module()
            .function("fun put(&signer, u64)", "", "MoveLoc 0; MoveLoc 1; Pack K; MoveTo K; Ret")
            .function(
                "fun take(address): u64 acquires K", "", "MoveLoc 0; MoveFrom K; Unpack K; Ret")
            .function("fun has(address): bool", "", "MoveLoc 0; Exists K; Ret")
            .function(
                "fun get(address): u64 acquires K",
                "",
                "MoveLoc 0; ImmBorrowGlobal K; ImmBorrowField K.x; ReadRef; Ret")
            .function(
                "fun set(address, u64) acquires K",
                "",
                "MoveLoc 1; MoveLoc 0; MutBorrowGlobal K; MutBorrowField K.x; WriteRef; Ret")
            .function(
                "fun gput<T: store>(&signer, T)",
                "",
                "MoveLoc 0; MoveLoc 1; PackGeneric GK<T>; MoveToGeneric GK<T>; Ret")
            .function(
                "fun gtake<T: store>(address): T acquires GK",
                "",
                "MoveLoc 0; MoveFromGeneric GK<T>; UnpackGeneric GK<T>; Ret")
            .function(
                "fun ghas<T: store>(address): bool", "", "MoveLoc 0; ExistsGeneric GK<T>; Ret")
            .function(
                "fun gget<T: copy + drop + store>(address): T acquires GK",
                "",
                "MoveLoc 0; ImmBorrowGlobalGeneric GK<T>; ImmBorrowFieldGeneric GK<T>.v; ReadRef; Ret")
            .function(
                "fun gset<T: drop + store>(address, T) acquires GK",
                "",
                "MoveLoc 1; MoveLoc 0; MutBorrowGlobalGeneric GK<T>; MutBorrowFieldGeneric GK<T>.v; WriteRef; Ret");
    TestVm vm = TestVm.of(module.build());
    gives(vm.run("0x42::m::has", "0x7"), false);
    fails(vm.run("0x42::m::get", "0x7"), StatusCode.MISSING_DATA);
    fails(vm.run("0x42::m::set", "0x7", 1), StatusCode.MISSING_DATA);
    fails(vm.run("0x42::m::take", "0x7"), StatusCode.MISSING_DATA);
    gives(vm.run("0x42::m::put", "0x7", 5));
    fails(vm.run("0x42::m::put", "0x7", 6), StatusCode.RESOURCE_ALREADY_EXISTS);
    gives(vm.run("0x42::m::has", "0x7"), true);
    gives(vm.run("0x42::m::has", "0x8"), false);
    gives(vm.run("0x42::m::set", "0x7", 8));
    gives(vm.run("0x42::m::get", "0x7"), 8);
    gives(vm.run("0x42::m::take", "0x7"), 8);
    gives(vm.run("0x42::m::has", "0x7"), false);
    gives(vm.run("0x42::m::gput<u64>", "0x7", 5));
    gives(vm.run("0x42::m::ghas<u8>", "0x7"), false);
    gives(vm.run("0x42::m::gput<u8>", "0x7", 6));
    gives(vm.run("0x42::m::gset<u64>", "0x7", 9));
    gives(vm.run("0x42::m::gget<u64>", "0x7"), 9);
    gives(vm.run("0x42::m::gget<u8>", "0x7"), 6);
    gives(vm.run("0x42::m::gtake<u8>", "0x7"), 6);
    gives(vm.run("0x42::m::ghas<u64>", "0x7"), true);
  }
}
