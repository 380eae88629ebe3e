/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * What to read from a chain. A kind that a chain does not have is refused with {@link
 * ChainException.Code#UNSUPPORTED}.
 */
public sealed interface StateQuery {
  /**
   * The code of a module or contract: Move bytecode, EVM runtime code.
   *
   * @param address the module ({@code address::name}) or contract
   */
  record Code(Address address) implements StateQuery {}

  /**
   * A resource under an account (Aptos, Rooch).
   *
   * @param address the account or object
   * @param type the Move type as text
   */
  record Resource(Address address, String type) implements StateQuery {}

  /**
   * A whole object (Sui, Rooch).
   *
   * @param id the object
   */
  record Entity(Address id) implements StateQuery {}

  /**
   * One entry of a keyed store: table item, dynamic field, contract storage slot, contract state
   * key.
   *
   * @param container table handle, object, contract
   * @param keyType Move type of the key; empty on chains without
   * @param valueType Move type of the value; empty on chains without
   * @param key in the chain's own encoding
   */
  record Item(Address container, String keyType, String valueType, Bytes key)
      implements StateQuery {}
}
