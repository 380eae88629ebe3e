/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Running a function never needs infinitely many instantiations of generic functions.
 *
 * <p>The nodes of a graph are the type parameters of the module's functions. An edge leads from a
 * parameter of the caller to a parameter of the callee whose argument mentions it; the edge grows
 * if the argument is not the parameter itself. A cycle with a growing edge is refused. Other
 * modules need not be looked at, since they cannot call back.
 */
final class InstantiationLoopPass {
  /** The parameters that one type argument mentions. */
  private record Argument(BitSet mentions, boolean grows) {}

  private record Call(int callee, int signature) {}

  private final CompiledModule module;

  /** Number of the first type parameter of each function. */
  private final int[] firstNode;

  /** Distinct generic calls of each function to functions of the module. */
  private final List<List<Call>> calls = new ArrayList<>();

  private final Map<Integer, List<Argument>> arguments = new HashMap<>();

  private InstantiationLoopPass(UnitView view) {
    this.module = view.module();
    int functions = module.functions().size();
    this.firstNode = new int[functions + 1];
    int[] definitionOf = new int[module.functionHandles().size()];
    Arrays.fill(definitionOf, StructOperand.NONE);
    for (int i = 0; i < functions; i++) {
      int handle = module.functions().get(i).handle();
      definitionOf[handle] = i;
      firstNode[i + 1] = firstNode[i] + view.functionHandle(handle).typeParameters().size();
      calls.add(new ArrayList<>());
    }
    CodePass.forEachFunction(view, function -> collect(function, definitionOf));
  }

  static void verify(UnitView view) {
    new InstantiationLoopPass(view).run();
  }

  private void collect(FunctionView function, int[] definitionOf) {
    Set<Integer> seen = new HashSet<>();
    for (int offset = 0; offset < function.code().length(); offset++) {
      if (function.code().opcode(offset) == Opcode.CALL_GENERIC
          && seen.add(function.code().index(offset))) {
        Instantiation inst = module.functionInstantiations().get(function.code().index(offset));
        int callee = definitionOf[inst.target()];
        if (callee != StructOperand.NONE) {
          calls.get(function.index()).add(new Call(callee, inst.typeArguments()));
          arguments.computeIfAbsent(inst.typeArguments(), this::arguments);
        }
      }
    }
  }

  private List<Argument> arguments(int signature) {
    List<Argument> result = new ArrayList<>();
    for (SignatureToken type : module.signatures().get(signature).tokens()) {
      BitSet mentions = new BitSet();
      Types.Walk walk =
          (part, depth) -> {
            if (part instanceof SignatureToken.TypeParameter parameter) {
              mentions.set(parameter.index());
            }
          };
      walk.over(type);
      result.add(new Argument(mentions, !(type instanceof SignatureToken.TypeParameter)));
    }
    return result;
  }

  private void run() {
    int[] function = new int[firstNode[firstNode.length - 1]];
    for (int i = 0; i < calls.size(); i++) {
      Arrays.fill(function, firstNode[i], firstNode[i + 1], i);
    }
    int[] component = Components.of(function.length, node -> successors(node, function[node]));
    for (int node = 0; node < function.length; node++) {
      int from = node;
      int parameter = node - firstNode[function[node]];
      for (Call call : calls.get(function[node])) {
        if (targets(call, parameter, true).anyMatch(to -> component[to] == component[from])) {
          throw MoveException.of(
              StatusCode.LOOP_IN_INSTANTIATION_GRAPH,
              module.name(module.functions().get(function[node]))
                  + " instantiates "
                  + module.name(module.functions().get(call.callee))
                  + " without end");
        }
      }
    }
  }

  private PrimitiveIterator.OfInt successors(int node, int function) {
    int parameter = node - firstNode[function];
    return calls.get(function).stream()
        .flatMapToInt(call -> targets(call, parameter, false))
        .iterator();
  }

  private IntStream targets(Call call, int parameter, boolean growingOnly) {
    List<Argument> types = arguments.getOrDefault(call.signature, List.of());
    return IntStream.range(0, types.size())
        .filter(i -> types.get(i).mentions.get(parameter))
        .filter(i -> types.get(i).grows || !growingOnly)
        .map(i -> firstNode[call.callee] + i);
  }
}
