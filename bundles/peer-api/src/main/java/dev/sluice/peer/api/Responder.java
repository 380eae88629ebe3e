/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import dev.sluice.codec.Bytes;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers one request: any number of {@link #part} and then one {@link #end}, or {@link #refuse}.
 * Thread-safe; no method blocks. When the asker is gone or has given up, calls do nothing.
 */
@ProviderType
public interface Responder {
  /**
   * Sends a part, more follow.
   *
   * @return done when the next part may be given: {@link Topic#PARTS_AHEAD} parts may be under way;
   *     fails with {@link PeerException} {@link PeerError#NOT_CONNECTED} when the asker is gone or
   *     has given up. One part at a time: calling again before it is done throws {@link
   *     IllegalStateException}
   * @throws PeerException {@link PeerError#TOO_LARGE} above {@link Topic#MAX_BODY}
   */
  CompletableFuture<Void> part(Bytes body);

  /**
   * Sends the last part.
   *
   * @throws PeerException {@link PeerError#TOO_LARGE} above {@link Topic#MAX_BODY}
   */
  void end(Bytes body);

  /** Tells that there will be no answer. */
  void refuse();

  /** Whether the asker is gone or has given up. */
  boolean cancelled();
}
