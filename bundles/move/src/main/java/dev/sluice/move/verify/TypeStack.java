/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.List;

/** The types on the operand stack. Pushing costs meter units for every node of the type. */
final class TypeStack {
  private static final long NODE_COST = 30;

  private final Meter meter;
  private final List<SignatureToken> types = new ArrayList<>();

  TypeStack(Meter meter) {
    this.meter = meter;
  }

  void push(SignatureToken type) {
    meter.add(NODE_COST, Types.size(type));
    types.add(type);
  }

  /** Pushes an instantiated type, after it is known that its size is affordable. */
  void push(SignatureToken type, List<SignatureToken> arguments) {
    meter.add(NODE_COST, Types.size(type, arguments));
    types.add(Types.instantiate(type, arguments));
  }

  /** Pushes a type without cost. */
  void pushFree(SignatureToken type) {
    types.add(type);
  }

  /** The topmost type; {@link StackUsagePass} has made sure that there is one. */
  SignatureToken pop() {
    return types.remove(types.size() - 1);
  }

  /** Takes the cost of looking at these types. */
  void charge(List<SignatureToken> looked) {
    for (SignatureToken type : looked) {
      meter.add(NODE_COST, Types.size(type));
    }
  }

  /** Takes the cost of looking at a type after instantiation. */
  void charge(SignatureToken type, List<SignatureToken> arguments) {
    meter.add(NODE_COST, Types.size(type, arguments));
  }
}
