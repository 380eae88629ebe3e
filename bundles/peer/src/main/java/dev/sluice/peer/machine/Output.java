/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.wire.Announcement;
import dev.sluice.peer.wire.Frame;
import java.util.List;

/** What a {@link Session} wants done. */
public sealed interface Output {
  /** Send this control frame. */
  record Send(Frame frame) implements Output {}

  /** Both sides agree; the session is open. */
  record Opened() implements Output {}

  /**
   * It is over; nothing comes after this.
   *
   * @param byOther whether the other side said so
   */
  record Ended(PeerError error, String detail, boolean byOther) implements Output {}

  /** The other node is on the topic. */
  record Joined(String topic) implements Output {}

  /** The other node has left the topic. */
  record Left(String topic) implements Output {}

  /**
   * A message.
   *
   * @param cost to give back when it is taken
   */
  record Message(String topic, Bytes body, int cost) implements Output {}

  /** A request. */
  record Asked(String topic, long id, Bytes body, int cost) implements Output {}

  /** An answer, or a part of one. */
  record Answered(long id, Frame.Part part, Bytes body, int cost) implements Output {}

  /** The other side has given up a request. */
  record Cancelled(long id) implements Output {}

  /** The other side may be sent one more part. */
  record Credited(long id) implements Output {}

  /** The other side has taken so much. */
  record Taken(long total) implements Output {}

  /** Places of nodes. */
  record Announced(List<Announcement> entries) implements Output {}

  /** A frame that came for nothing; what it cost is to be given back. */
  record Dropped(int cost) implements Output {}

  /** A bad frame; the key's score suffers. */
  record Fault(PeerError error, String detail, int points) implements Output {}
}
