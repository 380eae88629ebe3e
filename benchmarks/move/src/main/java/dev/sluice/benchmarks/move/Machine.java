/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.move;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.EngineKind;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.StateView;
import dev.sluice.move.stdlib.StandardLibrary;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the benchmarks have in common: a virtual machine with the library and one module. */
final class Machine {
  static final AccountAddress HOLDER = AccountAddress.of(7);

  private final Map<ModuleId, Bytes> modules = new HashMap<>();
  private final ModuleId module;

  /** A machine with a module of this package's resources. */
  Machine(String name) {
    StandardLibrary.modules().forEach(code -> modules.put(id(code), code));
    Bytes code = resource(name);
    this.module = id(code);
    modules.put(module, code);
  }

  private static Bytes resource(String name) {
    try (InputStream in = Machine.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return Bytes.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModuleId id(Bytes code) {
    return new Deserializer().module(code.toArray()).id();
  }

  ModuleId module() {
    return module;
  }

  /** A session on an empty state in a virtual machine that has seen nothing yet. */
  Session open(EngineKind engine) {
    MoveVm vm = new MoveVm(VmConfig.of(StandardNatives.registry()).withEngine(engine));
    return vm.open(vm.load(id -> Optional.ofNullable(modules.get(id))), StateView.empty());
  }

  static CallResult require(CallResult result) {
    result
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return result;
  }

  static Bytes address(AccountAddress address) {
    return new BcsWriter().address(address).toBytes();
  }

  static Bytes u64(long value) {
    return new BcsWriter().u64(value).toBytes();
  }
}
