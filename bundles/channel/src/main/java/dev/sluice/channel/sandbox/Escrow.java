/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the log says of money and membership: who owns what of the escrow, who is a member, and what
 * code in the channel has asked for. Immutable.
 *
 * @param members in order of joining
 * @param leaving members whose leave is logged and not settled
 * @param leavesAsked by code in the channel and not logged
 * @param closeAsked by code in the channel and not logged
 */
record Escrow(
    TreeMap<AccountAddress, Share> shares,
    List<PayoutList.Cut> cuts,
    AccountAddress subject,
    CheckpointKind kind,
    List<AccountAddress> members,
    TreeSet<AccountAddress> leaving,
    TreeSet<AccountAddress> leavesAsked,
    boolean closeAsked) {
  static final Escrow EMPTY =
      new Escrow(
          new TreeMap<>(),
          List.of(),
          PayoutList.NOBODY,
          CheckpointKind.NONE,
          List.of(),
          new TreeSet<>(),
          new TreeSet<>(),
          false);

  /**
   * An account's part.
   *
   * @param active what it can spend
   * @param frozen what it had when it left or was removed
   * @param frozenAt height of that; 0 = never
   * @param backAt height at which it came back while the frozen part was not paid; 0 = it did not
   */
  record Share(long active, long frozen, long frozenAt, long backAt) {
    static Share of(long active) {
      return new Share(active, 0, 0, 0);
    }

    long amount() {
      return active + frozen;
    }

    boolean isFrozen() {
      return frozenAt != 0 && backAt == 0;
    }

    Share joined(long deposit, long height) {
      return new Share(active + deposit, frozen, frozenAt, frozenAt == 0 ? 0 : height);
    }

    Share frozen(long height) {
      return new Share(0, amount(), height, 0);
    }

    /** After the settlement of {@code height}: a frozen part in its list was paid. */
    Share settled(long height) {
      if (frozenAt == 0 || frozenAt > height) {
        return this;
      }
      return Share.of(backAt == 0 || backAt > height ? active : amount());
    }
  }

  /** A copy to be changed. */
  static final class Draft {
    private final TreeMap<AccountAddress, Share> shares;
    private List<PayoutList.Cut> cuts;
    private AccountAddress subject = PayoutList.NOBODY;
    private CheckpointKind kind = CheckpointKind.NONE;
    private final List<AccountAddress> members;
    private final TreeSet<AccountAddress> leaving;
    private final TreeSet<AccountAddress> leavesAsked;
    private boolean closeAsked;

    /** Begins a batch: what it ends with decides on subject and kind. */
    Draft(Escrow before) {
      shares = new TreeMap<>(before.shares());
      cuts = before.cuts();
      members = new ArrayList<>(before.members());
      leaving = new TreeSet<>(before.leaving());
      leavesAsked = new TreeSet<>(before.leavesAsked());
      closeAsked = before.closeAsked();
    }

    List<AccountAddress> members() {
      return members;
    }

    void askLeave(AccountAddress member) {
      if (members.contains(member) && !leaving.contains(member)) {
        leavesAsked.add(member);
      }
    }

    void askClose() {
      closeAsked = true;
    }

    /** Applies a system transaction that runs no code. */
    void apply(SystemTransaction transaction, long height) {
      kind = transaction.checkpoint();
      if (transaction.kind() instanceof SystemTransaction.Leave leave) {
        subject = leave.signed().request().member();
        shares.computeIfPresent(subject, (a, s) -> s.frozen(height));
        leaving.add(subject);
        leavesAsked.remove(subject);
      } else if (transaction.kind() instanceof SystemTransaction.Close) {
        closeAsked = false;
      } else if (transaction.kind() instanceof SystemTransaction.ChainOp op) {
        apply(op.body(), height);
      }
    }

    private void apply(ChainOpBody op, long height) {
      if (op instanceof ChainOpBody.Joined joined) {
        AccountAddress member = joined.member().address();
        shares.merge(
            member,
            Share.of(joined.deposit()),
            (old, fresh) -> old.joined(joined.deposit(), height));
        members.add(member);
      } else if (op instanceof ChainOpBody.Removed removed) {
        shares.computeIfPresent(removed.member(), (a, s) -> s.frozen(height));
        List<PayoutList.Cut> all = new ArrayList<>(cuts);
        all.add(new PayoutList.Cut(removed.member(), removed.setVersion(), removed.cutHeight()));
        cuts = List.copyOf(all);
        gone(removed.member());
      } else if (op instanceof ChainOpBody.Settled settled) {
        shares.replaceAll((a, s) -> s.settled(settled.height()));
        cuts = cuts.stream().filter(c -> c.height() >= settled.height()).toList();
        if (settled.kind() == CheckpointKind.LEAVE) {
          List.copyOf(leaving).forEach(this::gone);
        }
      }
    }

    private void gone(AccountAddress member) {
      members.remove(member);
      leaving.remove(member);
      leavesAsked.remove(member);
    }

    Escrow build() {
      return new Escrow(
          shares, cuts, subject, kind, List.copyOf(members), leaving, leavesAsked, closeAsked);
    }
  }

  PayoutList payouts(Hash coin) {
    List<PayoutList.Entry> entries = new ArrayList<>();
    shares.forEach(
        (account, share) -> {
          if (share.amount() != 0) {
            boolean release = kind == CheckpointKind.CLOSE || share.isFrozen();
            entries.add(new PayoutList.Entry(account, coin, share.amount(), release));
          }
        });
    return new PayoutList(kind, subject, cuts, entries);
  }

  void write(BcsWriter writer) {
    writer.length(shares.size());
    shares.forEach(
        (a, s) ->
            writer.address(a).u64(s.active()).u64(s.frozen()).u64(s.frozenAt()).u64(s.backAt()));
    Wire.putAll(writer, cuts);
    Wire.putConstant(writer.address(subject), kind);
    writer.list(members, BcsWriter::address);
    writer.list(leaving, BcsWriter::address);
    writer.list(leavesAsked, BcsWriter::address);
    writer.bool(closeAsked);
  }

  static Escrow read(BcsReader reader) {
    TreeMap<AccountAddress, Share> shares = new TreeMap<>();
    for (int i = reader.length(); i > 0; i--) {
      AccountAddress account = reader.address();
      shares.put(
          account,
          new Share(reader.u64(), reader.u64(), Wire.counter(reader), Wire.counter(reader)));
    }
    List<PayoutList.Cut> cuts =
        Wire.list(
            reader,
            Bounds.MAX_CUTS,
            r -> new PayoutList.Cut(r.address(), Wire.counter(r), Wire.counter(r)));
    AccountAddress subject = reader.address();
    CheckpointKind kind = Wire.constant(reader, CheckpointKind.values());
    return new Escrow(
        shares,
        cuts,
        subject,
        kind,
        List.copyOf(addresses(reader)),
        new TreeSet<>(addresses(reader)),
        new TreeSet<>(addresses(reader)),
        reader.bool());
  }

  private static List<AccountAddress> addresses(BcsReader reader) {
    return Wire.list(reader, Bounds.MAX_ACCOUNTS, BcsReader::address);
  }
}
