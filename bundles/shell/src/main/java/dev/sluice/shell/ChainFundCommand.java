/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import java.math.BigInteger;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Give coins of a test chain to the account of a key. */
@Service
@Command(
    scope = "chain",
    name = "fund",
    description = "Give coins of a test chain to the account of a key")
public final class ChainFundCommand extends ChainCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(
      index = 1,
      name = "key",
      required = true,
      description = "Name of the key; made if it is new")
  @Completion(KeyNameCompleter.class)
  String key = "";

  @Argument(index = 2, name = "amount", description = "In the smallest unit of the coin")
  String amount = "1000000000";

  @Reference KeyService keys;

  @Override
  Listing listing() {
    var wanted = new BigInteger(amount);
    var publicKey = new PublicKey(SignatureScheme.ED25519, signer().publicKey());
    Account before = ask(chain, (instance, left) -> instance.account(publicKey, left));
    Void unused =
        ask(ChainTools.class, chain, (tools, left) -> tools.fund(before.address(), wanted, left));
    Account after = ask(chain, (instance, left) -> instance.account(publicKey, left));
    return new Listing(
        List.of("key", "address", "balance"),
        List.of(List.of(key, after.address().text(), after.balance().toString())));
  }

  private Signer signer() {
    var name = new KeyName(key);
    try {
      return keys.signer(name);
    } catch (KeyException e) {
      if (e.code() == KeyException.Code.NOT_FOUND) {
        return keys.generate(name);
      }
      throw e;
    }
  }
}
