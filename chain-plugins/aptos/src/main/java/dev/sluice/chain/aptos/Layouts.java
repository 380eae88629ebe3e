/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.codec.StructTag;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Layouts of structs, asked of the node when they are needed and kept. A layout never changes, as
 * chains refuse upgrades that change fields. Thread-safe.
 */
final class Layouts {
  /** Most modules that are kept. */
  static final int MAX_MODULES = 512;

  /** Most modules that one value may need. */
  static final int MAX_LOADS = 64;

  /** A layout is needed that is not here. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ModuleName module;

    Missing(ModuleName module) {
      super("layouts of " + module.path(), null, false, false);
      this.module = module;
    }
  }

  private final NodeClient node;
  private final Map<ModuleName, Map<String, StructLayout>> modules =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<ModuleName, Map<String, StructLayout>> eldest) {
              return size() > MAX_MODULES;
            }
          });

  Layouts(NodeClient node) {
    this.node = node;
  }

  /**
   * The layout of a struct.
   *
   * @throws Missing if its module has to be asked for first
   */
  StructLayout layout(StructTag type) {
    var name = new ModuleName(type.address(), type.module());
    Map<String, StructLayout> structs = modules.get(name);
    if (structs == null) {
      throw new Missing(name);
    }
    StructLayout layout = structs.get(type.name());
    if (layout == null) {
      throw new ChainException(Code.UNSUPPORTED, "no known form of " + type);
    }
    return layout;
  }

  /** Does {@code work}, asking for the layouts that it misses. */
  <T> CompletableFuture<T> with(Calls.Scope scope, Supplier<T> work) {
    return with(scope, work, MAX_LOADS);
  }

  private <T> CompletableFuture<T> with(Calls.Scope scope, Supplier<T> work, int loads) {
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (Missing e) {
      if (loads == 0) {
        return CompletableFuture.failedFuture(
            new ChainException(Code.UNSUPPORTED, "a value of more than " + MAX_LOADS + " modules"));
      }
      return load(scope, e.module).thenCompose(nothing -> with(scope, work, loads - 1));
    }
  }

  private CompletableFuture<Void> load(Calls.Scope scope, ModuleName name) {
    return abi(scope, name)
        .thenAccept(
            abi -> {
              Map<String, StructLayout> structs = new HashMap<>();
              abi.ifPresent(
                  fields ->
                      NodeJson.array(NodeJson.field(fields, "structs")).stream()
                          .map(NodeJson::object)
                          .forEach(s -> structs.put(NodeJson.text(s, "name"), StructLayout.of(s))));
              modules.put(name, structs);
            });
  }

  /** What the node says of a module; empty if there is none. */
  CompletableFuture<Optional<Map<String, Object>>> abi(Calls.Scope scope, ModuleName name) {
    return node.ask(scope, NodeRequest.get(name.path()))
        .thenApply(
            answer -> {
              if (answer.isOk()) {
                Map<String, Object> module =
                    NodeJson.object(NodeJson.tree(answer.body(), java.util.Set.of("bytecode")));
                return Optional.of(NodeJson.object(NodeJson.field(module, "abi")));
              }
              ChainException refused = NodeErrors.of(answer);
              if (NodeErrors.isAbsent(refused)) {
                return Optional.<Map<String, Object>>empty();
              }
              throw new CompletionException(refused);
            });
  }
}
