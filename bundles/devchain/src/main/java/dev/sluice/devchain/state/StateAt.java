/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.session.ModuleStore;
import dev.sluice.move.state.StateView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state as of one version. Thread-safe. Reads are right as long as the version has not been
 * pruned; who reads older ones asks {@link #isReadable} afterwards.
 */
public final class StateAt implements StateView, ModuleStore {
  /** Newer than any version: what the writing thread sees. */
  public static final long NEWEST = Long.MAX_VALUE;

  private final VersionedState state;
  private final long version;

  StateAt(VersionedState state, long version) {
    this.state = state;
    this.version = version;
  }

  /** The version. */
  public long version() {
    return version;
  }

  /** Whether everything read so far was right. */
  public boolean isReadable() {
    return version >= state.oldestVersion();
  }

  @Override
  public Optional<Bytes> resource(AccountAddress address, StructTag type) {
    return state.resource(address, type, version);
  }

  @Override
  public Optional<Bytes> tableItem(AccountAddress table, Bytes key) {
    return state.item(table, key, version);
  }

  @Override
  public Optional<Bytes> module(ModuleId id) {
    return state.module(id, version);
  }

  /** All resources of an account, by type. */
  public List<Write.Resource> resources(AccountAddress address) {
    List<Write.Resource> resources = new ArrayList<>();
    state.forEachResource(address, version, resources::add);
    resources.sort(Comparator.comparing(resource -> resource.type().toBcs()));
    return resources;
  }

  /** All modules of an account, by name. */
  public List<Write.Module> modules(AccountAddress address) {
    List<Write.Module> modules = new ArrayList<>();
    state.forEachModule(address, version, modules::add);
    modules.sort(Comparator.comparing(Write.Module::id));
    return modules;
  }

  /** Every value there is. */
  public void forEach(Consumer<Write> action) {
    state.forEach(version, action);
  }
}
