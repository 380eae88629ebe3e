/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes modules whose code keeps the rules of stack usage and types but handles locals and
 * references at random, with branches and loops: what locals and reference safety have to judge.
 * Some are safe and some are not.
 */
public final class RandomModules {
  private static final String INNER = "Inner";
  private static final String OUTER = "S";
  private static final String RESOURCE = "R";
  private static final String SHAPE = "E";
  private static final String WIDE = "W";

  /** More fields than edges between two references are kept apart. */
  private static final int WIDE_FIELDS = BorrowEdges.MAX + 2;

  private static final int MAX_STACK = 6;

  private record Callee(String name, List<String> parameters, List<String> returns) {}

  private static final List<Callee> CALLEES =
      List.of(
          new Callee("pick", List.of("&mut S", "&mut Inner"), List.of("&mut Inner")),
          new Callee("look", List.of("&S"), List.of("&u64")),
          new Callee("both", List.of("&mut S", "&S"), List.of("&mut Inner", "&u64")),
          new Callee("storage", List.of(), List.of("u64")),
          new Callee("drop", List.of("&mut Inner"), List.of()),
          new Callee("freeze", List.of("&mut u64"), List.of("&u64")));

  private static final List<String> FIELD_NAMES = List.of("a", "b", "v");

  private final Random random;
  private final boolean enums;
  private final boolean wide;
  private final List<String> locals = new ArrayList<>();
  private final Set<Integer> set = new HashSet<>();
  private final List<String> stack = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();
  private int parameters;
  private boolean storage;

  /** A generator whose modules depend on the seed only. */
  public RandomModules(long seed) {
    random = new Random(seed);
    enums = random.nextInt(3) == 0;
    wide = random.nextInt(4) == 0;
  }

  /** The next module; its function {@code f} is the random one. */
  public CompiledModule next() {
    List<String> all =
        new ArrayList<>(
            List.of(
                "S",
                "&S",
                "&mut S",
                "Inner",
                "&mut Inner",
                "&Inner",
                "u64",
                "&mut u64",
                "&u64",
                "vector<u64>",
                "&mut vector<u64>",
                "&vector<u64>",
                "address",
                "bool"));
    if (enums) {
      all.addAll(List.of("E", "&mut E", "&E"));
    }
    if (wide) {
      all = new ArrayList<>(List.of("W", "&mut W", "&mut u64", "u64", "&W", "&u64"));
    }
    locals.clear();
    set.clear();
    stack.clear();
    code.setLength(0);
    storage = random.nextInt(3) == 0;
    parameters = 1 + random.nextInt(5);
    int count = parameters + 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      locals.add(all.get(random.nextInt(all.size())));
      if (i < parameters) {
        set.add(i);
      }
    }
    List<String> returns =
        switch (random.nextInt(4)) {
          case 0 -> List.of("&mut u64");
          case 1 -> List.of("&Inner");
          default -> List.of();
        };
    int blocks = wide ? 10 + random.nextInt(20) : 1 + random.nextInt(5);
    Set<Integer> setAtStart = new HashSet<>();
    for (int block = 0; block < blocks; block++) {
      block(block, blocks, returns);
      if (block == 0) {
        setAtStart.addAll(set);
      }
      set.clear();
      set.addAll(setAtStart);
    }
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::random")
            .version(enums ? 7 : 6)
            .struct("Inner has copy, drop, store { a: u64, b: u64 }")
            .struct("S has copy, drop, store { a: Inner, b: Inner, v: vector<u64> }")
            .struct("R has key { a: S, b: u64 }")
            .struct(
                IntStream.range(0, WIDE_FIELDS)
                    .mapToObj(i -> "f" + i + ": u64")
                    .collect(Collectors.joining(", ", "W has copy, drop { ", " }")));
    if (enums) {
      builder.enumeration(
          "E has copy, drop { A { a: Inner, b: u64 } B { a: Inner } C { b: u64 } }");
    }
    String result = returns.isEmpty() ? "" : ": " + returns.get(0);
    builder
        .function(
            "fun f("
                + String.join(", ", locals.subList(0, parameters))
                + ")"
                + result
                + (storage ? " acquires R" : ""),
            String.join(", ", locals.subList(parameters, count)),
            code.toString())
        .function(
            "fun pick(&mut S, &mut Inner): &mut Inner",
            "",
            "MoveLoc 1; Pop; MoveLoc 0; MutBorrowField S.a; Ret")
        .function(
            "fun look(&S): &u64", "", "MoveLoc 0; ImmBorrowField S.b; ImmBorrowField Inner.a; Ret")
        .function(
            "fun both(&mut S, &S): (&mut Inner, &u64)",
            "",
            "MoveLoc 0; MutBorrowField S.a; MoveLoc 1; ImmBorrowField S.a; ImmBorrowField Inner.b;"
                + "Ret")
        .function(
            "fun storage(): u64" + (storage ? " acquires R" : ""),
            "",
            storage
                ? "LdConst 0; ImmBorrowGlobal R; ImmBorrowField R.b; ReadRef; Ret"
                : "LdU64 1; Ret")
        .function("fun drop(&mut Inner)", "", "Ret")
        .function("fun freeze(&mut u64): &u64", "", "MoveLoc 0; FreezeRef; Ret");
    if (storage) {
      builder.constant("address", "42".repeat(32));
    }
    return builder.build();
  }

  private void block(int block, int blocks, List<String> returns) {
    code.append("b").append(block).append(":;");
    int steps = random.nextInt(wide ? 6 : 30);
    for (int i = 0; i < steps; i++) {
      step();
    }
    boolean last = block == blocks - 1;
    int choice = wide && !last ? 3 + random.nextInt(3) : random.nextInt(last ? 3 : 6);
    if (choice <= 1) {
      if (returns.isEmpty()) {
        drain();
        emit("Ret");
        return;
      }
      String wanted = returns.get(0);
      int at = stack.lastIndexOf(wanted);
      while (at >= 0 && stack.size() > at + 1) {
        dropTop();
      }
      if (at == 0) {
        stack.clear();
        emit("Ret");
        return;
      }
    }
    drain();
    if (choice == 3) {
      emit("LdTrue");
      int target = wide ? block + random.nextInt(blocks - block) : random.nextInt(blocks);
      emit((random.nextBoolean() ? "BrTrue b" : "BrFalse b") + target);
    } else if (choice == 4) {
      emit("Branch b" + (wide && !last ? block + 1 : random.nextInt(blocks)));
    } else if (last) {
      emit(random.nextBoolean() ? "Branch b" + random.nextInt(blocks) : "LdU64 1;Abort");
    }
  }

  private void drain() {
    while (!stack.isEmpty()) {
      dropTop();
    }
  }

  private void dropTop() {
    String top = stack.remove(stack.size() - 1);
    if (random.nextInt(3) == 0) {
      for (int i = 0; i < locals.size(); i++) {
        if (locals.get(i).equals(top) && random.nextBoolean()) {
          set.add(i);
          emit("StLoc " + i);
          return;
        }
      }
    }
    emit("Pop");
  }

  private void step() {
    Map<String, Runnable> choices = new HashMap<>();
    if (stack.size() < MAX_STACK) {
      pushes(choices);
    }
    if (!stack.isEmpty()) {
      onTop(choices, stack.get(stack.size() - 1));
    }
    List<String> names = new ArrayList<>(choices.keySet());
    names.sort(null);
    String name = names.get(random.nextInt(names.size()));
    choices.get(name).run();
    emit(name);
  }

  private void pushes(Map<String, Runnable> choices) {
    for (int i = 0; i < locals.size(); i++) {
      String type = locals.get(i);
      int local = i;
      if (!set.contains(i) && random.nextInt(40) != 0) {
        continue;
      }
      choices.put("CopyLoc " + i, () -> stack.add(type));
      if (random.nextInt(3) == 0) {
        choices.put(
            "MoveLoc " + i,
            () -> {
              set.remove(local);
              stack.add(type);
            });
      }
      if (!type.startsWith("&")) {
        choices.put("ImmBorrowLoc " + i, () -> stack.add("&" + type));
        choices.put("MutBorrowLoc " + i, () -> stack.add("&mut " + type));
      }
    }
    choices.put("LdU64 7", () -> stack.add("u64"));
    if (random.nextInt(4) == 0) {
      choices.put("Call storage", () -> stack.add("u64"));
    }
    if (storage) {
      choices.put("LdConst 0;MutBorrowGlobal R", () -> stack.add("&mut R"));
      choices.put("LdConst 0;ImmBorrowGlobal R", () -> stack.add("&R"));
    }
  }

  private void onTop(Map<String, Runnable> choices, String top) {
    choices.put("Pop", () -> replace(1));
    for (int i = 0; i < locals.size(); i++) {
      int local = i;
      if (locals.get(i).equals(top)) {
        choices.put(
            "StLoc " + i,
            () -> {
              set.add(local);
              replace(1);
            });
      }
    }
    if (top.startsWith("&mut ")) {
      onMutable(choices, top.substring(5));
    } else if (top.startsWith("&")) {
      onImmutable(choices, top.substring(1));
    } else if (top.equals("u64")) {
      onIndex(choices);
    }
    if (stack.size() > 1 && top.equals(stack.get(stack.size() - 2)) && !top.contains(RESOURCE)) {
      choices.put("Eq;Pop", () -> replace(2));
    }
    for (Callee callee : CALLEES) {
      int count = callee.parameters.size();
      if (count > 0
          && stack.size() >= count
          && stack.subList(stack.size() - count, stack.size()).equals(callee.parameters)) {
        choices.put(
            "Call " + callee.name, () -> replace(count, callee.returns.toArray(String[]::new)));
      }
    }
  }

  private void onMutable(Map<String, Runnable> choices, String target) {
    choices.put("FreezeRef", () -> replace(1, "&" + target));
    if (!target.equals(RESOURCE)) {
      choices.put("ReadRef", () -> replace(1, target));
      if (stack.size() > 1 && stack.get(stack.size() - 2).equals(target)) {
        choices.put("WriteRef", () -> replace(2));
      }
    }
    fields(choices, target, "Mut", "&mut ");
    fields(choices, target, "Imm", "&");
    if (target.equals("vector<u64>")) {
      choices.put("VecPopBack u64", () -> replace(1, "u64"));
      choices.put("VecLen u64", () -> replace(1, "u64"));
      choices.put("LdU64 0;VecMutBorrow u64", () -> replace(1, "&mut u64"));
      choices.put("LdU64 0;LdU64 1;VecSwap u64", () -> replace(1));
    } else if (target.equals(SHAPE)) {
      choices.put("TestVariant E::A", () -> replace(1, "bool"));
    }
  }

  private void onImmutable(Map<String, Runnable> choices, String target) {
    if (!target.equals(RESOURCE)) {
      choices.put("ReadRef", () -> replace(1, target));
    }
    fields(choices, target, "Imm", "&");
    if (target.equals("vector<u64>")) {
      choices.put("VecLen u64", () -> replace(1, "u64"));
      choices.put("LdU64 0;VecImmBorrow u64", () -> replace(1, "&u64"));
    } else if (target.equals(SHAPE)) {
      choices.put("TestVariant E::C", () -> replace(1, "bool"));
    }
  }

  private void fields(Map<String, Runnable> choices, String target, String kind, String reference) {
    if (target.equals(SHAPE)) {
      String borrow = kind + "BorrowVariantField E::";
      choices.put(borrow + "A.b", () -> replace(1, reference + "u64"));
      choices.put(borrow + "A|B.a", () -> replace(1, reference + INNER));
      choices.put(borrow + "B.a", () -> replace(1, reference + INNER));
      return;
    }
    if (target.equals(WIDE)) {
      int field = random.nextInt(WIDE_FIELDS);
      choices.put(kind + "BorrowField W.f" + field, () -> replace(1, reference + "u64"));
      return;
    }
    List<String> types =
        switch (target) {
          case INNER -> List.of("u64", "u64");
          case OUTER -> List.of(INNER, INNER, "vector<u64>");
          case RESOURCE -> List.of(OUTER, "u64");
          default -> List.of();
        };
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      choices.put(
          kind + "BorrowField " + target + "." + FIELD_NAMES.get(i),
          () -> replace(1, reference + type));
    }
  }

  private void onIndex(Map<String, Runnable> choices) {
    if (stack.size() < 2) {
      return;
    }
    String below = stack.get(stack.size() - 2);
    if (below.equals("&mut vector<u64>")) {
      choices.put("VecMutBorrow u64", () -> replace(2, "&mut u64"));
      choices.put("VecPushBack u64", () -> replace(2));
    }
    if (below.equals("&mut vector<u64>") || below.equals("&vector<u64>")) {
      choices.put("VecImmBorrow u64", () -> replace(2, "&u64"));
    }
    if (below.equals("u64")) {
      choices.put("Pack Inner", () -> replace(2, INNER));
      choices.put("Add", () -> replace(2, "u64"));
    }
  }

  private void replace(int pops, String... pushes) {
    stack.subList(stack.size() - pops, stack.size()).clear();
    stack.addAll(Arrays.asList(pushes));
  }

  private void emit(String line) {
    code.append(line).append(";");
  }
}
