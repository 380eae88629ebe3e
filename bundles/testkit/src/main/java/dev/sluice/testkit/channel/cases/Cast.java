/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.crypto.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of the accounts and what they sign with them. */
public final class Cast {
  private final List<AccountAddress> accounts;
  private final Map<String, Ed25519KeyPair> pairs = new HashMap<>();
  private final int[] times;

  /** Keys for these accounts. */
  public Cast(List<AccountAddress> accounts) {
    this.accounts = List.copyOf(accounts);
    times = new int[accounts.size()];
  }

  /** An account that comes back needs a new member key. */
  public void renew(int account) {
    times[account]++;
  }

  /** Number of an address. */
  public int account(AccountAddress address) {
    return accounts.indexOf(address);
  }

  private Ed25519KeyPair pair(String name) {
    return pairs.computeIfAbsent(
        name,
        n ->
            Ed25519KeyPair.ofSeed(
                HashFunction.H.hash(n.getBytes(StandardCharsets.UTF_8)).toArray()));
  }

  private Ed25519KeyPair member(int account) {
    return pair("member " + account + " " + times[account]);
  }

  private Ed25519KeyPair tx(int account) {
    return pair("tx " + account);
  }

  /** The present member key. */
  public Key memberKey(int account) {
    return Key.of(member(account).publicKey());
  }

  private Key txKey(int account) {
    return Key.of(tx(account).publicKey());
  }

  private Key peerKey(int account) {
    return Key.of(pair("peer " + account + " " + times[account]).publicKey());
  }

  /** Signs with the member key. */
  public Signature sign(int account, Encodable statement) {
    return Signature.of(member(account).sign(statement.encode()));
  }

  /** Arguments of a join without an approval. */
  public JoinArguments join(Domain domain, int account, long deposit) {
    return join(domain, account, accounts.get(account), deposit);
  }

  /** The same with the address of another. */
  public JoinArguments join(Domain domain, int account, AccountAddress address, long deposit) {
    KeyPossession statement =
        new KeyPossession(domain, address, txKey(account), memberKey(account), peerKey(account));
    return new JoinArguments(
        address,
        txKey(account),
        memberKey(account),
        peerKey(account),
        Bytes.utf8("e"),
        Signature.of(tx(account).sign(statement.encode())),
        sign(account, statement),
        deposit,
        Optional.empty());
  }

  /** Arguments of a creator: over channel 0, without the option at their end. */
  public Bytes creator(Domain domain, int account, long deposit) {
    Domain none = new Domain(domain.chainId(), domain.contract(), 0);
    byte[] whole = join(none, account, deposit).encode();
    return Bytes.copyOfRange(whole, 0, whole.length - 1);
  }

  /** A join that members of the present set approve. */
  public JoinArguments approved(
      JoinArguments join, Domain domain, long set, long until, List<Integer> present, int... by) {
    JoinApproval statement =
        new JoinApproval(
            domain,
            set,
            join.address(),
            join.txKey(),
            join.memberKey(),
            join.peerKey(),
            join.deposit(),
            until);
    long signers = 0;
    List<Signature> signatures = new ArrayList<>();
    for (int index : by) {
      signers |= 1L << index;
      signatures.add(sign(present.get(index), statement));
    }
    return new JoinArguments(
        join.address(),
        join.txKey(),
        join.memberKey(),
        join.peerKey(),
        join.endpoint(),
        join.possessionTx(),
        join.possessionMember(),
        join.deposit(),
        Optional.of(new JoinArguments.Approval(until, signers, signatures)));
  }

  /** Two headers of one slot, signed by one account. */
  public Evidence evidence(BatchHeader first, BatchHeader second, int account, int index) {
    AckStatement a = AckStatement.of(first, first.hash());
    AckStatement b = AckStatement.of(second, second.hash());
    return new Evidence(a, sign(account, a), b, sign(account, b), index);
  }

  /** No confidence in a leader by members of the present set. */
  public NoConfidenceProof distrust(
      Domain domain, Glance state, List<Integer> present, int... indexes) {
    AccountAddress leader = state.leader().orElseThrow();
    long signers = 0;
    List<Signature> signatures = new ArrayList<>();
    for (int index : indexes) {
      signers |= 1L << index;
      signatures.add(
          sign(
              present.get(index),
              new NoConfidence(domain, leader, state.reignEpoch(), state.setVersion(), index)));
    }
    return new NoConfidenceProof(
        leader, state.reignEpoch(), state.setVersion(), signers, signatures);
  }

  /** An accusation of a header whose state is wrong. */
  public PunishmentProposal accusation(BatchHeader header, int accused, int index) {
    AckStatement statement = AckStatement.of(header, header.hash());
    return new PunishmentProposal(
        header.domain(),
        accounts.get(accused),
        header,
        sign(accused, statement),
        index,
        0,
        0,
        Bytes.EMPTY,
        List.of(),
        TxResult.NOTHING,
        List.of(),
        PunishmentProposal.Reason.STATE);
  }
}
