/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.Accusation;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.ApprovalMessage;
import dev.sluice.consensus.api.message.CatchUpRequest;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.message.CertificateNotice;
import dev.sluice.consensus.api.message.CloseMessage;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.message.EvidenceMessage;
import dev.sluice.consensus.api.message.Heartbeat;
import dev.sluice.consensus.api.message.Hello;
import dev.sluice.consensus.api.message.LeaveMessage;
import dev.sluice.consensus.api.message.NoConfidenceMessage;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.Relay;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.message.SnapshotPageMessage;
import dev.sluice.consensus.api.message.SnapshotRequest;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.message.WatchMessage;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import java.util.Optional;

/** Leads inputs to the roles they are for. */
final class Dispatch {
  private final Core core;

  Dispatch(Core core) {
    this.core = core;
  }

  void take(Input input) {
    if (input instanceof Input.Message message) {
      message(message.peer(), message.frame());
    } else if (input instanceof Input.Submit submit) {
      core.pool.submit(submit.transaction());
    } else if (input instanceof Input.Verified verified) {
      core.effects.verified(verified.token(), verified.valid());
    } else if (input instanceof Input.Executed executed) {
      core.effects.executed(executed.token(), executed.outcome());
    } else if (input instanceof Input.Persisted persisted) {
      core.effects.persisted(persisted.token());
    } else if (input instanceof Input.TimerFired fired) {
      if (core.timers.fired(fired.name(), fired.generation())) {
        timer(fired.name());
      }
    } else if (input instanceof Input.ChainEvent event) {
      chainEvent(event);
    } else if (input instanceof Input.ChainTime time) {
      core.chain.accept(time.seq(), time.time(), time.setVersion(), time.heartbeats(), core.now);
      core.recovery.chainAdvanced();
      core.certificates.chainAdvanced();
    } else if (input instanceof Input.CallResult result) {
      core.effects.called(result.token(), result.outcome());
    } else if (input instanceof Input.BadFrame bad) {
      core.peers.drop(bad.peer(), bad.code());
    } else if (input instanceof Input.Connected connected) {
      core.statements.connected(connected.peer());
    } else if (input instanceof Input.Commanded commanded) {
      command(commanded.command());
    } else if (input instanceof Input.Recovered recovered) {
      core.recovery.recovered(recovered);
    } else if (input instanceof Input.BatchesRead read) {
      core.effects.batchesRead(read.token(), read.batches());
    } else if (input instanceof Input.SnapshotTaken taken) {
      core.effects.snapshotTaken(taken);
    } else if (input instanceof Input.PageRead page) {
      core.effects.pageRead(page.token(), page.page());
    } else if (input instanceof Input.Restored restored) {
      core.effects.restored(restored.token(), restored.outcome());
    }
  }

  /** Lets every role that was waiting for something go on. */
  void goOn() {
    if (core.standing.isOver() || core.standing.stopped()) {
      return;
    }
    if (core.recovery.isReading()) {
      core.recovery.advance();
      return;
    }
    core.replay.advance();
    core.catchUp.advance();
    core.proposals.advance();
    core.admission.flush();
    core.leader.advance();
    if (!core.proposals.isChecking()) {
      core.locks.save();
    }
  }

  private void message(Key peer, PeerFrame frame) {
    if (core.recovery.isReading() || core.chain.isEmpty()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (frame.channel() != core.domain.channel()) {
      core.peers.drop(peer, RefusalCode.WRONG_DOMAIN);
      return;
    }
    if (core.peers.accepts(peer, frame.message())) {
      message(peer, frame.message());
    }
  }

  private void message(Key peer, PeerMessage message) {
    if (core.standing.isOver() && !(message instanceof CatchUpRequest)) {
      core.count(RefusalCode.IGNORED);
    } else if (message instanceof Proposal proposal) {
      if (core.standing.is(MemberState.AMNESIA_HOLD)) {
        core.catchUp.onNotice(peer, proposal.carried());
      } else {
        core.proposals.onProposal(peer, proposal);
      }
    } else if (message instanceof Ack ack) {
      core.leader.onAck(peer, ack);
    } else if (message instanceof Submit submit) {
      submitted(peer, submit);
    } else if (message instanceof CertificateNotice notice) {
      core.catchUp.onNotice(peer, notice.certificate());
    } else if (message instanceof Heartbeat heartbeat) {
      core.heartbeats.onHeartbeat(peer, heartbeat);
    } else if (message instanceof StatusMessage status) {
      core.gathering.onStatus(peer, status);
    } else if (message instanceof CatchUpRequest request) {
      core.catchUpServer.onRequest(peer, request);
    } else if (message instanceof CatchUpResponse response) {
      core.catchUp.onResponse(peer, response);
    } else if (message instanceof Relay relay) {
      core.paths.onRelay(peer, relay, this::message);
    } else {
      rare(peer, message);
    }
  }

  private void rare(Key peer, PeerMessage message) {
    if (message instanceof Hello hello) {
      core.statements.onHello(peer, hello);
    } else if (message instanceof NoConfidenceMessage noConfidence) {
      core.noConfidences.onMessage(peer, noConfidence);
    } else if (message instanceof Demand demand) {
      core.demands.onDemand(peer, demand);
    } else if (message instanceof EvidenceMessage evidence) {
      core.evidence.onEvidence(peer, evidence);
    } else if (message instanceof Accusation accusation) {
      core.accusations.onAccusation(peer, accusation);
    } else if (message instanceof SnapshotRequest request) {
      core.snapshots.onRequest(peer, request);
    } else if (message instanceof SnapshotManifestMessage manifest) {
      core.snapshots.onManifest(peer, manifest);
    } else if (message instanceof SnapshotPageMessage page) {
      core.snapshots.onPage(peer, page);
    } else if (message instanceof ApprovalMessage approval) {
      core.statements.onApproval(peer, approval);
    } else if (message instanceof WatchMessage watch) {
      core.statements.onWatch(peer, watch);
    } else if (message instanceof LeaveMessage leave) {
      core.requests.offer(Optional.of(peer), leave.leave());
    } else if (message instanceof CloseMessage close) {
      core.requests.offer(Optional.of(peer), close.close());
    } else {
      core.count(RefusalCode.IGNORED);
    }
  }

  private void submitted(Key peer, Submit submit) {
    core.admission
        .submit(Optional.of(peer), submit.transaction())
        .ifPresent(
            code -> {
              core.count(code);
              Hash hash = submit.transaction().hash();
              core.peers.refuse(peer, code, hash, Limits.HEARTBEAT_MS);
            });
  }

  private void chainEvent(Input.ChainEvent input) {
    if (!core.chain.accept(input.seq(), input.time(), input.event())) {
      return;
    }
    core.recovery.chainAdvanced();
    ContractEvent event = input.event();
    roles(event);
    core.certificates.chainAdvanced();
  }

  private void roles(ContractEvent event) {
    if (event instanceof ContractEvent.EpochOpened opened) {
      epochOpened(core.chain.epoch(opened.epoch()).orElseThrow());
    } else if (event instanceof ContractEvent.MemberJoined
        || event instanceof ContractEvent.MemberRemoved) {
      core.votes.setChanged();
      if (!core.chain.cuts().isEmpty()) {
        core.settlements.windowOpened();
      }
    } else if (event instanceof ContractEvent.Settled settled) {
      core.votes.setChanged();
      core.settlements.settled();
      core.snapshots.settled();
      core.publish(new Publication.Settled(settled.height(), settled.root(), settled.kind()));
    } else if (event instanceof ContractEvent.ExitOpened) {
      core.standing.halt(true);
      core.settlements.windowOpened();
    } else if (event instanceof ContractEvent.ExitCancelled) {
      core.standing.halt(false);
    } else if (event instanceof ContractEvent.Closed) {
      core.standing.become(MemberState.CLOSED);
      core.timers.cancelAll();
    } else if (event instanceof ContractEvent.ProposalCreated created) {
      core.votes.created(created);
    } else if (event instanceof ContractEvent.Voted voted) {
      core.votes.voted(voted);
    } else if (event instanceof ContractEvent.ProposalExecuted executed) {
      core.votes.executed(executed.proposal());
    }
  }

  private void epochOpened(EpochInfo epoch) {
    if (core.recovery.isReading()) {
      return;
    }
    if (epoch.epoch() == core.epochs.promised() && core.epochs.current().isEmpty()) {
      core.epochs.rediscovered(epoch);
    } else {
      core.epochs.opened(epoch);
    }
  }

  private void timer(TimerName name) {
    switch (name) {
      case HEARTBEAT -> core.heartbeats.beat();
      case KEEP_ALIVE -> core.claims.keepAlive();
      case CLAIM -> {
        core.claims.look();
        core.accusations.proposeAgain();
      }
      case CLAIM_TURN -> core.claims.takeTurn();
      case STATUS -> core.epochs.resend();
      case OPENING -> core.gathering.waited();
      case PROPOSE -> core.leader.proposeAgain();
      case HELD -> core.proposals.lookAgain();
      case CATCHUP -> core.catchUp.timedOut();
      case RENEW -> core.leader.renew();
      case NO_PROGRESS -> core.noConfidences.expired();
      case TICK -> {}
      case DEMAND -> core.pool.demand();
      case POST -> core.settlements.look();
      case SETTLE -> core.settlements.settle();
      case CHECKPOINT -> core.leader.choice().checkpointDue();
      case AMNESIA -> core.recovery.stillHolding();
      default -> throw new IllegalStateException();
    }
  }

  private void command(Command command) {
    if (command instanceof Command.KeyBorn) {
      core.recovery.keyBorn();
    } else if (command instanceof Command.Leave leave) {
      core.requests.ask(leave.request());
    } else if (command instanceof Command.Close close) {
      core.requests.ask(close.request());
    } else if (command instanceof Command.Checkpoint) {
      core.leader.choice().askCheckpoint();
    } else if (command instanceof Command.OpenExit) {
      core.settlements.openExit();
    } else if (command instanceof Command.ProposeSettlement) {
      core.votes.proposeSettlement();
    } else if (command instanceof Command.Approve approve) {
      core.statements.approve(approve.approval());
    } else if (command instanceof Command.Watch watch) {
      core.statements.watch(watch.watcher(), watch.validUntil());
    } else if (command instanceof Command.Stop) {
      core.standing.stop();
    }
  }

  MemberView view() {
    Block confirmed = core.log.confirmed();
    Optional<Epochs.LastSigned> signed = core.epochs.lastSigned();
    return new MemberView(
        core.standing.state(),
        core.standing.halted(),
        core.epochs.promised(),
        core.epochs.set().map(MemberSet::version).orElse(0L),
        core.epochs.index() < 0 ? Optional.empty() : Optional.of(core.epochs.index()),
        core.epochs.current().map(EpochInfo::leader).filter(leader -> leader >= 0),
        core.locks.epoch(),
        core.locks.batch(),
        signed.map(Epochs.LastSigned::epoch).orElse(0L),
        signed.map(Epochs.LastSigned::number).orElse(0L),
        confirmed.batch(),
        confirmed.lastHeight(),
        confirmed.hash(),
        confirmed.outcome().stateRoot(),
        core.log.unconfirmed(),
        core.admission.pending() + core.pool.size(),
        core.chain.seq(),
        core.refused());
  }
}
