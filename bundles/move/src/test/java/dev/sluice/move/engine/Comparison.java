/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.code.Program;
import dev.sluice.move.code.Specializations;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.model.ModelVm;
import dev.sluice.move.stdlib.StandardNatives;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Struct;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a function in an engine and in the model, and compares all that can be seen. */
final class Comparison {
  private static final long GAS = 2_000_000;
  private static final long MAX_STEPS = 20_000;

  private final List<CompiledModule> modules;
  private final Program program;
  private final Supplier<Engine> engine;

  Comparison(Supplier<Engine> engine, CompiledModule... modules) {
    this.engine = engine;
    this.modules = List.of(modules);
    Map<ModuleId, CompiledModule> byId = new HashMap<>();
    this.modules.forEach(module -> byId.put(module.id(), module));
    this.program =
        new Program(
            id ->
                Optional.ofNullable(byId.get(id))
                    .map(module -> Verifier.verifyModule(module, VerifierLimits.PRODUCTION)),
            StandardNatives.registry(),
            GasSchedule.V1,
            AccountAddress.LENGTH);
  }

  /** Resources before the call. */
  record Stored(AccountAddress address, StructTag type, Bytes value) {}

  /** How a run ended: the failure, or results and resources in text. */
  private record Outcome(
      @Nullable MoveException failure, List<Bytes> results, List<String> stored) {
    String text() {
      return failure == null ? results + " " + stored : failure.getMessage();
    }

    StatusCode status() {
      return failure == null ? StatusCode.EXECUTED : failure.status();
    }
  }

  /** Compares one call; returns how it ended, empty if the model cannot tell. */
  Optional<StatusCode> compare(
      ModuleId module,
      String function,
      List<TypeTag> typeArguments,
      List<Bytes> arguments,
      List<Stored> resources) {
    Outcome expected;
    try {
      expected = model(module, function, typeArguments, arguments, resources);
    } catch (ModelVm.TooLong | ModelVm.Native e) {
      return Optional.empty();
    }
    Outcome actual = engine(module, function, typeArguments, arguments, resources);
    if (!withoutDetail(expected).equals(withoutDetail(actual))) {
      throw new AssertionError(
          "expected " + withoutDetail(expected) + "\n but was " + withoutDetail(actual));
    }
    return Optional.of(actual.status());
  }

  private static String withoutDetail(Outcome outcome) {
    MoveException failure = outcome.failure;
    return failure == null
        ? outcome.text()
        : failure.status() + " " + failure.subStatus() + " " + failure.location();
  }

  private Outcome model(
      ModuleId module,
      String function,
      List<TypeTag> typeArguments,
      List<Bytes> arguments,
      List<Stored> resources) {
    ModelVm model = new ModelVm(modules, MAX_STEPS);
    resources.forEach(r -> model.store(r.address(), r.type(), r.value()));
    try {
      List<Bytes> results = model.call(module, function, typeArguments, arguments);
      List<String> stored =
          resources.stream().map(r -> String.valueOf(model.stored(r.address(), r.type()))).toList();
      return new Outcome(null, results, stored);
    } catch (MoveException e) {
      return new Outcome(e, List.of(), List.of());
    }
  }

  private Outcome engine(
      ModuleId module,
      String function,
      List<TypeTag> typeArguments,
      List<Bytes> arguments,
      List<Stored> resources) {
    Specializations types = program.specializations();
    LoadedFunction loaded = types.function(module, function, typeArguments);
    Meter meter = new Meter(GasSchedule.V1, GAS, 1 << 20);
    MapStorage storage = new MapStorage();
    resources.forEach(
        r ->
            storage.moveTo(
                (StructType) types.type(r.type()),
                r.address(),
                (Struct) types.type(r.type()).readObject(new BcsReader(r.value()), meter)));
    Frame frame = new Frame(16);
    List<Container> borrowed = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      read(frame, i, loaded.parameters().get(i), arguments.get(i), meter, borrowed);
    }
    Execution execution = new Execution(meter, storage, GasSchedule.V1, Transactions.ANY);
    try {
      engine.get().run(loaded, frame, execution);
    } catch (MoveException e) {
      return new Outcome(e, List.of(), List.of());
    }
    List<Bytes> results = new ArrayList<>();
    long memory = storage.footprint() + borrowed.stream().mapToLong(Container::footprint).sum();
    for (int i = 0; i < loaded.returns().size(); i++) {
      Type type = loaded.returns().get(i);
      results.add(write(type, frame, i));
      if (type.kind() == Type.Kind.CONTAINER) {
        memory += ((Container) object(frame, i)).footprint();
      }
    }
    // Functions with type arguments take memory themselves.
    boolean generic =
        !typeArguments.isEmpty() || !modules.get(0).functionInstantiations().isEmpty();
    if (generic ? memory > meter.memory() : memory != meter.memory()) {
      throw new AssertionError("memory " + meter.memory() + " counted, but " + memory + " in use");
    }
    List<String> stored =
        resources.stream()
            .map(r -> storage.text((StructType) types.type(r.type()), r.address()))
            .toList();
    return new Outcome(null, results, stored);
  }

  private static void read(
      Frame frame, int i, Type parameter, Bytes bytes, Meter meter, List<Container> borrowed) {
    BcsReader in = new BcsReader(bytes);
    Type type = parameter instanceof ReferenceType reference ? reference.target() : parameter;
    if (type.isLong()) {
      frame.longs[i] = type.readLong(in);
    } else {
      frame.objects[i] = type.readObject(in, meter);
    }
    if (parameter instanceof ReferenceType) {
      switch (type.kind()) {
        case LONG -> frame.objects[i] = new Reference.LongCell(frame.longs[i]);
        case OBJECT -> frame.objects[i] = new Reference.ObjectCell(object(frame, i));
        default -> borrowed.add((Container) object(frame, i));
      }
    }
  }

  private static Object object(Frame frame, int i) {
    Object value = frame.objects[i];
    if (value == null) {
      throw new AssertionError("no object at " + i);
    }
    return value;
  }

  private static Bytes write(Type type, Frame frame, int i) {
    BcsWriter out = new BcsWriter();
    if (type instanceof ReferenceType reference) {
      switch (reference.target().kind()) {
        case LONG -> reference.target().writeLong(out, ((Reference) object(frame, i)).getLong());
        case OBJECT -> reference.target().writeObject(out, ((Reference) object(frame, i)).get());
        default -> reference.target().writeObject(out, object(frame, i));
      }
    } else if (type.isLong()) {
      type.writeLong(out, frame.longs[i]);
    } else {
      type.writeObject(out, object(frame, i));
    }
    return out.toBytes();
  }

  /** A random value. */
  Bytes value(TypeTag type, Random random) {
    return RandomValues.of(program.specializations().type(type), random);
  }

  /** Random arguments for a function. */
  List<Bytes> arguments(
      ModuleId module, String function, List<TypeTag> typeArguments, Random random) {
    LoadedFunction loaded = program.specializations().function(module, function, typeArguments);
    return loaded.parameters().stream().map(type -> RandomValues.of(type, random)).toList();
  }
}
