/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.wire;

import dev.sluice.peer.api.Topic;
import java.time.Duration;

/** Bounds of the protocol, version 1. */
public final class PeerLimits {
  /** Bytes of a frame before the body. */
  public static final int MAX_HEADER = 16;

  /** Most bytes of a frame. */
  public static final int MAX_FRAME = Topic.MAX_BODY + MAX_HEADER;

  /** What a frame costs of a window beside its bytes. */
  public static final int FRAME_COST = 128;

  /** Most that may be under way to a node that has not taken it. */
  public static final int WINDOW = 4 * 1024 * 1024;

  /** What is taken is told when it comes to this much. */
  public static final int WINDOW_STEP = WINDOW / 8;

  /** Most bytes of a network's name. */
  public static final int MAX_NETWORK = 32;

  /** Most bytes of the name of the software. */
  public static final int MAX_SOFTWARE = 64;

  /** Most bytes of the detail of a Bye. */
  public static final int MAX_DETAIL = 256;

  /** Most announcements in a frame. */
  public static final int MAX_ANNOUNCEMENTS = 64;

  /** Most lifetime of an announcement. */
  public static final Duration MAX_TTL = Duration.ofHours(1);

  private PeerLimits() {}
}
