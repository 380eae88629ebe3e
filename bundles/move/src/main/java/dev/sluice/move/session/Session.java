/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.code.LoadedUnit;
import dev.sluice.move.code.Specializations;
import dev.sluice.move.engine.Engine;
import dev.sluice.move.engine.Execution;
import dev.sluice.move.engine.Frame;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.ChangeSet.ModuleChange;
import dev.sluice.move.state.StateView;
import dev.sluice.move.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sequence of calls on one state. A call that fails has no effect; what the others did is seen by
 * the calls after them, and is kept or undone by {@link #commit} and {@link #rollback}. Not
 * thread-safe.
 *
 * <p>A session keeps the values it has used. It must be committed now and then, or it grows with
 * the state it touches; when it is committed, the state view must show the changes before the next
 * call.
 */
public final class Session {
  private static final String ADDRESS_TO_OBJECT = "address_to_object";

  private final VmConfig config;
  private final GasSchedule schedule;
  private final SessionStorage storage;
  private final Engine engine;
  private LoadedModules modules;
  private LoadedModules committedModules;

  /** Modules published since the last commit. */
  private final Map<ModuleId, Bytes> published = new TreeMap<>();

  Session(MoveVm vm, LoadedModules modules, StateView state) {
    this.config = vm.config();
    this.schedule = config.schedule();
    this.storage = new SessionStorage(state, schedule);
    this.engine = config.engine().create();
    this.modules = modules;
    this.committedModules = modules;
  }

  /** The code, with what the session has published. */
  public LoadedModules modules() {
    return modules;
  }

  /**
   * Runs a call.
   *
   * @return how it ended; failures of the code and of its arguments are results, not exceptions
   */
  public CallResult call(Call call) {
    Meter meter = new Meter(schedule, call.gasLimit(), config.memoryLimit());
    Execution execution = new Execution(meter, storage, schedule, call.transaction());
    Publication publication = new Publication(modules, schedule, meter);
    boolean accepted = false;
    storage.begin(meter);
    try {
      List<CallResult.Value> values = run(call, execution);
      publish(execution, publication);
      ChangeSet changes = changes(publication);
      long gasUsed = call.gasLimit() - meter.gas;
      accepted = true;
      return new CallResult(Optional.empty(), values, gasUsed, changes, execution.events());
    } catch (MoveException e) {
      boolean ranOut = e.status() == StatusCode.OUT_OF_GAS;
      return CallResult.failed(e, ranOut ? call.gasLimit() : call.gasLimit() - meter.gas);
    } finally {
      if (accepted) {
        storage.accept();
        published.putAll(publication.modules());
        modules = publication.result();
      } else {
        storage.reject();
      }
    }
  }

  private List<CallResult.Value> run(Call call, Execution execution) {
    Meter meter = execution.meter();
    long bytes = call.arguments().stream().mapToLong(Bytes::length).sum();
    if (call.target() instanceof Call.Script script) {
      bytes += script.code().length();
    }
    meter.charge(schedule.of(GasCost.TRANSACTION));
    meter.charge(schedule.of(GasCost.TRANSACTION_BYTE) * bytes);
    Specializations types = modules.program().specializations();
    LoadedFunction function = function(call, types);
    Arguments arguments =
        new Arguments(
            config.addressLength(),
            meter,
            (type, address) -> requireObject(types, type, address, execution));
    Frame frame =
        call.target() instanceof Call.Function
            ? arguments.forFunction(function, call.arguments())
            : arguments.forTransaction(function, call.signers(), call.arguments());
    engine.run(function, frame, execution);
    List<CallResult.Value> values = Arguments.results(function, frame);
    long resultBytes = values.stream().mapToLong(value -> value.bcs().length()).sum();
    meter.charge(schedule.of(GasCost.TRANSACTION_BYTE) * resultBytes);
    return values;
  }

  private LoadedFunction function(Call call, Specializations types) {
    if (call.target() instanceof Call.Entry entry) {
      LoadedFunction function =
          types.function(entry.module(), entry.function(), call.typeArguments());
      if (!function.isEntry()) {
        throw MoveException.of(
            StatusCode.EXECUTE_ENTRY_FUNCTION_CALLED_ON_NON_ENTRY_FUNCTION,
            function + " is no entry function");
      }
      return function;
    } else if (call.target() instanceof Call.Function any) {
      return types.function(any.module(), any.function(), call.typeArguments());
    }
    LoadedUnit script = modules.script(((Call.Script) call.target()).code());
    return types.script(script, call.typeArguments());
  }

  /**
   * An object passed from outside must exist. The module that defines objects decides, if it has
   * the function that does.
   */
  private void requireObject(
      Specializations types, StructType type, AccountAddress address, Execution execution) {
    List<TypeTag> arguments = type.tag().typeArguments();
    if (types.hasFunction(type.module(), ADDRESS_TO_OBJECT, arguments.size())) {
      LoadedFunction check = types.function(type.module(), ADDRESS_TO_OBJECT, arguments);
      Frame frame = new Frame(1);
      frame.objects[0] = address;
      engine.run(check, frame, execution);
    }
  }

  private void publish(Execution execution, Publication publication) {
    execution
        .publishRequest()
        .ifPresent(
            request -> {
              publication.publish(request);
              storage.changeTypes();
              publication
                  .initializers()
                  .forEach(
                      function -> {
                        Frame frame = Arguments.forInitializer(function, request.destination());
                        engine.run(function, frame, execution);
                      });
            });
  }

  private ChangeSet changes(Publication publication) {
    ChangeSet changes = storage.changesOfCall();
    if (publication.modules().isEmpty()) {
      return changes;
    }
    return new ChangeSet(
        changes.resources(), changes.items(), moduleChanges(publication.modules(), modules));
  }

  private static List<ModuleChange> moduleChanges(
      Map<ModuleId, Bytes> after, LoadedModules before) {
    List<ModuleChange> changes = new ArrayList<>();
    after.forEach(
        (id, code) ->
            Change.between(before.code(id).orElse(null), code)
                .ifPresent(change -> changes.add(new ModuleChange(id, change))));
    return changes;
  }

  /** All changes since the session was opened or last committed or rolled back. */
  public ChangeSet changes() {
    ChangeSet changes = storage.changes();
    return new ChangeSet(
        changes.resources(), changes.items(), moduleChanges(published, committedModules));
  }

  /** Keeps what the calls since the last commit did, and returns it. */
  public ChangeSet commit() {
    ChangeSet changes = changes();
    storage.commit(config.sessionCacheBytes());
    published.clear();
    committedModules = modules;
    return changes;
  }

  /**
   * Forgets a resource, so that the next call reads it from the state again: for hosts that keep
   * one there which changes between calls, such as the place of a call in a log.
   */
  public void forget(StructTag type, AccountAddress address) {
    storage.forget(type, address);
  }

  /** Undoes what the calls since the last commit did. */
  public void rollback() {
    storage.rollback();
    if (!published.isEmpty()) {
      storage.changeTypes();
    }
    published.clear();
    modules = committedModules;
  }
}
