/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.List;

/**
 * Which events of a chain are wanted.
 *
 * @param source the contract or module that emits them
 * @param types the types wanted, as the chain names them (Move struct name, event signature,
 *     topic); empty = all of the source
 */
public record EventFilter(Address source, List<String> types) {
  /** Most types in one filter. */
  public static final int MAX_TYPES = 64;

  public EventFilter {
    types = List.copyOf(types);
    if (types.size() > MAX_TYPES) {
      throw new IllegalArgumentException("more than " + MAX_TYPES + " event types");
    }
  }
}
