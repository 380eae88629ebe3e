/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.wire.FrameCodec;
import dev.sluice.peer.wire.PeerLimits;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Frames of one session that wait to leave: one bounded queue per class, control before all, and a
 * window that bounds what is under way. Thread-safe.
 */
public final class Outbound {
  /** Most control frames that wait. */
  public static final int MAX_CONTROL = 4_096;

  /** What became of an offer. */
  public enum Offer {
    /** It waits. */
    TAKEN,
    /** Its queue is full. */
    FULL,
    /** The session has ended. */
    ENDED
  }

  private record Bound(int frames, long bytes) {}

  private static final Map<MessageClass, Bound> BOUNDS =
      Map.of(
          MessageClass.VOTE, new Bound(256, 8 << 20),
          MessageClass.DATA, new Bound(4_096, 4 << 20),
          MessageClass.BULK, new Bound(16, 8 << 20));

  private static final class Lane {
    final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    long bytes;
  }

  private final Lane control = new Lane();
  private final EnumMap<MessageClass, Lane> lanes = new EnumMap<>(MessageClass.class);
  private long sent;
  private long taken;
  private long framesOut;
  private long bytesOut;
  private long refused;
  private boolean ended;

  /** Nothing waits. */
  public Outbound() {
    for (MessageClass urgency : MessageClass.values()) {
      lanes.put(urgency, new Lane());
    }
  }

  /** Puts a control frame in line. */
  public synchronized Offer control(byte[] frame) {
    if (ended) {
      return Offer.ENDED;
    }
    if (control.frames.size() >= MAX_CONTROL) {
      return Offer.FULL;
    }
    control.frames.add(frame);
    control.bytes += frame.length;
    return Offer.TAKEN;
  }

  /** Puts a frame in line. */
  public synchronized Offer offer(MessageClass urgency, byte[] frame) {
    if (ended) {
      return Offer.ENDED;
    }
    Lane lane = lane(urgency);
    Bound bound = bound(urgency);
    if (lane.frames.size() >= bound.frames() || lane.bytes + frame.length > bound.bytes()) {
      refused++;
      return Offer.FULL;
    }
    lane.frames.add(frame);
    lane.bytes += frame.length;
    return Offer.TAKEN;
  }

  /** Takes the frame that leaves next, if one may: control always, others while there is room. */
  public synchronized Optional<byte[]> next() {
    if (!control.frames.isEmpty()) {
      return Optional.of(remove(control));
    }
    for (MessageClass urgency : MessageClass.values()) {
      Lane lane = lane(urgency);
      byte[] head = lane.frames.peek();
      if (head != null) {
        int cost = FrameCodec.windowed(head) ? FrameCodec.cost(head.length) : 0;
        if (cost > PeerLimits.WINDOW - (sent - taken)) {
          return Optional.empty();
        }
        sent += cost;
        return Optional.of(remove(lane));
      }
    }
    return Optional.empty();
  }

  private byte[] remove(Lane lane) {
    byte[] frame = lane.frames.remove();
    lane.bytes -= frame.length;
    framesOut++;
    bytesOut += frame.length;
    return frame;
  }

  /**
   * The other side has taken so much since the session opened.
   *
   * @return false if that cannot be
   */
  public synchronized boolean taken(long total) {
    if (total < taken || total > sent) {
      return false;
    }
    taken = total;
    return true;
  }

  /** Drops what waits, apart from control frames, and takes no more. */
  public synchronized void end() {
    ended = true;
    lanes
        .values()
        .forEach(
            lane -> {
              lane.frames.clear();
              lane.bytes = 0;
            });
  }

  /** Frames that wait, by class. */
  public synchronized Map<MessageClass, Integer> depths() {
    var depths = new EnumMap<MessageClass, Integer>(MessageClass.class);
    lanes.forEach((urgency, lane) -> depths.put(urgency, lane.frames.size()));
    return Collections.unmodifiableMap(depths);
  }

  /** Bytes that wait. */
  public synchronized long waitingBytes() {
    return control.bytes + lanes.values().stream().mapToLong(lane -> lane.bytes).sum();
  }

  /** Cost of what is under way. */
  public synchronized long underWay() {
    return sent - taken;
  }

  /** Frames that left. */
  public synchronized long framesOut() {
    return framesOut;
  }

  /** Bytes that left. */
  public synchronized long bytesOut() {
    return bytesOut;
  }

  /** Frames refused since their queue was full. */
  public synchronized long refused() {
    return refused;
  }

  private Lane lane(MessageClass urgency) {
    return java.util.Objects.requireNonNull(lanes.get(urgency));
  }

  private static Bound bound(MessageClass urgency) {
    return java.util.Objects.requireNonNull(BOUNDS.get(urgency));
  }
}
