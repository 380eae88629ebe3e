/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/** A list of types: of parameters, returned values, locals or type arguments. */
public record Signature(List<SignatureToken> tokens) {
  /** The signature without types. */
  public static final Signature EMPTY = new Signature(List.of());

  /** Copies the list. */
  public Signature {
    tokens = List.copyOf(tokens);
  }

  /** Number of types. */
  public int size() {
    return tokens.size();
  }

  /** The type at {@code index}. */
  public SignatureToken get(int index) {
    return tokens.get(index);
  }
}
