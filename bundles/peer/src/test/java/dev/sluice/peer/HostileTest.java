/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.machine.Identity;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import dev.sluice.peer.wire.PeerLimits;
import dev.sluice.peer.zmq.CurveKeys;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Peers that keep to no rule, against a real node. */
class HostileTest {
  private static final String TOPIC = "channel/test/1";
  private final Net net = new Net();
  private final ZMQ.Context context = ZMQ.context(1);
  private final List<ZMQ.Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() {
    sockets.forEach(
        socket -> {
          socket.setLinger(0);
          socket.close();
        });
    context.term();
    net.close();
  }

  private ZMQ.Socket raw(PeerNode target, CurveKeys own, Bytes serverKey) {
    ZMQ.Socket socket = context.socket(SocketType.DEALER);
    sockets.add(socket);
    socket.setCurveServerKey(serverKey.toArray());
    socket.setCurvePublicKey(own.key().bytes().toArray());
    socket.setCurveSecretKey(own.secret().toArray());
    socket.setHandshakeIvl(1_000);
    socket.setReceiveTimeOut(8_000);
    socket.connect("tcp://" + target.endpoints().get(0));
    return socket;
  }

  private static byte[] open(PeerKey key) {
    byte[] boot = new byte[16];
    Net.RANDOM.nextBytes(boot);
    return FrameCodec.encode(
        new Frame.Open(
            Identity.VERSION,
            Identity.VERSION,
            Bytes.utf8("test"),
            key,
            Bytes.of(boot),
            System.currentTimeMillis(),
            Bytes.utf8("raw")));
  }

  /** The next frame of the kind, skipping others. */
  private static <T extends Frame> Optional<T> next(ZMQ.Socket socket, Class<T> kind) {
    for (int i = 0; i < 50; i++) {
      byte[] bytes = socket.recv();
      if (bytes == null) {
        return Optional.empty();
      }
      Frame frame = FrameCodec.decode(bytes);
      if (kind.isInstance(frame)) {
        return Optional.of(kind.cast(frame));
      }
    }
    return Optional.empty();
  }

  /**
   * A raw peer with an open session; handshakes of the library stop at times, so it is repeated.
   */
  private ZMQ.Socket meet(PeerNode target, CurveKeys own) {
    for (int i = 0; i < 10; i++) {
      ZMQ.Socket socket = raw(target, own, target.key().bytes());
      socket.setReceiveTimeOut(2_000);
      socket.send(open(own.key()));
      if (next(socket, Frame.Open.class).isPresent()) {
        socket.setReceiveTimeOut(8_000);
        return socket;
      }
      socket.setLinger(0);
      socket.close();
      sockets.remove(socket);
    }
    throw new AssertionError("no session");
  }

  @Test
  void aRawPeerOfTheSameProtocolIsServed() {
    PeerNode node = net.node(Net.keys());
    var recorder = new Recorder();
    CurveKeys own = Net.keys();
    Topic topic =
        node.open(
            TOPIC, List.of(new dev.sluice.peer.api.PeerAddress(own.key(), List.of())), recorder);
    ZMQ.Socket socket = meet(node, own);
    Frame.Subscribe subscribe = next(socket, Frame.Subscribe.class).orElseThrow();
    assertThat(subscribe.name()).isEqualTo(TOPIC);
    socket.send(FrameCodec.encode(new Frame.Subscribe(TOPIC, 40)));
    socket.send(FrameCodec.encode(new Frame.Data(40, Bytes.utf8("raw hello"))));
    Await.until("it came", () -> recorder.count.get() == 1);
    assertThat(topic.send(own.key(), MessageClass.VOTE, Bytes.utf8("back"))).isEqualTo(Sent.QUEUED);
    assertThat(next(socket, Frame.Data.class).orElseThrow().body()).isEqualTo(Bytes.utf8("back"));
  }

  @Test
  void aFalseKeyInTheOpenIsRefused() {
    PeerNode node = net.node(Net.keys());
    node.openPublic(TOPIC, new Recorder());
    CurveKeys own = Net.keys();
    Frame.Bye bye = null;
    for (int i = 0; i < 10 && bye == null; i++) {
      ZMQ.Socket socket = raw(node, own, node.key().bytes());
      socket.setReceiveTimeOut(2_000);
      socket.send(open(Net.keys().key()));
      bye = next(socket, Frame.Bye.class).orElse(null);
    }
    assertThat(bye).isNotNull();
    assertThat(bye.code()).isEqualTo(PeerError.KEY_MISMATCH.number());
    assertThat(node.sessions()).isEmpty();
  }

  @Test
  void aWrongCurveKeyGetsNothing() {
    PeerNode node = net.node(Net.keys());
    node.openPublic(TOPIC, new Recorder());
    ZMQ.Socket socket = raw(node, Net.keys(), Net.keys().key().bytes());
    socket.setReceiveTimeOut(1_500);
    socket.send(open(Net.keys().key()));
    assertThat(socket.recv()).isNull();
    ZMQ.Socket plain = context.socket(SocketType.DEALER);
    sockets.add(plain);
    plain.setReceiveTimeOut(1_000);
    plain.connect("tcp://" + node.endpoints().get(0));
    plain.send("no encryption");
    assertThat(plain.recv()).isNull();
    assertThat(node.sessions()).isEmpty();
  }

  @Test
  void badFramesAreScoredAndInTheEndTheKeyIsBanned() {
    PeerNode node = net.node(Net.keys());
    var recorder = new Recorder();
    PeerNode good = net.node(Net.keys());
    Topic topic = node.openPublic(TOPIC, recorder);
    Topic other = good.open(TOPIC, List.of(Net.at(node)), new Recorder());
    Await.until("the good one is in", () -> topic.present().contains(good.key()));
    Await.until("the good one is in", () -> other.present().contains(node.key()));
    CurveKeys own = Net.keys();
    ZMQ.Socket socket = meet(node, own);
    Await.until("it is in", () -> node.session(own.key()).isPresent());
    var random = new Random(3);
    for (int i = 0; i < 5; i++) {
      byte[] junk = new byte[random.nextInt(200) + 1];
      random.nextBytes(junk);
      junk[0] = (byte) (13 + random.nextInt(100)); // no such kind
      socket.send(junk);
    }
    Await.until(
        "it is counted", () -> node.session(own.key()).map(s -> s.faults() == 5).orElse(false));
    for (int i = 0; i < 20; i++) {
      socket.send(new byte[] {99});
    }
    Await.until("it is out", () -> node.session(own.key()).isEmpty());
    assertThat(node.bans()).anySatisfy(ban -> assertThat(ban.key()).isEqualTo(own.key()));
    assertThat(next(socket, Frame.Bye.class)).isPresent();
    assertThat(other.send(node.key(), MessageClass.DATA, Bytes.utf8("unharmed")))
        .isEqualTo(Sent.QUEUED);
    Await.until("unharmed", () -> recorder.texts(good.key()).contains("unharmed"));
  }

  @Test
  void anOversizeMessageEndsTheConnection() {
    PeerNode node = net.node(Net.keys());
    node.openPublic(TOPIC, new Recorder());
    CurveKeys own = Net.keys();
    ZMQ.Socket socket = meet(node, own);
    Await.until("it is in", () -> node.session(own.key()).isPresent());
    socket.send(new byte[PeerLimits.MAX_FRAME + 200]);
    Await.until("it is out", () -> node.session(own.key()).isEmpty());
  }

  @Test
  void framesBeforeTheOpenEndTheSession() {
    PeerNode node = net.node(Net.keys());
    node.openPublic(TOPIC, new Recorder());
    Frame.Bye bye = null;
    for (int i = 0; i < 10 && bye == null; i++) {
      ZMQ.Socket socket = raw(node, Net.keys(), node.key().bytes());
      socket.setReceiveTimeOut(2_000);
      socket.send(FrameCodec.encode(new Frame.Ping(1, 2)));
      bye = next(socket, Frame.Bye.class).orElse(null);
    }
    assertThat(bye).isNotNull();
    assertThat(bye.code()).isEqualTo(PeerError.MALFORMED.number());
  }

  @Test
  void connectionsBeyondTheBoundsAreClosedAndIdleOnesToo() throws Exception {
    PeerNode node = net.node(Net.keys(), Net.settings().inbound(6, 4));
    node.openPublic(TOPIC, new Recorder());
    Endpoint at = node.endpoints().get(0);
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var socket = new Socket(at.address(), at.port());
      socket.setSoTimeout(10_000);
      idle.add(socket);
    }
    int closedAtOnce = 0;
    for (Socket socket : idle.subList(4, 8)) {
      closedAtOnce += endsWithin(socket, 1_500) ? 1 : 0;
    }
    assertThat(closedAtOnce).isEqualTo(4);
    for (Socket socket : idle.subList(0, 4)) {
      assertThat(endsWithin(socket, 8_000)).isTrue();
    }
    PeerNode good = net.node(Net.keys());
    Topic topic = good.open(TOPIC, List.of(Net.at(node)), new Recorder());
    Await.until("there is room again", () -> topic.present().contains(node.key()));
  }

  private static boolean endsWithin(Socket socket, int millis) throws Exception {
    socket.setSoTimeout(millis);
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        // the greeting
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  /** Sizes that overflow, before any handshake: no memory is reserved, and the node lives on. */
  @Test
  void absurdSizesBeforeTheHandshakeDoNoHarm() throws Exception {
    PeerNode node = net.node(Net.keys());
    node.openPublic(TOPIC, new Recorder());
    Endpoint at = node.endpoints().get(0);
    long[] sizes = {
      0x8000_0000_7fff_ffffL, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 0x1_0000_0000L, 0x7fff_ffffL
    };
    for (long size : sizes) {
      try (var socket = new Socket(at.address(), at.port())) {
        var greeting = ByteBuffer.allocate(64);
        greeting.put((byte) 0xff).position(9);
        greeting.put((byte) 0x7f).put((byte) 3).put((byte) 0);
        greeting.put("CURVE".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(greeting.array());
        var header = ByteBuffer.allocate(9).put((byte) 0x06).putLong(size);
        socket.getOutputStream().write(header.array());
        socket.getOutputStream().write(new byte[100]);
        socket.getOutputStream().flush();
        assertThat(endsWithin(socket, 8_000)).as("size %x", size).isTrue();
      }
    }
    PeerNode good = net.node(Net.keys());
    Topic topic = good.open(TOPIC, List.of(Net.at(node)), new Recorder());
    Await.until("it lives on", Duration.ofSeconds(20), () -> topic.present().contains(node.key()));
  }
}
