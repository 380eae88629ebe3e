/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.TypeTag;
import java.util.List;

/**
 * How a function is called with given type arguments. References stand as what they refer to.
 *
 * @param entry whether a transaction may call it
 */
public record FunctionSignature(boolean entry, List<TypeTag> parameters, List<TypeTag> returns) {
  /** Copies the lists. */
  public FunctionSignature {
    parameters = List.copyOf(parameters);
    returns = List.copyOf(returns);
  }
}
