/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the passes on the code of each function. */
final class CodePass {
  private final VerifierLimits limits;
  private final Meter meter;
  private final AcquiresPass acquires;

  private CodePass(UnitView view, VerifierLimits limits) {
    this.limits = limits;
    this.meter = new Meter(limits);
    this.acquires = new AcquiresPass(view);
  }

  static void verifyModule(UnitView view, VerifierLimits limits) {
    CodePass pass = new CodePass(view, limits);
    forEachFunction(
        view,
        function -> {
          pass.meter.startFunction();
          pass.verify(function);
          pass.acquires.verify(function);
          pass.meter.endFunction();
        });
  }

  static void verifyScript(UnitView view, VerifierLimits limits) {
    CodePass pass = new CodePass(view, limits);
    forEachFunction(view, pass::verify);
  }

  private void verify(FunctionView function) {
    ControlFlowGraph graph = ControlFlowPass.verify(function, limits);
    if (graph.blockCount() > limits.basicBlocks()) {
      throw MoveException.of(StatusCode.TOO_MANY_BASIC_BLOCKS, graph.blockCount() + " basic blocks")
          .at(function.location(0));
    }
    StackUsagePass.verify(function, graph, limits);
    TypeSafetyPass.verify(function, graph, meter);
    LocalsSafetyPass.verify(function, graph, meter);
    ReferenceSafetyPass.verify(function, graph, acquires, meter);
  }

  /** Calls {@code action} with every function that has code, or with the script. */
  static void forEachFunction(UnitView view, Consumer<FunctionView> action) {
    if (!view.isModule()) {
      CompiledScript script = (CompiledScript) view.unit();
      List<SignatureToken> parameters = view.signature(script.parameters()).tokens();
      action.accept(
          new FunctionView(
              view,
              0,
              script.typeParameters(),
              parameters,
              List.of(),
              script.code().locals(),
              locals(view, parameters, script.code()),
              List.of(),
              script.code().code()));
      return;
    }
    CompiledModule module = view.module();
    for (int i = 0; i < module.functions().size(); i++) {
      FunctionDefinition definition = module.functions().get(i);
      Optional<CodeUnit> code = definition.code();
      if (code.isPresent()) {
        FunctionHandle handle = view.functionHandle(definition.handle());
        List<SignatureToken> parameters = view.signature(handle.parameters()).tokens();
        action.accept(
            new FunctionView(
                view,
                i,
                handle.typeParameters(),
                parameters,
                view.signature(handle.returns()).tokens(),
                code.get().locals(),
                locals(view, parameters, code.get()),
                definition.acquires(),
                code.get().code()));
      }
    }
  }

  private static List<SignatureToken> locals(
      UnitView view, List<SignatureToken> parameters, CodeUnit code) {
    List<SignatureToken> locals = new ArrayList<>(parameters);
    locals.addAll(view.signature(code.locals()).tokens());
    return List.copyOf(locals);
  }
}
