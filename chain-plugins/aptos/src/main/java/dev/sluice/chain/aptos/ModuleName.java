/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Identifiers;

/**
 * A module.
 *
 * @param address its account
 * @param name its name there
 */
record ModuleName(AccountAddress address, String name) {
  /** Of {@code address::name}. */
  static ModuleName of(Address text) {
    String[] parts = text.text().split("::", -1);
    if (parts.length != 2 || !Identifiers.isValid(parts[1])) {
      throw new ChainException(
          Code.INVALID_REQUEST, "'" + text + "' is no module: write address::name");
    }
    return new ModuleName(AccountAddress.parse(parts[0]), parts[1]);
  }

  String path() {
    return "accounts/" + address.toLongString() + "/module/" + name;
  }

  /** In the form of this plugin. */
  Address text() {
    return new Address(address.toStandardString() + "::" + name);
  }
}
