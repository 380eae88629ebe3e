/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.wire;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerKey;
import java.util.List;

/** What one node tells another in one message of the transport. */
public sealed interface Frame {
  /**
   * The first frame of both sides.
   *
   * @param version highest version of the protocol
   * @param minVersion lowest
   * @param network name of the network
   * @param key of the sender
   * @param boot random, new at each start
   * @param timeMillis the sender's clock
   * @param software what the sender runs
   */
  record Open(
      int version,
      int minVersion,
      Bytes network,
      PeerKey key,
      Bytes boot,
      long timeMillis,
      Bytes software)
      implements Frame {}

  /** A question of life; {@code sentMicros} is by the sender's clock. */
  record Ping(long nonce, long sentMicros) implements Frame {}

  /** Its answer; {@code heldMicros} since the question came. */
  record Pong(long nonce, long sentMicros, long heldMicros) implements Frame {}

  /** A message on a topic, by the number that the sender gave it. */
  record Data(int topic, Bytes body) implements Frame {}

  /** A request on a topic. */
  record Request(int topic, long id, Bytes body) implements Frame {}

  /** An answer, or a part of one. */
  record Response(long id, Part part, Bytes body) implements Frame {}

  /** What kind of answer. */
  enum Part {
    /** The only or last part. */
    LAST(0),
    /** More follow. */
    MORE(1),
    /** There is no answer. */
    REFUSED(2);

    private final int code;

    Part(int code) {
      this.code = code;
    }

    /** As it is written. */
    int code() {
      return code;
    }
  }

  /** The asker has given up. */
  record Cancel(long id) implements Frame {}

  /** The sender has this topic open and calls it by this number. */
  record Subscribe(String name, int topic) implements Frame {}

  /** The sender has closed its topic of this number. */
  record Unsubscribe(int topic) implements Frame {}

  /** Where nodes are said to be. */
  record Announce(List<Announcement> entries) implements Frame {
    public Announce {
      entries = List.copyOf(entries);
    }
  }

  /** The last frame. */
  record Bye(long code, Bytes detail) implements Frame {}

  /** Cost of all windowed frames that the sender has taken since the session opened. */
  record Window(long taken) implements Frame {}

  /** One more part of an answer may be sent. */
  record Credit(long id) implements Frame {}
}
