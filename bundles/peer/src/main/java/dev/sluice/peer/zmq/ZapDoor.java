/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import java.util.Optional;
import java.util.function.Function;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * Answers the handshakes' question whether a key may connect (ZAP, RFC 27 of ZeroMQ), and names the
 * key as the user of the connection, so that each message tells it.
 */
final class ZapDoor {
  static final String DOMAIN = "sluice-peer";
  private static final String ADDRESS = "inproc://zeromq.zap.01";
  private static final int FRAMES = 7;
  private static final int MECHANISM = 5;
  private static final int KEY = 6;

  private final Function<PeerKey, Optional<PeerError>> rule;
  private final ZMQ.Socket socket;

  ZapDoor(ZMQ.Context context, Function<PeerKey, Optional<PeerError>> rule) {
    this.rule = rule;
    socket = context.socket(SocketType.ROUTER);
    socket.setLinger(0);
    socket.bind(ADDRESS);
  }

  ZMQ.Socket socket() {
    return socket;
  }

  /** Answers what was asked. */
  void answer() {
    for (ZMsg ask = ZMsg.recvMsg(socket, ZMQ.DONTWAIT);
        ask != null;
        ask = ZMsg.recvMsg(socket, ZMQ.DONTWAIT)) {
      var route = ask.pop();
      var delimiter = ask.pop();
      if (ask.size() < FRAMES - 1) {
        continue;
      }
      byte[][] frames = ask.stream().map(frame -> frame.getData()).toArray(byte[][]::new);
      boolean curve = "CURVE".equals(new String(frames[MECHANISM], ZMQ.CHARSET));
      Optional<PeerKey> key =
          curve && frames.length > KEY && frames[KEY].length == PeerKey.LENGTH
              ? Optional.of(new PeerKey(Bytes.of(frames[KEY])))
              : Optional.empty();
      boolean yes = key.map(k -> rule.apply(k).isEmpty()).orElse(false);
      var reply = new ZMsg();
      reply.add(route);
      reply.add(delimiter);
      reply.add(frames[0]);
      reply.add(frames[1]);
      reply.add(yes ? "200" : "400");
      reply.add(yes ? "OK" : "no");
      reply.add(key.map(PeerKey::toString).orElse(""));
      reply.add(new byte[0]);
      reply.send(socket);
    }
  }
}
