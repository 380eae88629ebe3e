/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.ModuleId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of the chain in memory, at the newest version and at those of a window before it. One
 * thread writes; any thread reads, each at a version of its own.
 */
public final class VersionedState {
  /** What an entry is counted as beyond its value: keys, histories and map nodes. */
  public static final int ENTRY_OVERHEAD = 256;

  private static final class Account {
    final Map<StructTag, History> resources = new ConcurrentHashMap<>(2);
    final Map<String, History> modules = new ConcurrentHashMap<>(1);
  }

  private record Touched(long version, Map<?, History> owner, Object key, History history) {}

  private final Map<AccountAddress, Account> accounts = new ConcurrentHashMap<>();
  private final Map<AccountAddress, Map<Bytes, History>> tables = new ConcurrentHashMap<>();
  private final ArrayDeque<Touched> touched = new ArrayDeque<>();
  private final LongAdder bytes = new LongAdder();
  private volatile long oldest;

  /** Bytes that the newest values take, with {@link #ENTRY_OVERHEAD} for each. */
  public long bytes() {
    return bytes.sum();
  }

  /** The oldest version that can be read. */
  public long oldestVersion() {
    return oldest;
  }

  /** Applies the writes of a version. By the writing thread only. */
  public void apply(long version, List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.Resource resource) {
        Account account = account(resource.address());
        put(account.resources, resource.type(), version, write.value().orElse(null));
      } else if (write instanceof Write.Item item) {
        Map<Bytes, History> table =
            tables.computeIfAbsent(item.table(), key -> new ConcurrentHashMap<>(2));
        put(table, item.key(), version, write.value().orElse(null));
      } else if (write instanceof Write.Module module) {
        Account account = account(module.id().address());
        put(account.modules, module.id().name(), version, write.value().orElse(null));
      }
    }
  }

  private Account account(AccountAddress address) {
    return accounts.computeIfAbsent(address, key -> new Account());
  }

  private <K> void put(Map<K, History> owner, K key, long version, @Nullable Bytes value) {
    History history = owner.computeIfAbsent(key, k -> new History());
    bytes.add(size(value) - size(history.newest()));
    history.put(version, value);
    touched.add(new Touched(version, owner, key, history));
  }

  private static long size(@Nullable Bytes value) {
    return value == null ? 0 : value.length() + ENTRY_OVERHEAD;
  }

  /** Forgets what can only be seen before a version. By the writing thread only. */
  public void prune(long oldestVersion) {
    oldest = Math.max(oldest, oldestVersion);
    for (Touched next = touched.peek();
        next != null && next.version() <= oldest;
        next = touched.peek()) {
      touched.remove();
      if (next.history().prune(oldest)) {
        next.owner().remove(next.key());
      }
    }
  }

  /** The state as of a version. */
  public StateAt at(long version) {
    return new StateAt(this, version);
  }

  private static Optional<Bytes> at(@Nullable History history, long version) {
    return history == null ? Optional.empty() : Optional.ofNullable(history.at(version));
  }

  Optional<Bytes> resource(AccountAddress address, StructTag type, long version) {
    Account account = accounts.get(address);
    return account == null ? Optional.empty() : at(account.resources.get(type), version);
  }

  Optional<Bytes> module(ModuleId id, long version) {
    Account account = accounts.get(id.address());
    return account == null ? Optional.empty() : at(account.modules.get(id.name()), version);
  }

  Optional<Bytes> item(AccountAddress table, Bytes key, long version) {
    Map<Bytes, History> items = tables.get(table);
    return items == null ? Optional.empty() : at(items.get(key), version);
  }

  void forEachResource(AccountAddress address, long version, Consumer<Write.Resource> action) {
    Account account = accounts.get(address);
    if (account != null) {
      account.resources.forEach(
          (type, history) ->
              at(history, version)
                  .ifPresent(
                      value ->
                          action.accept(new Write.Resource(address, type, Optional.of(value)))));
    }
  }

  void forEachModule(AccountAddress address, long version, Consumer<Write.Module> action) {
    Account account = accounts.get(address);
    if (account != null) {
      account.modules.forEach(
          (name, history) ->
              at(history, version)
                  .ifPresent(
                      code ->
                          action.accept(
                              new Write.Module(new ModuleId(address, name), Optional.of(code)))));
    }
  }

  void forEach(long version, Consumer<Write> action) {
    for (AccountAddress address : accounts.keySet()) {
      forEachResource(address, version, action::accept);
      forEachModule(address, version, action::accept);
    }
    tables.forEach(
        (table, items) ->
            items.forEach(
                (key, history) ->
                    at(history, version)
                        .ifPresent(
                            value ->
                                action.accept(new Write.Item(table, key, Optional.of(value))))));
  }
}
