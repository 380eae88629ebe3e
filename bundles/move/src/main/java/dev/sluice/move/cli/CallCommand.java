/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.FunctionSignature;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
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
        + " [--signer ADDRESS ...] [--gas N] [--state FILE] [--engine interpreter]";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("modules", "args", "type-args", "signer", "gas", "state", "engine");
    arguments.single("modules", "gas", "state", "engine");
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
    print(result, out);
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

  private static void print(CallResult result, PrintStream out) {
    out.println(
        "status: "
            + result
                .failure()
                .map(Throwable::getMessage)
                .orElse(result.status() + " " + result.status().code()));
    out.println("gas used: " + result.gasUsed());
    result.values().forEach(value -> out.println("returns: " + value.type() + " " + value.bcs()));
    result.events().forEach(event -> out.println("event: " + event.type() + " " + event.data()));
    print(result.changes(), out);
  }

  private static void print(ChangeSet changes, PrintStream out) {
    changes
        .resources()
        .forEach(
            change ->
                out.println(
                    "resource: " + change.address() + " " + change.type() + text(change.change())));
    changes
        .items()
        .forEach(
            change ->
                out.println(
                    "item: "
                        + address(change.table())
                        + " "
                        + change.key()
                        + text(change.change())));
    changes
        .modules()
        .forEach(change -> out.println("module: " + change.module() + text(change.change())));
    if (!changes.isEmpty()) {
      out.println("change set: " + changes.hash());
    }
  }

  private static String address(AccountAddress address) {
    return address.toString();
  }

  private static String text(Change change) {
    if (change instanceof Change.New created) {
      return " new " + created.value();
    } else if (change instanceof Change.Modify modify) {
      return " modify " + modify.oldValue() + " to " + modify.newValue();
    }
    return " delete";
  }
}
