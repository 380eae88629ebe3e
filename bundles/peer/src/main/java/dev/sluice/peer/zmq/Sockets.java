/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.peer.wire.PeerLimits;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.msg.MsgAllocator;
import zmq.msg.MsgAllocatorHeap;

/** Options that all sockets to other nodes have, section 3 of the document. */
final class Sockets {
  /** What CURVE adds to a frame, and some room. */
  private static final int MAX_MESSAGE = PeerLimits.MAX_FRAME + 64;

  private static final int LINGER_MILLIS = 100;

  /** Longest greeting, where that is known to be enough. */
  static final int GREETING_MILLIS = 5_000;

  /**
   * A few in a hundred greetings of JeroMQ 0.6.0 stop half way, on either side. A first dial thus
   * waits this long only, which is enough for a round trip of 600 ms; the next one waits longer.
   */
  static final int SHORT_GREETING_MILLIS = 1_000;

  private static final int KEEP_ALIVE_SECONDS = 60;

  /**
   * Messages JeroMQ keeps of one connection: the sessions' windows are the bound, these only stop
   * one that does not keep to it.
   */
  private static final int SEND_MARK = PeerLimits.WINDOW / PeerLimits.FRAME_COST + 8_192;

  /**
   * None: when JeroMQ 0.6.0 comes to this mark under CURVE, it hands a message over without
   * decrypting it. The window bounds what an honest node sends, and the node's thread, which only
   * counts, ends the session of one that sends more.
   */
  private static final int RECEIVE_MARK = 0;

  /** JeroMQ never dials again by itself within a session's life: the connector does. */
  private static final int RECONNECT_MILLIS = 3_600_000;

  private Sockets() {}

  /**
   * A socket with all options but its server key.
   *
   * @param greetingMillis longest time of the greeting, the first part of the handshake
   */
  static ZMQ.Socket open(
      ZMQ.Context context, SocketType type, CurveKeys keys, boolean ipv6, int greetingMillis) {
    ZMQ.Socket socket = context.socket(type);
    socket.setLinger(LINGER_MILLIS);
    socket.setSndHWM(SEND_MARK);
    socket.setRcvHWM(RECEIVE_MARK);
    socket.setMaxMsgSize(MAX_MESSAGE);
    socket.setMsgAllocator(new BoundedAllocator());
    socket.setHandshakeIvl(greetingMillis);
    socket.setHeartbeatIvl(0);
    socket.setTCPKeepAlive(1);
    socket.setTCPKeepAliveIdle(KEEP_ALIVE_SECONDS);
    socket.setReconnectIVL(RECONNECT_MILLIS);
    socket.setIPv6(ipv6);
    socket.setCurvePublicKey(keys.key().bytes().toArray());
    socket.setCurveSecretKey(keys.secret().toArray());
    return socket;
  }

  /**
   * JeroMQ compares a message's claimed size as a signed number, so that one above 2^63 passes as
   * small and up to 2 GiB would be reserved, before any handshake. Such a message becomes an empty
   * one here, which no mechanism accepts, so that the connection ends in good order; an exception
   * would leave it spinning.
   */
  static final class BoundedAllocator implements MsgAllocator {
    private final MsgAllocator heap = new MsgAllocatorHeap();

    @Override
    public Msg allocate(int size) {
      return heap.allocate(size < 0 || size > MAX_MESSAGE ? 0 : size);
    }
  }
}
