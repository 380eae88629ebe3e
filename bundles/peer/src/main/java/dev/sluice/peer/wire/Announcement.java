/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.wire;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A node's signed claim where it listens.
 *
 * @param network the network it is part of
 * @param key of the node
 * @param signKey Ed25519 key that signs
 * @param endpoints 1 to 4
 * @param timeMillis the node's clock when it signed
 * @param ttlSeconds how long the claim holds
 * @param signature 64 bytes over {@link #signed}
 */
public record Announcement(
    Bytes network,
    PeerKey key,
    Bytes signKey,
    List<Endpoint> endpoints,
    long timeMillis,
    long ttlSeconds,
    Bytes signature) {
  private static final byte[] TAG = "SLUICE1:ANNOUNCE".getBytes(StandardCharsets.US_ASCII);
  private static final int SIGNATURE = 64;
  private static final int IPV4 = 4;
  private static final int IPV6 = 6;

  public Announcement {
    endpoints = List.copyOf(endpoints);
  }

  /** The bytes that are signed. */
  public byte[] signed() {
    var writer = new BcsWriter(256);
    writeSigned(writer);
    return writer.toByteArray();
  }

  /** The same with a signature. */
  public Announcement signedWith(Bytes newSignature) {
    return new Announcement(network, key, signKey, endpoints, timeMillis, ttlSeconds, newSignature);
  }

  void write(BcsWriter writer) {
    writeSigned(writer);
    writer.fixedBytes(signature);
  }

  private void writeSigned(BcsWriter writer) {
    writer
        .fixedBytes(TAG)
        .bytes(network)
        .fixedBytes(key.bytes())
        .fixedBytes(signKey)
        .list(endpoints, Announcement::writeEndpoint)
        .u64(timeMillis)
        .u32(ttlSeconds);
  }

  private static void writeEndpoint(BcsWriter writer, Endpoint endpoint) {
    writer
        .u8(endpoint.address() instanceof Inet4Address ? IPV4 : IPV6)
        .fixedBytes(endpoint.address().getAddress())
        .u16(endpoint.port());
  }

  static Announcement read(BcsReader reader) {
    if (!Arrays.equals(reader.fixedBytes(TAG.length), TAG)) {
      throw FrameCodec.malformed("an announcement without its tag");
    }
    Bytes network = FrameCodec.bytes(reader, PeerLimits.MAX_NETWORK);
    var key = new PeerKey(Bytes.of(reader.fixedBytes(PeerKey.LENGTH)));
    Bytes signKey = Bytes.of(reader.fixedBytes(PeerKey.LENGTH));
    int count = reader.length();
    if (count < 1 || count > PeerAddress.MAX_ENDPOINTS) {
      throw FrameCodec.malformed(count + " endpoints in an announcement");
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      endpoints.add(readEndpoint(reader));
    }
    long time = reader.u64();
    long ttl = reader.u32();
    if (time < 0) {
      throw FrameCodec.malformed("a time beyond 2^63");
    }
    return new Announcement(
        network, key, signKey, endpoints, time, ttl, Bytes.of(reader.fixedBytes(SIGNATURE)));
  }

  private static Endpoint readEndpoint(BcsReader reader) {
    int family = reader.u8();
    if (family != IPV4 && family != IPV6) {
      throw FrameCodec.malformed("an address of family " + family);
    }
    byte[] address = reader.fixedBytes(family == IPV4 ? 4 : 16);
    int port = reader.u16();
    try {
      var decoded = InetAddress.getByAddress(address);
      if (port == 0 || decoded.getAddress().length != address.length) {
        throw FrameCodec.malformed("an IPv4 address in the form of IPv6, or port 0");
      }
      return new Endpoint(decoded, port);
    } catch (UnknownHostException e) {
      throw new PeerException(PeerError.MALFORMED, "an address that is none", e);
    }
  }
}
