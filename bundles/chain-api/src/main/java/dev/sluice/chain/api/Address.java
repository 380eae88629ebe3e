/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.regex.Pattern;

/**
 * An account, contract, module or object on one chain, in the one text form the chain's plugin
 * gives it. Plugins accept every form the chain knows and answer with their own, so that addresses
 * of one chain that came from its plugin are equal exactly when their texts are.
 *
 * @param text 1 to {@value #MAX_LENGTH} printable ASCII characters without space, e.g. {@code
 *     0x1::coin}, {@code 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed}, {@code oracle_contract_v1}
 */
public record Address(String text) {
  /** Longest text. */
  public static final int MAX_LENGTH = 256;

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

  public Address {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "address: 1 to " + MAX_LENGTH + " printable characters without space");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
