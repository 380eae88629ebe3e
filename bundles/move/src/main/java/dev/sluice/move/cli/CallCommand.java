/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.FunctionSignature;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Calls one function and prints what came of it. */
final class CallCommand implements Command {
  @Override
  public String name() {
    return "call";
  }

  @Override
  public String usage() {
    return "call --modules DIR 0x42::module::function [--args A ...] [--type-args T ...]"
        + " [--signer ADDRESS ...] [--gas N] [--state FILE] [--engine interpreter] [--json]";
  }

  @Override
  public String help() {
    return """
        Calls one function, public or not, of the modules in a directory or of the library, and prints
        its status, gas, results, events and changes.

        --args       arguments in order: 5, true, @0x1, [1, 2], 0x0102 for vector<u8>, text for String,
                     [] or [5] for Option, bcs:0102 for anything; of a reference what it refers to
        --type-args  type arguments: u64 0x42::m::S
        --signer     accounts for the parameters of type signer, in order
        --gas        limit, none by default
        --state      JSON file with resources and table items: read before, written after success
        --json       one JSON object instead of lines""";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("modules", "args", "type-args", "signer", "gas", "state", "engine", "json");
    arguments.single("modules", "gas", "state", "engine").flags("json");
    FunctionName function = FunctionName.parse(arguments.operands(1).get(0));
    MoveVm vm =
        new MoveVm(VmConfig.of(StandardNatives.registry()).withEngine(Engines.of(arguments)));
    LoadedModules modules = vm.load(new ModuleDirectory(Path.of(arguments.required("modules"))));
    List<TypeTag> typeArguments =
        arguments.values("type-args").stream().map(TypeTag::parse).toList();
    FunctionSignature signature =
        modules.signature(function.module(), function.function(), typeArguments);
    Call call =
        Call.function(function.module(), function.function())
            .withTypeArguments(typeArguments)
            .withArguments(values(signature, arguments))
            .withGasLimit(arguments.value("gas").map(Numbers::parse).orElse(Long.MAX_VALUE));
    Optional<Path> file = arguments.value("state").map(Path::of);
    StateFile state = file.isPresent() ? new StateFile(file.get()) : new StateFile();
    CallResult result = vm.open(modules, state).call(call);
    if (arguments.flag("json")) {
      out.println(ResultJson.of(result));
    } else {
      ResultText.print(result, out);
    }
    if (result.isExecuted() && file.isPresent()) {
      state.apply(result.changes());
      state.write(file.get());
    }
    return result.isExecuted() ? Main.OK : Main.FAILED;
  }

  /** The signers for parameters of type signer, the other arguments for the rest. */
  private static List<Bytes> values(FunctionSignature signature, Arguments arguments) {
    Iterator<String> signers = arguments.values("signer").iterator();
    Iterator<String> others = arguments.values("args").iterator();
    List<Bytes> values = new ArrayList<>();
    for (TypeTag type : signature.parameters()) {
      boolean signs = type == TypeTag.Primitive.SIGNER && signers.hasNext();
      Iterator<String> source = signs ? signers : others;
      if (!source.hasNext()) {
        throw new UsageException("parameters are " + signature.parameters());
      }
      values.add(ValueText.parse(type, source.next()));
    }
    if (signers.hasNext() || others.hasNext()) {
      throw new UsageException("too many arguments: parameters are " + signature.parameters());
    }
    return values;
  }
}
