/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.link.Link;
import dev.sluice.peer.link.LinkEvents;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;

/** A connection that this node dialled. On the node's thread, apart from JeroMQ's events. */
final class DealerLink implements Link {
  /** Frames taken from one connection before the others have their turn. */
  static final int TURN = 512;

  private static final int ENDS =
      zmq.ZMQ.ZMQ_EVENT_CONNECT_RETRIED
          | zmq.ZMQ.ZMQ_EVENT_CLOSED
          | zmq.ZMQ.ZMQ_EVENT_DISCONNECTED
          | zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
          | zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;

  private final PeerKey key;
  private final Endpoint endpoint;
  private final Consumer<DealerLink> closing;
  private final ZMQ.Socket socket;
  private final ConcurrentLinkedQueue<Integer> events = new ConcurrentLinkedQueue<>();
  private boolean ready;
  private boolean heard;
  private boolean refused;
  private boolean closed;

  DealerLink(
      ZMQ.Context context,
      CurveKeys own,
      PeerKey key,
      Endpoint endpoint,
      int greetingMillis,
      Runnable wake,
      Consumer<DealerLink> closing) {
    this.key = key;
    this.endpoint = endpoint;
    this.closing = closing;
    socket =
        Sockets.open(
            context,
            SocketType.DEALER,
            own,
            endpoint.address() instanceof Inet6Address,
            greetingMillis);
    socket.setCurveServerKey(key.bytes().toArray());
    zmq.ZMQ.EventConsummer hook =
        event -> {
          events.add(event.event);
          wake.run();
        };
    socket.base().setEventHook(hook, ENDS | zmq.ZMQ.ZMQ_EVENT_CONNECTED);
    socket.connect("tcp://" + endpoint);
  }

  ZMQ.Socket socket() {
    return socket;
  }

  void receive(LinkEvents listener) {
    boolean over = false;
    for (Integer event = events.poll(); event != null; event = events.poll()) {
      if (event == zmq.ZMQ.ZMQ_EVENT_CONNECTED && !ready) {
        ready = true;
        listener.ready(this);
      } else if (event == zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
        refused = true;
      }
      over |= (event & ENDS) != 0;
    }
    for (int i = 0; i < TURN && !closed; i++) {
      Msg message = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
      if (message == null) {
        break;
      }
      heard = true;
      listener.frame(this, Parts.only(socket.base(), message));
    }
    if (over && !closed) {
      close();
      listener.closed(this, why(), why() == PeerError.CUT ? "the connection ended" : detail());
    }
  }

  private PeerError why() {
    if (refused) {
      return PeerError.NOT_ALLOWED;
    }
    return heard ? PeerError.CUT : PeerError.UNREACHABLE;
  }

  private String detail() {
    return refused
        ? "the other node refuses this key"
        : ready ? "it holds another key, or ended the handshake" : "nobody answers there";
  }

  @Override
  public PeerKey key() {
    return key;
  }

  @Override
  public PeerSession.Path path() {
    return PeerSession.Path.DIALLED;
  }

  @Override
  public boolean dialled() {
    return true;
  }

  @Override
  public Optional<Endpoint> remote() {
    return Optional.of(endpoint);
  }

  @Override
  public boolean send(byte[] frame) {
    return !closed && socket.base().send(new Msg(frame), zmq.ZMQ.ZMQ_DONTWAIT);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.accept(this);
    }
  }
}
