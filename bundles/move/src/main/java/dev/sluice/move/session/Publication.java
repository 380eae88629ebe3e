/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.code.Specializations;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.state.PublishRequest;
import dev.sluice.move.state.PublishRequest.AllowedDependency;
import dev.sluice.move.verify.UpgradePolicy;
import dev.sluice.move.verify.VerifiedModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Modules on their way into a session: checks the rules of publication. Not thread-safe. */
final class Publication {
  private static final String INITIALIZER = "init_module";

  private final LoadedModules before;
  private final GasSchedule schedule;
  private final Meter meter;
  private final Map<ModuleId, Bytes> published = new LinkedHashMap<>();
  private LoadedModules result;

  Publication(LoadedModules before, GasSchedule schedule, Meter meter) {
    this.before = before;
    this.schedule = schedule;
    this.meter = meter;
    this.result = before;
  }

  /** What was published. */
  Map<ModuleId, Bytes> modules() {
    return published;
  }

  /** The code afterwards. */
  LoadedModules result() {
    return result;
  }

  /**
   * Publishes modules: all or none.
   *
   * @throws MoveException which rule they break
   */
  void publish(PublishRequest request) {
    List<VerifiedModule> modules = new ArrayList<>();
    for (Bytes code : request.modules()) {
      meter.charge(schedule.of(GasCost.PUBLISH_MODULE));
      meter.charge(schedule.of(GasCost.PUBLISH_BYTE) * code.length());
      VerifiedModule module = before.verify(code);
      requireAddress(module, request.destination());
      if (published.put(module.id(), code) != null) {
        throw MoveException.of(
            StatusCode.DUPLICATE_MODULE_NAME, module.id() + " is published twice at once");
      }
      modules.add(module);
    }
    requireExpected(request);
    result = before.with(published);
    for (VerifiedModule module : modules) {
      requireUpgrade(module, policy(request.policy()));
      requireAllowed(module, request);
      result.link(module);
      requireFriends(module);
    }
    for (VerifiedModule module : modules) {
      result.require(module.id());
    }
  }

  private static UpgradePolicy policy(int number) {
    UpgradePolicy[] policies = UpgradePolicy.values();
    return policies[Math.min(number, policies.length - 1)];
  }

  private static void requireAddress(VerifiedModule module, AccountAddress destination) {
    if (!module.id().address().equals(destination)) {
      throw MoveException.of(
          StatusCode.MODULE_ADDRESS_DOES_NOT_MATCH_SENDER,
          module.id() + " cannot be published under " + destination);
    }
  }

  private void requireExpected(PublishRequest request) {
    if (request.expectedModules().isPresent()) {
      Set<String> expected = new TreeSet<>(request.expectedModules().get());
      Set<String> given = new TreeSet<>();
      published.keySet().forEach(id -> given.add(id.name()));
      if (!given.equals(expected)) {
        throw MoveException.of(
            StatusCode.CONSTRAINT_NOT_SATISFIED,
            "modules " + given + " given, but " + expected + " announced");
      }
    }
  }

  /**
   * A new version must keep the promises of the old one. The host or the code that asked has
   * checked that the policy allows upgrades at all; a new package may be immutable from the start.
   */
  private void requireUpgrade(VerifiedModule module, UpgradePolicy policy) {
    Optional<VerifiedModule> old = before.find(module.id());
    UpgradePolicy rule =
        policy == UpgradePolicy.ARBITRARY ? UpgradePolicy.ARBITRARY : UpgradePolicy.COMPATIBLE;
    old.flatMap(published -> rule.check(published, module))
        .ifPresent(
            reason -> {
              throw MoveException.of(
                  StatusCode.BACKWARD_INCOMPATIBLE_MODULE_UPDATE, module.id() + ": " + reason);
            });
  }

  private static void requireAllowed(VerifiedModule module, PublishRequest request) {
    if (request.allowedDependencies().isEmpty()) {
      return;
    }
    Set<AllowedDependency> allowed = Set.copyOf(request.allowedDependencies().get());
    CompiledModule unit = module.module();
    for (ModuleId id : unit.moduleHandles().stream().map(unit::moduleId).toList()) {
      boolean own = id.address().equals(request.destination());
      if (!own
          && !allowed.contains(new AllowedDependency(id.address(), id.name()))
          && !allowed.contains(new AllowedDependency(id.address(), ""))) {
        throw MoveException.of(
            StatusCode.CONSTRAINT_NOT_SATISFIED, module.id() + " may not import " + id);
      }
    }
  }

  /** A friend must be there already or come along; the reference machine has the same rule. */
  private void requireFriends(VerifiedModule module) {
    CompiledModule unit = module.module();
    for (ModuleId id : unit.friends().stream().map(unit::moduleId).toList()) {
      if (result.code(id).isEmpty()) {
        throw MoveException.of(
                StatusCode.LINKER_ERROR, module.id() + " has an unknown friend, " + id)
            .at(Location.in(id));
      }
    }
  }

  /** The functions that new modules, not upgrades, want to be run once. */
  List<LoadedFunction> initializers() {
    Specializations types = result.program().specializations();
    List<LoadedFunction> functions = new ArrayList<>();
    for (ModuleId id : published.keySet()) {
      if (before.code(id).isEmpty() && types.hasFunction(id, INITIALIZER, 0)) {
        LoadedFunction function = types.function(id, INITIALIZER, List.of());
        if (Arguments.isInitializer(function)) {
          functions.add(function);
        }
      }
    }
    return functions;
  }
}
