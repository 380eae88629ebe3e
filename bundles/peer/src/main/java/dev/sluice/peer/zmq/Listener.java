/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.link.Link;
import dev.sluice.peer.link.LinkEvents;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.io.Metadata;

/** The connections to one listening address. On the node's thread. */
final class Listener {
  /** Frames taken before others have their turn. */
  private static final int TURN = 2_048;

  /** Routes of the past, of which frames may still be there. */
  private static final int MAX_PAST = 1_024;

  /** From the end of a session to the end of its connection, so that a Bye gets out. */
  private static final long LINGER_NANOS = 100_000_000L;

  private record HangUp(String name, long at) {}

  private final ZMQ.Socket socket;
  private final Gate gate;
  private final Endpoint endpoint;
  private final Map<Bytes, RouterLink> links = new HashMap<>();
  private final Map<String, RouterLink> byName = new HashMap<>();
  private final ArrayDeque<HangUp> hangUps = new ArrayDeque<>();
  private List<String> gone = List.of();
  private final Map<Bytes, Boolean> past =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
          return size() > MAX_PAST;
        }
      };

  Listener(ZMQ.Context context, CurveKeys keys, InetSocketAddress address, Gate gate) {
    this.gate = gate;
    boolean ipv6 = address.getAddress() instanceof Inet6Address;
    socket = Sockets.open(context, SocketType.ROUTER, keys, ipv6, Sockets.GREETING_MILLIS);
    socket.setCurveServer(true);
    socket.setZapDomain(ZapDoor.DOMAIN.getBytes(ZMQ.CHARSET));
    socket.setRouterMandatory(true);
    socket.base().setEventHook(gate, Gate.EVENTS);
    String host = address.getAddress().getHostAddress();
    String port = address.getPort() == 0 ? "*" : String.valueOf(address.getPort());
    try {
      socket.bind("tcp://" + (ipv6 ? "[" + host + "]" : host) + ":" + port);
    } catch (ZMQException e) {
      socket.close();
      throw new PeerException(
          PeerError.INVALID, "cannot listen at " + host + " port " + port + ": " + e, e);
    }
    String bound = socket.getLastEndpoint();
    endpoint =
        new Endpoint(
            address.getAddress(), Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1)));
  }

  ZMQ.Socket socket() {
    return socket;
  }

  Gate gate() {
    return gate;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  void receive(LinkEvents events) {
    int count = 0;
    for (; count < TURN; count++) {
      Msg route = socket.base().recv(zmq.ZMQ.ZMQ_DONTWAIT);
      if (route == null) {
        break;
      }
      Msg body = socket.base().recv(0);
      if (body != null) {
        frame(Bytes.of(route.data()), body, events);
      }
    }
    if (count == TURN) {
      return; // there may be more of connections that are gone
    }
    for (String name : gone) {
      RouterLink link = byName.get(name);
      if (link != null) {
        forget(link);
        if (!link.closed) {
          link.closed = true;
          events.closed(link, PeerError.CUT, "the connection ended");
        }
      }
    }
    // What is gone now may have left frames, which the next round takes first.
    List<String> next = new ArrayList<>(gate.gone());
    gone = next;
  }

  private void frame(Bytes route, Msg body, LinkEvents events) {
    RouterLink link = links.get(route);
    if (link == null && !past.containsKey(route) && body.getMetadata() != null) {
      String name = body.getMetadata().get(Metadata.PEER_ADDRESS);
      String user = body.getMetadata().get(Metadata.USER_ID);
      if (name != null && user != null) {
        link = link(route, name, PeerKey.parse(user), events);
      }
    }
    byte[] bytes = Parts.only(socket.base(), body);
    if (link != null && !link.closed) {
      events.frame(link, bytes);
    }
  }

  private RouterLink link(Bytes route, String name, PeerKey key, LinkEvents events) {
    var remote = gate.linked(name).map(a -> new Endpoint(a.getAddress(), a.getPort()));
    var link = new RouterLink(route, name, key, remote);
    links.put(route, link);
    byName.put(name, link);
    events.ready(link);
    return link;
  }

  private void forget(RouterLink link) {
    links.remove(link.route);
    byName.remove(link.name, link);
    past.put(link.route, true);
  }

  void sweep(boolean alarm) {
    gate.sweep(alarm);
    long now = System.nanoTime();
    for (HangUp next = hangUps.peek();
        next != null && next.at() - now <= 0;
        next = hangUps.peek()) {
      gate.hangUp(next.name());
      hangUps.remove();
    }
  }

  private final class RouterLink implements Link {
    private final Bytes route;
    private final String name;
    private final PeerKey key;
    private final Optional<Endpoint> remote;
    private boolean closed;

    RouterLink(Bytes route, String name, PeerKey key, Optional<Endpoint> remote) {
      this.route = route;
      this.name = name;
      this.key = key;
      this.remote = remote;
    }

    @Override
    public PeerKey key() {
      return key;
    }

    @Override
    public PeerSession.Path path() {
      return PeerSession.Path.ACCEPTED;
    }

    @Override
    public boolean dialled() {
      return false;
    }

    @Override
    public Optional<Endpoint> remote() {
      return remote;
    }

    @Override
    public boolean send(byte[] frame) {
      if (closed) {
        return false;
      }
      var to = new Msg(route.toArray());
      return socket.base().send(to, zmq.ZMQ.ZMQ_SNDMORE | zmq.ZMQ.ZMQ_DONTWAIT)
          && socket.base().send(new Msg(frame), zmq.ZMQ.ZMQ_DONTWAIT);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        hangUps.add(new HangUp(name, System.nanoTime() + LINGER_NANOS));
      }
    }
  }
}
