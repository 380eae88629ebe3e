/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.TxSigner;
import dev.sluice.channel.sandbox.EntryCall;
import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.crypto.Ed25519KeyPair;
import java.security.SecureRandom;

/** A member's client: holds the transaction key and counts. */
final class TestClient implements TxSigner {
  static final long NEVER = 1_000_000_000_000L;

  private final Ed25519KeyPair pair = Ed25519KeyPair.generate(new SecureRandom());
  private long sequence;

  @Override
  public Key key() {
    return Key.of(pair.publicKey());
  }

  @Override
  public Signature sign(byte[] message) {
    return Signature.of(pair.sign(message));
  }

  SignedTransaction sign(Domain domain, AccountAddress sender, EntryCall call) {
    ClientTransaction transaction =
        new ClientTransaction(domain, sender, ++sequence, NEVER, 1_000_000, call.encode());
    return new SignedTransaction(transaction, sign(transaction.encode()));
  }

  SignedClose close(Domain domain, AccountAddress member) {
    CloseRequest request = new CloseRequest(domain, member, ++sequence, NEVER);
    return new SignedClose(request, sign(request.encode()));
  }

  SignedLeave leave(Domain domain, AccountAddress member) {
    LeaveRequest request = new LeaveRequest(domain, member, ++sequence, NEVER);
    return new SignedLeave(request, sign(request.encode()));
  }
}
