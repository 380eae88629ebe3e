/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.link.Link;
import dev.sluice.peer.link.LinkEvents;
import dev.sluice.peer.link.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;

/** {@link Transport} by JeroMQ: a ROUTER for each listening address, a DEALER for each dial. */
public final class ZmqTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(ZmqTransport.class);
  private static final int WAKE = 0;
  private static final int MAX_TRIED = 4_096;
  private static final long SWEEP_NANOS = 250_000_000L;

  private final CurveKeys keys;
  private final ZMQ.Context context;
  private final Pipe pipe;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicBoolean alarmed = new AtomicBoolean();
  private final ZapDoor zap;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<DealerLink> dealers = new ArrayList<>();
  private final ZMQ.Poller poller;
  private final Set<Endpoint> tried = new HashSet<>();
  private long sweepAt;

  /**
   * Binds the listeners.
   *
   * @param name for threads
   * @param listen addresses to bind; port 0 is any
   * @param ioThreads that encrypt and decrypt
   * @param maxInbound connections from others
   * @param maxPerAddress connections from one address
   * @param rule why a key may not connect, asked on the node's thread
   * @throws PeerException {@link PeerError#INVALID} if an address cannot be bound
   */
  public ZmqTransport(
      String name,
      CurveKeys keys,
      List<InetSocketAddress> listen,
      int ioThreads,
      int maxInbound,
      int maxPerAddress,
      Function<PeerKey, Optional<PeerError>> rule) {
    this.keys = keys;
    context = ZMQ.context(ioThreads);
    context.setNotificationExceptionHandler(
        (thread, failure) -> {
          LOG.debug("JeroMQ stumbled over what a connection sent", failure);
          alarmed.set(true);
          wake();
        });
    try {
      pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      pipe.sink().configureBlocking(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    zap = new ZapDoor(context, rule);
    poller = context.poller(16);
    poller.register(pipe.source(), ZMQ.Poller.POLLIN);
    poller.register(zap.socket(), ZMQ.Poller.POLLIN);
    try {
      for (InetSocketAddress address : listen) {
        var gate = new Gate(maxInbound, maxPerAddress, this::wake);
        var listener = new Listener(context, keys, address, gate);
        listeners.add(listener);
        poller.register(listener.socket(), ZMQ.Poller.POLLIN);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    return listeners.stream().map(Listener::endpoint).toList();
  }

  /** Connections refused by the bounds. */
  public long refused() {
    return listeners.stream().mapToLong(listener -> listener.gate().refused()).sum();
  }

  @Override
  public Link dial(PeerKey key, Endpoint endpoint) {
    boolean again = tried.contains(endpoint);
    if (again) {
      tried.remove(endpoint);
    } else if (tried.size() < MAX_TRIED) {
      tried.add(endpoint);
    }
    int greeting = again ? Sockets.GREETING_MILLIS : Sockets.SHORT_GREETING_MILLIS;
    var link = new DealerLink(context, keys, key, endpoint, greeting, this::wake, this::closed);
    dealers.add(link);
    poller.register(link.socket(), ZMQ.Poller.POLLIN);
    return link;
  }

  private void closed(DealerLink link) {
    if (dealers.remove(link)) {
      poller.unregister(link.socket());
      link.socket().close();
    }
  }

  @Override
  public void poll(long millis, LinkEvents events) {
    poller.poll(millis);
    // In this order: what is queued before a wake-up is then seen in this round or wakes the next.
    woken.set(false);
    if (poller.pollin(WAKE)) {
      drain();
    }
    zap.answer();
    for (Listener listener : listeners) {
      listener.receive(events);
    }
    for (DealerLink link : List.copyOf(dealers)) {
      link.receive(events);
    }
    long now = System.nanoTime();
    boolean alarm = alarmed.getAndSet(false);
    if (alarm || now - sweepAt >= 0) {
      sweepAt = now + SWEEP_NANOS;
      listeners.forEach(listener -> listener.sweep(alarm));
    }
  }

  private void drain() {
    try {
      var buffer = ByteBuffer.allocate(64);
      while (pipe.source().read(buffer) > 0) {
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      try {
        int unused = pipe.sink().write(ByteBuffer.wrap(new byte[1]));
      } catch (IOException e) {
        LOG.debug("The transport is closed", e);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(dealers).forEach(this::closed);
    listeners.forEach(listener -> listener.socket().close());
    zap.socket().close();
    poller.close();
    context.term();
    try {
      pipe.sink().close();
      pipe.source().close();
    } catch (IOException e) {
      LOG.debug("The wake pipe does not close", e);
    }
  }
}
