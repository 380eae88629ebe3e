/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Deserializer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The code that may run in a channel: modules closed under import (rule 14). Immutable. */
public final class CodeSet {
  /** Most modules of a channel. */
  public static final int MAX_MODULES = 512;

  private final TreeMap<ModuleId, Bytes> modules;

  private CodeSet(Map<ModuleId, Bytes> modules) {
    this.modules = new TreeMap<>(modules);
  }

  /**
   * Modules and all they import, directly or not.
   *
   * @param source gives the bytecode of a module
   * @throws IllegalArgumentException if one is missing or there are too many
   */
  public static CodeSet closure(List<ModuleId> roots, Function<ModuleId, Optional<Bytes>> source) {
    TreeMap<ModuleId, Bytes> found = new TreeMap<>();
    ArrayDeque<ModuleId> todo = new ArrayDeque<>(roots);
    while (!todo.isEmpty()) {
      ModuleId id = todo.remove();
      if (found.containsKey(id)) {
        continue;
      }
      Bytes code =
          source.apply(id).orElseThrow(() -> new IllegalArgumentException("no module " + id));
      found.put(id, code);
      if (found.size() > MAX_MODULES) {
        throw new IllegalArgumentException("more than " + MAX_MODULES + " modules");
      }
      CompiledModule module = new Deserializer().module(code.toArray());
      module.moduleHandles().forEach(handle -> todo.add(module.moduleId(handle)));
    }
    return new CodeSet(found);
  }

  /** The set of exactly these modules. */
  public static CodeSet of(Map<ModuleId, Bytes> modules) {
    return new CodeSet(modules);
  }

  /** All modules. */
  public Map<ModuleId, Bytes> modules() {
    return Collections.unmodifiableMap(modules);
  }

  /** The bytecode of a module. */
  public Optional<Bytes> module(ModuleId id) {
    return Optional.ofNullable(modules.get(id));
  }

  /** Number of modules. */
  public int size() {
    return modules.size();
  }

  /**
   * The code hashes of the channel's configuration: one for each account that published modules of
   * the set, in order of addresses; H of a vector of (module name, bytecode), by name.
   */
  public List<Hash> hashes() {
    TreeMap<AccountAddress, TreeMap<String, Bytes>> accounts = new TreeMap<>();
    modules.forEach(
        (id, code) ->
            accounts.computeIfAbsent(id.address(), a -> new TreeMap<>()).put(id.name(), code));
    List<Hash> hashes = new ArrayList<>();
    for (Map<String, Bytes> account : accounts.values()) {
      BcsWriter writer = new BcsWriter();
      writer.length(account.size());
      account.forEach((name, code) -> writer.string(name).bytes(code));
      hashes.add(HashFunction.H.hash(writer.toByteArray()));
    }
    return hashes;
  }
}
