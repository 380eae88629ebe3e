/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import zmq.ZMQ;

/**
 * Counts and ends connections from others. JeroMQ has no bound on them, stops its handshake timer
 * after the greeting, and has no way to end one connection of a ROUTER; this does it through the
 * channels that its events name. A channel is shut down, not closed, as JeroMQ then ends the
 * connection in good order. Thread-safe: events come on JeroMQ's threads.
 */
final class Gate implements ZMQ.EventConsummer {
  private static final class Accepted {
    final SocketChannel channel;
    final InetSocketAddress remote;
    final long deadline;
    boolean linked;

    Accepted(SocketChannel channel, InetSocketAddress remote, long deadline) {
      this.channel = channel;
      this.remote = remote;
      this.deadline = deadline;
    }
  }

  static final int EVENTS = ZMQ.ZMQ_EVENT_ACCEPTED | ZMQ.ZMQ_EVENT_DISCONNECTED;
  private static final long HANDSHAKE_NANOS = 5_000_000_000L;

  private final int most;
  private final int mostPerAddress;
  private final Runnable wake;
  private final IdentityHashMap<SelectableChannel, Accepted> accepted = new IdentityHashMap<>();
  private final Map<String, Accepted> byName = new HashMap<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private List<String> gone = new ArrayList<>();
  private long refused;

  Gate(int most, int mostPerAddress, Runnable wake) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    this.wake = wake;
  }

  @Override
  public void consume(ZMQ.Event event) {
    if (!(event.arg instanceof SocketChannel channel)) {
      return;
    }
    if (event.event == ZMQ.ZMQ_EVENT_ACCEPTED) {
      accept(channel);
    } else if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
      remove(channel);
      wake.run();
    }
  }

  private synchronized void accept(SocketChannel channel) {
    InetSocketAddress remote;
    try {
      remote = (InetSocketAddress) channel.getRemoteAddress();
    } catch (IOException e) {
      return; // over already
    }
    if (remote == null) {
      return;
    }
    int here = perAddress.getOrDefault(remote.getAddress(), 0);
    if (accepted.size() >= most || here >= mostPerAddress) {
      refused++;
      shut(channel);
      return;
    }
    var entry = new Accepted(channel, remote, System.nanoTime() + HANDSHAKE_NANOS);
    accepted.put(channel, entry);
    byName.put(name(remote), entry);
    perAddress.put(remote.getAddress(), here + 1);
  }

  private synchronized void remove(SocketChannel channel) {
    Accepted entry = accepted.remove(channel);
    if (entry != null) {
      byName.remove(name(entry.remote), entry);
      perAddress.computeIfPresent(
          entry.remote.getAddress(), (address, count) -> count > 1 ? count - 1 : null);
      gone.add(name(entry.remote));
    }
  }

  /** The form in which JeroMQ names the other end of a message. */
  private static String name(InetSocketAddress remote) {
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  /** The connection of this name speaks; its address. */
  synchronized Optional<InetSocketAddress> linked(String name) {
    Accepted entry = byName.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    entry.linked = true;
    return Optional.of(entry.remote);
  }

  /** Ends a connection. */
  synchronized void hangUp(String name) {
    Accepted entry = byName.get(name);
    if (entry != null) {
      shut(entry.channel);
    }
  }

  /** Ends connections that do not come to speak in time, or all that do not speak yet. */
  synchronized void sweep(boolean all) {
    long now = System.nanoTime();
    for (Accepted entry : accepted.values()) {
      if (!entry.linked && (all || entry.deadline - now <= 0)) {
        shut(entry.channel);
      }
    }
  }

  /** Connections that ended since the last call. */
  synchronized List<String> gone() {
    List<String> result = gone;
    gone = new ArrayList<>();
    return result;
  }

  /** Connections refused by the bounds. */
  synchronized long refused() {
    return refused;
  }

  private static void shut(SocketChannel channel) {
    try {
      channel.shutdownOutput();
      channel.shutdownInput();
    } catch (IOException e) {
      // It is over already, which is what was wanted.
    }
  }
}
