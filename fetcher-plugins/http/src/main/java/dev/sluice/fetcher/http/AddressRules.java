/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses belong to the public network, after the special-purpose registries of IANA (RFC
 * 6890). Of IPv6 only global unicast is public, and of that not what carries an IPv4 address
 * inside.
 */
final class AddressRules {
  private record Block(Bytes prefix, int bits) {
    static Block of(String text) {
      String[] parts = text.split("/");
      try {
        return new Block(
            Bytes.of(InetAddress.getByName(parts[0]).getAddress()), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length()) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xff00 >> (bits % 8) & 0xff;
      return Bytes.copyOfRange(address, 0, whole)
              .equals(Bytes.copyOfRange(prefix.toArray(), 0, whole))
          && (mask == 0 || (address[whole] & mask) == (prefix.get(whole) & mask));
    }
  }

  private static List<Block> blocks(String... texts) {
    return Arrays.stream(texts).map(Block::of).toList();
  }

  private static final List<Block> SPECIAL_4 =
      blocks(
          "0.0.0.0/8", // this network, unspecified
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, cloud metadata
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relay
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  private static final Block GLOBAL_6 = Block.of("2000::/3");

  private static final List<Block> SPECIAL_6 =
      blocks(
          "2001::/23", // protocol assignments, Teredo
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  /** ISATAP marks an interface identifier that holds an IPv4 address (RFC 5214). */
  private static final int ISATAP_AT = 8;

  private AddressRules() {}

  /** Whether an address is on the public network. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    // The JDK turns IPv4-mapped addresses into IPv4 ones.
    if (address instanceof Inet4Address) {
      return SPECIAL_4.stream().noneMatch(b -> b.contains(bytes));
    }
    boolean isatap =
        (bytes[ISATAP_AT] & 0xfd) == 0
            && bytes[ISATAP_AT + 1] == 0
            && bytes[ISATAP_AT + 2] == 0x5e
            && (bytes[ISATAP_AT + 3] & 0xff) == 0xfe;
    return GLOBAL_6.contains(bytes)
        && !isatap
        && SPECIAL_6.stream().noneMatch(b -> b.contains(bytes));
  }
}
