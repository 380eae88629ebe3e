/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.zmq.CurveKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes with real sockets at loopback, each as if in a process of its own. */
final class Net implements AutoCloseable {
  static final SecureRandom RANDOM = new SecureRandom();
  private final List<PeerNode> nodes = new ArrayList<>();
  private final List<FaultyProxy> proxies = new ArrayList<>();

  static PeerSettings settings() {
    return PeerSettings.of("test").listening(List.of(any()));
  }

  static InetSocketAddress any() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static CurveKeys keys() {
    return CurveKeys.generate(RANDOM);
  }

  /** Two key pairs, the smaller public key first. */
  static List<CurveKeys> ordered(int count) {
    List<CurveKeys> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(keys());
    }
    keys.sort((a, b) -> a.key().compareTo(b.key()));
    return keys;
  }

  PeerNode node(CurveKeys keys) {
    return node(keys, settings());
  }

  PeerNode node(CurveKeys keys, PeerSettings settings) {
    PeerNode node = PeerNodes.open("n" + nodes.size(), keys, settings, new MemoryHub());
    nodes.add(node);
    return node;
  }

  FaultyProxy proxy(PeerNode target) {
    Endpoint endpoint = target.endpoints().get(0);
    var proxy = new FaultyProxy(new InetSocketAddress(endpoint.address(), endpoint.port()));
    proxies.add(proxy);
    return proxy;
  }

  static PeerAddress through(PeerNode node, FaultyProxy proxy) {
    return new PeerAddress(node.key(), List.of(Endpoint.parse("127.0.0.1:" + proxy.port())));
  }

  static PeerAddress at(PeerNode node) {
    return new PeerAddress(node.key(), node.endpoints());
  }

  static PeerAddress hidden(PeerNode node) {
    return new PeerAddress(node.key(), List.of());
  }

  static Optional<PeerSession> session(PeerNode from, PeerNode to) {
    return from.session(to.key());
  }

  @Override
  public void close() {
    nodes.forEach(PeerNode::close);
    proxies.forEach(FaultyProxy::close);
  }
}
