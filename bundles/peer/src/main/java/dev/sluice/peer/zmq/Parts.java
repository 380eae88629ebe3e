/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.zmq;

import zmq.Msg;
import zmq.SocketBase;

/** Messages of one part. */
final class Parts {
  private Parts() {}

  /** The bytes of a message; no bytes, which no frame has, if it has several parts. */
  static byte[] only(SocketBase socket, Msg first) {
    if (!first.hasMore()) {
      return first.data();
    }
    Msg next = first;
    while (next != null && next.hasMore()) {
      next = socket.recv(zmq.ZMQ.ZMQ_DONTWAIT);
    }
    return new byte[0];
  }
}
