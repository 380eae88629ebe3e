/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.AccountChanges;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Event;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.TransactionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One batch on its way through the virtual machine. Not thread-safe. */
final class BatchRun {
  private final SandboxGenesis genesis;
  private final Session session;
  private final ChannelView view;
  private final Environment environment;
  private final NetChanges net;
  private final Escrow.Draft escrow;
  private final List<Receipt> receipts = new ArrayList<>();
  private final Optional<EntryCall> tick;
  private final StructTag leaveRequested;
  private final StructTag closeRequested;
  private long height;

  BatchRun(
      SandboxGenesis genesis,
      Optional<EntryCall> tick,
      Session session,
      ChannelView view,
      SandboxState before,
      Environment environment) {
    this.genesis = genesis;
    this.tick = tick;
    this.session = session;
    this.view = view;
    this.environment = environment;
    net = before.netAbove();
    escrow = new Escrow.Draft(before.escrow);
    height = environment.firstHeight();
    AccountAddress contract = genesis.domain().contract();
    leaveRequested = StructTag.of(contract, "channel_context", "LeaveRequested");
    closeRequested = StructTag.of(contract, "channel_context", "CloseRequested");
  }

  SandboxState run(List<Transaction> transactions) {
    for (Transaction transaction : transactions) {
      if (transaction instanceof SignedTransaction signed) {
        receipts.add(client(signed));
      } else {
        receipts.add(system((SystemTransaction) transaction));
      }
      height++;
    }
    return SandboxState.of(
        view.tree(),
        net,
        escrow.build(),
        genesis.config().coin(),
        environment.logRoot(),
        receipts.stream().map(Receipt::result).toList());
  }

  List<Receipt> receipts() {
    return receipts;
  }

  private Receipt system(SystemTransaction transaction) {
    if (transaction.kind() instanceof SystemTransaction.Tick && tick.isPresent()) {
      escrow.apply(transaction, height);
      return call(
          tick.get(), List.of(), genesis.config().maxGas(), AccountAddress.of(0), Optional.empty());
    }
    escrow.apply(transaction, height);
    return new Receipt(
        Optional.empty(),
        TxResult.NOTHING,
        List.of(),
        List.of(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private Receipt client(SignedTransaction signed) {
    Hash hash = signed.hash();
    EntryCall call;
    try {
      call = EntryCall.decode(signed.transaction().call());
    } catch (CodecException e) {
      return failed(Optional.of(hash), RefusalCode.UNKNOWN_CALL, 0, e.getMessage());
    }
    AccountAddress sender = signed.transaction().sender();
    return call(call, List.of(sender), signed.transaction().maxGas(), sender, Optional.of(hash));
  }

  private Receipt call(
      EntryCall entry,
      List<AccountAddress> signers,
      long maxGas,
      AccountAddress sender,
      Optional<Hash> hash) {
    if (genesis.code().module(entry.module()).isEmpty()) {
      return failed(hash, RefusalCode.UNKNOWN_CALL, 0, "no module " + entry.module());
    }
    view.setContext(height, environment.time(), escrow.members());
    session.forget(genesis.contextType(), genesis.domain().contract());
    byte[] id = hash.map(Hash::toArray).orElseGet(() -> new byte[Hash.LENGTH]);
    CallResult result =
        session.call(
            Call.entry(entry.module(), entry.function())
                .withTypeArguments(entry.typeArguments())
                .withSigners(signers)
                .withArguments(entry.arguments())
                .withGasLimit(maxGas)
                .withTransaction(TransactionContext.of(Bytes.of(id), sender)));
    if (result.failure().isPresent()) {
      session.rollback();
      return failed(hash, result.failure().get(), result.gasUsed());
    }
    Optional<String> unsettleable = whyNotSettleable(result.changes());
    if (unsettleable.isEmpty()) {
      note(result.changes());
      if (net.exceedsPages()) {
        unnote(result.changes());
        unsettleable = Optional.of("more changes than one settlement can carry");
      }
    }
    if (unsettleable.isPresent()) {
      session.rollback();
      return failed(hash, RefusalCode.NOT_SETTLEABLE, result.gasUsed(), unsettleable.get());
    }
    session.commit();
    return done(hash, result);
  }

  private Receipt done(Optional<Hash> hash, CallResult result) {
    List<Event> events = new ArrayList<>();
    for (dev.sluice.move.state.Event event : result.events()) {
      events.add(event(event));
      if (event.type().equals(leaveRequested)) {
        escrow.askLeave(AccountAddress.of(event.data().toArray()));
      } else if (event.type().equals(closeRequested)) {
        escrow.askClose();
      }
    }
    List<AccountChanges> changes = accountChanges(result.changes());
    TxResult summary =
        new TxResult(0, result.gasUsed(), AccountChanges.hash(changes), Event.hash(events));
    return new Receipt(hash, summary, changes, events, Optional.empty(), OptionalLong.empty());
  }

  private static Event event(dev.sluice.move.state.Event event) {
    AccountAddress account =
        event.type() instanceof StructTag struct ? struct.address() : AccountAddress.of(0);
    Bytes key =
        event instanceof dev.sluice.move.state.Event.OfHandle handle ? handle.guid() : Bytes.EMPTY;
    return new Event(account, event.type().toBcs(), key, event.data());
  }

  /** The closed world (rule 16): the state, members' assets and table items; no new code. */
  private Optional<String> whyNotSettleable(ChangeSet changes) {
    if (!changes.modules().isEmpty()) {
      return Optional.of("code was published");
    }
    for (ChangeSet.ResourceChange each : changes.resources()) {
      boolean state =
          each.address().equals(genesis.stateAddress())
              && each.type().equals(genesis.stateType())
              && each.change() instanceof Change.Modify;
      boolean asset =
          genesis.assetType().filter(each.type()::equals).isPresent()
              && escrow.members().contains(each.address());
      if (!state && !asset) {
        return Optional.of(each.type() + " at " + each.address() + " is outside the channel");
      }
      if (isTooLarge(EntryKey.resource(each.address(), each.type()), each.change())) {
        return Optional.of(each.type() + " is too large");
      }
    }
    for (ChangeSet.ItemChange each : changes.items()) {
      if (each.key().length() > Bounds.MAX_KEY
          || isTooLarge(EntryKey.item(each.table(), each.key()), each.change())) {
        return Optional.of("an item of table " + each.table() + " is too large");
      }
    }
    return Optional.empty();
  }

  private static boolean isTooLarge(Bytes key, Change change) {
    int size = NetChanges.entrySize(key, Optional.of(Hash.ZERO), change.after());
    return size > Bounds.MAX_NET_ENTRY;
  }

  private void note(ChangeSet changes) {
    changes.resources().forEach(c -> note(EntryKey.resource(c.address(), c.type()), c.change()));
    changes.items().forEach(c -> note(EntryKey.item(c.table(), c.key()), c.change()));
  }

  private void note(Bytes key, Change change) {
    move(key, change.before(), change.after());
  }

  private void unnote(ChangeSet changes) {
    changes
        .resources()
        .forEach(
            c ->
                move(
                    EntryKey.resource(c.address(), c.type()),
                    c.change().after(),
                    c.change().before()));
    changes
        .items()
        .forEach(
            c -> move(EntryKey.item(c.table(), c.key()), c.change().after(), c.change().before()));
  }

  private void move(Bytes key, Optional<Bytes> from, Optional<Bytes> to) {
    net.note(key, from, to);
    view.setTree(to.map(v -> view.tree().with(key, v)).orElseGet(() -> view.tree().without(key)));
  }

  private static List<AccountChanges> accountChanges(ChangeSet changes) {
    TreeMap<AccountAddress, List<AccountChanges.Resource>> accounts = new TreeMap<>();
    for (ChangeSet.ResourceChange each : changes.resources()) {
      accounts
          .computeIfAbsent(each.address(), a -> new ArrayList<>())
          .add(new AccountChanges.Resource(each.type().toBcs(), delta(each.change())));
    }
    List<AccountChanges.Item> items = new ArrayList<>();
    for (ChangeSet.ItemChange each : changes.items()) {
      items.add(new AccountChanges.Item(each.table(), each.key(), delta(each.change())));
    }
    if (!items.isEmpty()) {
      accounts.computeIfAbsent(AccountAddress.of(0), a -> new ArrayList<>());
    }
    List<AccountChanges> all = new ArrayList<>();
    accounts.forEach(
        (account, resources) ->
            all.add(
                new AccountChanges(
                    account, resources, account.equals(AccountAddress.of(0)) ? items : List.of())));
    return all;
  }

  private static AccountChanges.Delta delta(Change change) {
    if (change instanceof Change.Modify modify) {
      return new AccountChanges.Delta.Modify(modify.oldValue(), modify.newValue());
    }
    return change instanceof Change.New created
        ? new AccountChanges.Delta.New(created.value())
        : new AccountChanges.Delta.Delete(((Change.Delete) change).oldValue());
  }

  private static Receipt failed(Optional<Hash> hash, MoveException failure, long gas) {
    StatusCode status = failure.status();
    RefusalCode code =
        switch (status) {
          case OUT_OF_GAS -> RefusalCode.OUT_OF_GAS;
          case MEMORY_LIMIT_EXCEEDED -> RefusalCode.MEMORY_BOUND;
          case MISSING_DATA -> RefusalCode.MISSING_DATA;
          default ->
              status.kind() == StatusCode.Kind.EXECUTION
                  ? RefusalCode.ABORTED
                  : RefusalCode.UNKNOWN_CALL;
        };
    return new Receipt(
        hash,
        new TxResult(code.code(), gas, Hash.ZERO, Hash.ZERO),
        List.of(),
        List.of(),
        Optional.of(failure.getMessage()),
        status == StatusCode.ABORTED ? failure.subStatus() : OptionalLong.empty());
  }

  private static Receipt failed(Optional<Hash> hash, RefusalCode code, long gas, String why) {
    return new Receipt(
        hash,
        new TxResult(code.code(), gas, Hash.ZERO, Hash.ZERO),
        List.of(),
        List.of(),
        Optional.of(why),
        OptionalLong.empty());
  }
}
