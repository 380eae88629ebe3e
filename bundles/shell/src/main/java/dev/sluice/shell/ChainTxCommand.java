/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.Bytes;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show what became of a transaction. */
@Service
@Command(scope = "chain", name = "tx", description = "Show what became of a transaction")
public final class ChainTxCommand extends ChainCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(index = 1, name = "hash", required = true, description = "Hash of the transaction")
  String hash = "";

  @Override
  Listing listing() {
    var wanted = new TxHash(Bytes.fromHex(hash));
    TransactionStatus status =
        ask(chain, (instance, left) -> instance.status(wanted, Validity.UNKNOWN, left));
    List<Object> row = List.of(status.getClass().getSimpleName(), "", "", 0, "");
    if (status instanceof TransactionStatus.Committed done) {
      row =
          List.of(
              "Committed",
              done.at().toString(),
              done.feePaid().toString(),
              done.events().size(),
              "");
    } else if (status instanceof TransactionStatus.Failed failed) {
      row =
          List.of(
              "Failed",
              failed.at().toString(),
              failed.feePaid().toString(),
              0,
              failed.error().code() + ": " + failed.error().getMessage());
    }
    return new Listing(List.of("state", "height", "fee", "events", "error"), List.of(row));
  }
}
