/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.AbilitySet;
import java.util.List;

/**
 * What abilities each type parameter must have for a type to be well formed: four bits for each
 * parameter. Found once for a type, then compared with what every place that uses it declares.
 */
final class AbilityConstraints {
  /** The reference verifier handles no more type parameters than this in one unit. */
  static final int MAX_PARAMETERS = 256;

  private static final int PER_WORD = 16;

  private final long[] words;

  /** No constraints on {@code parameters} type parameters. */
  AbilityConstraints(int parameters) {
    words = new long[(parameters + PER_WORD - 1) / PER_WORD];
  }

  /** The constraints a declaration gives its {@code declared.size()} type parameters. */
  static AbilityConstraints of(List<AbilitySet> declared, int parameters) {
    AbilityConstraints result = new AbilityConstraints(parameters);
    for (int i = 0; i < declared.size(); i++) {
      result.require(i, declared.get(i));
    }
    return result;
  }

  void require(int parameter, AbilitySet abilities) {
    words[parameter / PER_WORD] |= (long) abilities.bits() << (4 * (parameter % PER_WORD));
  }

  void merge(AbilityConstraints other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  /** Whether parameters with the abilities {@code context} meet all constraints. */
  boolean areMetBy(AbilityConstraints context) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & ~context.words[i]) != 0) {
        return false;
      }
    }
    return true;
  }
}
