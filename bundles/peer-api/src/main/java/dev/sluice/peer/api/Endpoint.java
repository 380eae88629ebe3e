/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a node listens. Addresses only: names are never looked up.
 *
 * @param address IPv4 or IPv6
 * @param port 1 to 65,535
 */
public record Endpoint(InetAddress address, int port) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int MAX_TEXT = 64;

  public Endpoint {
    if (port < 1 || port > 65_535) {
      throw new PeerException(PeerError.INVALID, "port " + port + ": 1 to 65535");
    }
  }

  /**
   * Reads {@code 192.0.2.1:2135} or {@code [2001:db8::1]:2135}.
   *
   * @throws PeerException {@link PeerError#INVALID}
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.length() > MAX_TEXT) {
      throw invalid(text);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (!(bracketed ? IPV6 : IPV4).matcher(bare).matches()) {
      throw invalid(text);
    }
    try {
      return new Endpoint(InetAddress.getByName(bare), Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException | NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static PeerException invalid(String text) {
    return new PeerException(
        PeerError.INVALID, "endpoint '" + text + "': 192.0.2.1:2135 or [2001:db8::1]:2135");
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    String host = address.getHostAddress();
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
