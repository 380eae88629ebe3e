/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.message.Heartbeat;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a liar does to the frames between its state machine and the network. */
final class Misbehaviour {
  private static final int REMEMBERED = 64;

  private final World world;
  private final Conduct conduct;
  private final SimSigner key;
  private final Hash genesisHash;
  private final List<PeerFrame> old = new ArrayList<>();
  private boolean begun;
  private boolean active;

  Misbehaviour(World world, Conduct conduct, SimSigner key, Hash genesisHash) {
    this.genesisHash = genesisHash;
    this.key = key;
    this.world = world;
    this.conduct = conduct;
  }

  void begin() {
    begun = true;
  }

  /** Whether a frame gets through to the state machine. */
  boolean hears(PeerFrame frame) {
    return conduct != Conduct.CENSOR
        || !begun
        || !(frame.message() instanceof Submit || frame.message() instanceof Demand);
  }

  /** What leaves instead of a frame. */
  List<PeerFrame> says(PeerFrame frame, boolean odd) {
    if (!begun) {
      return List.of(frame);
    }
    PeerMessage message = frame.message();
    return switch (conduct) {
      case SILENT_FOLLOWER -> message instanceof Ack ? List.of() : List.of(frame);
      case STALLING_LEADER ->
          message instanceof Proposal && isActive() ? List.of() : List.of(frame);
      case EQUIVOCATOR ->
          message instanceof Proposal p && odd
              ? List.of(with(frame, other(p, key)))
              : List.of(frame);
      case DOUBLER -> doubled(frame, key, odd);
      case FORGETFUL ->
          message instanceof StatusMessage m ? List.of(with(frame, forgotten(m))) : List.of(frame);
      case FLOODER -> message instanceof Heartbeat ? List.of(frame) : flood(frame);
      case REPLAYER -> replayed(frame);
      case LOOSE_SIGNER ->
          message instanceof Ack ack
              ? List.of(with(frame, with(ack, key.loosened(ack.signature()))))
              : List.of(frame);
      case GARBLER -> garbled(frame);
      default -> List.of(frame);
    };
  }

  /** A stalling leader first leads for a while. */
  private boolean isActive() {
    active |= world.chance(0.02);
    return active;
  }

  private List<PeerFrame> flood(PeerFrame frame) {
    List<PeerFrame> frames = new ArrayList<>();
    for (long i = world.between(1, 8); i > 0; i--) {
      frames.add(frame);
    }
    return frames;
  }

  /** The status of a member that never saw a certificate. */
  private StatusMessage forgotten(StatusMessage message) {
    Status s = message.status();
    Certificate genesis = Certificate.ofGenesis(s.domain(), genesisHash);
    Status status =
        new Status(
            s.domain(),
            s.epoch(),
            s.claimId(),
            s.setVersion(),
            s.index(),
            0,
            0,
            0,
            genesisHash,
            genesis.hash(),
            0,
            0,
            Hash.ZERO,
            s.nonce());
    return new StatusMessage(
        status, key.sign(status.encode()), genesis, Optional.empty(), Optional.empty());
  }

  private List<PeerFrame> replayed(PeerFrame frame) {
    if (old.size() < REMEMBERED) {
      old.add(frame);
    } else if (world.chance(0.2)) {
      old.set(world.random.nextInt(REMEMBERED), frame);
    }
    return world.chance(0.2)
        ? List.of(frame, old.get(world.random.nextInt(old.size())))
        : List.of(frame);
  }

  private List<PeerFrame> garbled(PeerFrame frame) {
    if (!world.chance(0.3)) {
      return List.of(frame);
    }
    byte[] bytes = new byte[Signature.LENGTH];
    bytes[0] = (byte) world.random.nextInt(256);
    Signature wrong = Signature.of(bytes);
    PeerMessage message = frame.message();
    if (message instanceof Ack ack) {
      return List.of(with(frame, with(ack, wrong)), frame);
    }
    if (message instanceof Proposal p) {
      return List.of(
          with(frame, new Proposal(p.header(), wrong, p.carried(), p.proof(), p.body())), frame);
    }
    return message instanceof StatusMessage ? List.of() : List.of(frame);
  }

  /** A leader's frame and its double, in either order; other frames as they are. */
  static List<PeerFrame> doubled(PeerFrame frame, SimSigner key, boolean doubleFirst) {
    if (!(frame.message() instanceof Proposal p)) {
      return List.of(frame);
    }
    PeerFrame second = with(frame, other(p, key));
    return doubleFirst ? List.of(second, frame) : List.of(frame, second);
  }

  /** The same batch under a header of another time, as well signed. */
  private static Proposal other(Proposal p, SimSigner key) {
    BatchHeader h = p.header();
    BatchHeader changed = h.with(h.time() + 1, h.finality());
    Signature signature = key.sign(AckStatement.of(changed, changed.hash()).encode());
    return new Proposal(changed, signature, p.carried(), p.proof(), p.body());
  }

  private static PeerFrame with(PeerFrame frame, PeerMessage message) {
    return new PeerFrame(frame.channel(), frame.epoch(), message);
  }

  private static Ack with(Ack ack, Signature signature) {
    return new Ack(
        ack.epoch(), ack.batch(), ack.headerHash(), ack.setVersion(), ack.index(), signature);
  }
}
