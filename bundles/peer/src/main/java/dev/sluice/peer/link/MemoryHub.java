/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.link;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/**
 * The nodes of one process, which reach each other without sockets. What is under way between two
 * is bounded by the sessions' windows. Thread-safe.
 */
@Component(service = MemoryHub.class)
public final class MemoryHub {
  /** A node of this process. */
  public interface Member {
    /** Runs a task on the node's thread. */
    void post(Runnable task);

    /** Where to tell, on the node's thread. */
    LinkEvents events();
  }

  private final Map<PeerKey, Member> members = new ConcurrentHashMap<>();

  /** Adds a node; false if its key is there already. */
  public boolean join(PeerKey key, Member member) {
    return members.putIfAbsent(key, member) == null;
  }

  /** Takes a node away. */
  public void leave(PeerKey key, Member member) {
    members.remove(key, member);
  }

  /** Whether a node is in this process. */
  public boolean has(PeerKey key) {
    return members.containsKey(key);
  }

  /** Connects two nodes; empty if the other one is gone. Called on the thread of {@code from}. */
  public Optional<Link> connect(PeerKey from, Member dialling, PeerKey to) {
    Member accepting = members.get(to);
    if (accepting == null) {
      return Optional.empty();
    }
    var near = new End(to, true, accepting);
    var far = new End(from, false, dialling);
    near.other = far;
    far.other = near;
    // In this order: the other side may answer before this method returns.
    dialling.post(() -> dialling.events().ready(near));
    accepting.post(() -> accepting.events().ready(far));
    return Optional.of(near);
  }

  private static final class End implements Link {
    private final PeerKey key;
    private final boolean dialled;
    private final Member otherMember;
    private volatile boolean closed;
    private volatile End other = this;

    End(PeerKey key, boolean dialled, Member otherMember) {
      this.key = key;
      this.dialled = dialled;
      this.otherMember = otherMember;
    }

    @Override
    public PeerKey key() {
      return key;
    }

    @Override
    public PeerSession.Path path() {
      return PeerSession.Path.MEMORY;
    }

    @Override
    public boolean dialled() {
      return dialled;
    }

    @Override
    public Optional<Endpoint> remote() {
      return Optional.empty();
    }

    @Override
    public boolean send(byte[] frame) {
      if (!closed) {
        End far = other;
        otherMember.post(
            () -> {
              if (!far.closed) {
                otherMember.events().frame(far, frame);
              }
            });
      }
      return true;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        End far = other;
        otherMember.post(
            () -> {
              if (!far.closed) {
                far.closed = true;
                otherMember.events().closed(far, PeerError.CUT, "the other side closed");
              }
            });
      }
    }
  }
}
