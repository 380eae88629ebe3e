/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Entries as bytes: count (2 bytes, little-endian), then for each in order of name: length of the
 * name (1) and the name in ASCII, kind (1), length of the secret (2) and the secret.
 */
final class EntryCodec {
  private EntryCodec() {}

  /** The caller overwrites the result. */
  static byte[] encode(Keystore keystore) {
    int size = 2;
    for (String name : keystore.names()) {
      try (Secret secret = keystore.get(name).orElseThrow()) {
        size += 4 + name.length() + secret.size();
      }
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) keystore.names().size());
    for (String name : keystore.names()) {
      try (Secret secret = keystore.get(name).orElseThrow()) {
        out.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
        out.put((byte) secret.kind().code()).putShort((short) secret.size());
        byte[] bytes = secret.toBytes();
        out.put(bytes);
        Arrays.fill(bytes, (byte) 0);
      }
    }
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeystoreException {@link KeystoreError#CORRUPT} for anything else, {@link
   *     KeystoreError#UNSUPPORTED} for an unknown kind
   */
  static Keystore decode(byte[] bytes) {
    Keystore keystore = new Keystore();
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int count = Short.toUnsignedInt(in.getShort());
      String last = "";
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[Byte.toUnsignedInt(in.get())];
        in.get(name);
        String text = new String(name, StandardCharsets.US_ASCII);
        if (text.compareTo(last) <= 0) {
          throw corrupt();
        }
        last = text;
        readSecret(in, keystore, text);
      }
      if (in.hasRemaining()) {
        throw corrupt();
      }
      return keystore;
    } catch (BufferUnderflowException e) {
      keystore.close();
      throw corrupt();
    } catch (KeystoreException e) {
      keystore.close();
      throw e.error() == KeystoreError.UNSUPPORTED ? e : corrupt();
    }
  }

  private static void readSecret(ByteBuffer in, Keystore keystore, String name) {
    SecretKind kind = kind(in.get());
    byte[] secret = new byte[Short.toUnsignedInt(in.getShort())];
    try {
      in.get(secret);
      try (Secret copy = new Secret(kind, secret)) {
        keystore.put(name, copy);
      }
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static SecretKind kind(int code) {
    for (SecretKind kind : SecretKind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new KeystoreException(
        KeystoreError.UNSUPPORTED, "The keystore holds a secret of the unknown kind " + code);
  }

  private static KeystoreException corrupt() {
    return new KeystoreException(
        KeystoreError.CORRUPT, "The entries of the keystore do not have their format");
  }
}
