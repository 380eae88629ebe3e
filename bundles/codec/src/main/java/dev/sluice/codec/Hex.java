/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.util.HexFormat;

/** Lower-case hexadecimal text. Thread-safe. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /** Two digits a byte, without prefix. */
  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /**
   * The bytes of {@code text}, which may start with {@code 0x}.
   *
   * @throws CodecException if the text has an odd length or another character
   */
  public static byte[] decode(String text) {
    try {
      return FORMAT.parseHex(text.startsWith("0x") ? text.substring(2) : text);
    } catch (IllegalArgumentException e) {
      throw new CodecException(
          CodecException.Reason.BAD_TEXT, "not hexadecimal text of whole bytes");
    }
  }
}
