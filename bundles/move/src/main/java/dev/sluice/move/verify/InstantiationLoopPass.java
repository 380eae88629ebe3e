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
import java.util.LinkedHashSet;
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
 *
 * <p>What an instantiation does with the caller's parameter is the same for all callers. Edges
 * therefore go through a node for the instantiation and the number of the parameter, or there would
 * be too many.
 */
final class InstantiationLoopPass {
  /**
   * An instantiation of a function of the module: what each argument mentions, and whether more.
   */
  private record Instance(int callee, List<BitSet> mentions, BitSet growing) {}

  private final CompiledModule module;

  /** Number of the first type parameter of each function. */
  private final int[] firstNode;

  /** The function each type parameter belongs to. */
  private final int[] functionOf;

  private final int maxParameters;

  /** The distinct instances each function calls. */
  private final List<Set<Integer>> calls = new ArrayList<>();

  private final List<Instance> instances = new ArrayList<>();

  private InstantiationLoopPass(UnitView view) {
    this.module = view.module();
    int functions = module.functions().size();
    this.firstNode = new int[functions + 1];
    int[] definitionOf = new int[module.functionHandles().size()];
    Arrays.fill(definitionOf, StructOperand.NONE);
    int most = 0;
    for (int i = 0; i < functions; i++) {
      int handle = module.functions().get(i).handle();
      int parameters = view.functionHandle(handle).typeParameters().size();
      definitionOf[handle] = i;
      firstNode[i + 1] = firstNode[i] + parameters;
      most = Math.max(most, parameters);
      calls.add(new LinkedHashSet<>());
    }
    this.maxParameters = most;
    this.functionOf = new int[firstNode[functions]];
    for (int i = 0; i < functions; i++) {
      Arrays.fill(functionOf, firstNode[i], firstNode[i + 1], i);
    }
    Map<Integer, Integer> instanceOf = new HashMap<>();
    CodePass.forEachFunction(view, function -> collect(function, definitionOf, instanceOf));
  }

  static void verify(UnitView view) {
    new InstantiationLoopPass(view).run();
  }

  private void collect(
      FunctionView function, int[] definitionOf, Map<Integer, Integer> instanceOf) {
    for (int offset = 0; offset < function.code().length(); offset++) {
      if (function.code().opcode(offset) == Opcode.CALL_GENERIC) {
        int index = function.code().index(offset);
        Instantiation inst = module.functionInstantiations().get(index);
        int callee = definitionOf[inst.target()];
        if (callee != StructOperand.NONE) {
          Integer instance = instanceOf.get(index);
          if (instance == null) {
            instance = instances.size();
            instanceOf.put(index, instance);
            instances.add(instance(callee, inst.typeArguments()));
          }
          calls.get(function.index()).add(instance);
        }
      }
    }
  }

  private Instance instance(int callee, int signature) {
    List<BitSet> mentions = new ArrayList<>();
    BitSet growing = new BitSet();
    for (SignatureToken type : module.signatures().get(signature).tokens()) {
      BitSet mentioned = new BitSet();
      Types.Walk walk =
          (part, depth) -> {
            if (part instanceof SignatureToken.TypeParameter parameter) {
              mentioned.set(parameter.index());
            }
          };
      walk.over(type);
      growing.set(mentions.size(), !(type instanceof SignatureToken.TypeParameter));
      mentions.add(mentioned);
    }
    return new Instance(callee, mentions, growing);
  }

  private void run() {
    int parameters = functionOf.length;
    int nodes = parameters + instances.size() * maxParameters;
    int[] component = Components.of(nodes, this::successors);
    for (int node = parameters; node < nodes; node++) {
      Instance instance = instances.get((node - parameters) / maxParameters);
      for (int argument : arguments(instance, (node - parameters) % maxParameters)) {
        // This node is on a cycle with the callee's parameter only by way of some caller.
        if (instance.growing.get(argument)
            && component[firstNode[instance.callee] + argument] == component[node]) {
          throw MoveException.of(
              StatusCode.LOOP_IN_INSTANTIATION_GRAPH,
              module.name(module.functions().get(instance.callee))
                  + " is instantiated without end");
        }
      }
    }
  }

  private PrimitiveIterator.OfInt successors(int node) {
    int parameters = functionOf.length;
    if (node >= parameters) {
      Instance instance = instances.get((node - parameters) / maxParameters);
      return IntStream.of(arguments(instance, (node - parameters) % maxParameters))
          .map(argument -> firstNode[instance.callee] + argument)
          .iterator();
    }
    int parameter = node - firstNode[functionOf[node]];
    return calls.get(functionOf[node]).stream()
        .mapToInt(instance -> parameters + instance * maxParameters + parameter)
        .iterator();
  }

  /** The arguments that mention a type parameter of the caller. */
  private static int[] arguments(Instance instance, int parameter) {
    int[] found = new int[instance.mentions.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (instance.mentions.get(i).get(parameter)) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
