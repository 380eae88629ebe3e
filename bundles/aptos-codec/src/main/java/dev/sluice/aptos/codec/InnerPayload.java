/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newer form of a payload, which carries a nonce for transactions without sequence number.
 *
 * @param executable what it runs
 * @param multisig the multisig account that runs it, if any
 * @param nonce makes a transaction without sequence number unique; empty if there is a sequence
 *     number
 */
public record InnerPayload(
    Executable executable, Optional<AccountAddress> multisig, OptionalLong nonce)
    implements TransactionPayload {
  static InnerPayload readInner(BcsReader in) {
    in.variant(1);
    Executable executable =
        switch (in.variant(3)) {
          case 0 -> Script.readScript(in);
          case 1 -> EntryFunction.readCall(in);
          default -> new Executable.Empty();
        };
    in.variant(1);
    Optional<AccountAddress> multisig = in.option(BcsReader::address);
    OptionalLong nonce = in.bool() ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    return new InnerPayload(executable, multisig, nonce);
  }

  void writeInner(BcsWriter out) {
    out.variant(0);
    if (executable instanceof Script script) {
      script.writeScript(out.variant(0));
    } else if (executable instanceof EntryFunction function) {
      function.writeCall(out.variant(1));
    } else {
      out.variant(2);
    }
    out.variant(0);
    out.option(multisig, BcsWriter::address);
    out.bool(nonce.isPresent());
    nonce.ifPresent(out::u64);
  }
}
