/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.natives;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The native functions a virtual machine offers. Immutable and thread-safe. */
public final class NativeRegistry {
  private record Name(ModuleId module, String function) {}

  private final Map<Name, NativeFunction> functions;

  private NativeRegistry(Map<Name, NativeFunction> functions) {
    this.functions = Map.copyOf(functions);
  }

  /** A registry to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /** The function behind a native declaration, if there is one. */
  public Optional<NativeFunction> find(ModuleId module, String function) {
    return Optional.ofNullable(functions.get(new Name(module, function)));
  }

  /** Collects functions. Not thread-safe. */
  public static final class Builder {
    private final Map<Name, NativeFunction> functions = new HashMap<>();

    private Builder() {}

    /** Adds all functions of another registry; functions already here stay. */
    public Builder addAll(NativeRegistry other) {
      other.functions.forEach(functions::putIfAbsent);
      return this;
    }

    /** Adds a function, or replaces it. */
    public Builder add(
        AccountAddress address, String module, String function, NativeFunction implementation) {
      functions.put(new Name(new ModuleId(address, module), function), implementation);
      return this;
    }

    /** The registry. */
    public NativeRegistry build() {
      return new NativeRegistry(functions);
    }
  }
}
