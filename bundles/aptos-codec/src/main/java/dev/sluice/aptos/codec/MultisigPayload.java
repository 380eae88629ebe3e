/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.Optional;

/**
 * A call on behalf of a multisig account.
 *
 * @param account the multisig account
 * @param call what it calls; empty if the account holds the call itself
 */
public record MultisigPayload(AccountAddress account, Optional<EntryFunction> call)
    implements TransactionPayload {
  static MultisigPayload readMultisig(BcsReader in) {
    return new MultisigPayload(
        in.address(),
        in.option(
            call -> {
              call.variant(1);
              return EntryFunction.readCall(call);
            }));
  }

  void writeMultisig(BcsWriter out) {
    out.address(account);
    out.option(call, (writer, function) -> function.writeCall(writer.variant(0)));
  }
}
