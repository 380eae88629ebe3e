/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import dev.sluice.crypto.Hashes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * Entries sealed with a passphrase, as the bytes of a file: header, entries encrypted by
 * AES-256-GCM with the header as associated data, SHA-256 of all before. Key and a value that tells
 * a wrong passphrase come from Argon2id; salt and nonce are new at each sealing.
 *
 * <p>The digest at the end is for chance damage, and is the same in every version. Who alters the
 * file on purpose can make it fit, and then fails at the passphrase value or at the GCM tag.
 */
final class SealedBytes {
  static final int VERSION = 1;

  private static final byte[] MAGIC = "SLUICEKS".getBytes(StandardCharsets.US_ASCII);
  private static final int ARGON2ID = 1;
  private static final int SALT_SIZE = 16;
  private static final int NONCE_SIZE = 12;
  private static final int CHECK_SIZE = 16;
  private static final int KEY_SIZE = 32;
  private static final int TAG_SIZE = 16;
  private static final int DIGEST_SIZE = 32;
  private static final int HEADER_SIZE =
      MAGIC.length + 1 + 1 + 3 * 4 + SALT_SIZE + NONCE_SIZE + CHECK_SIZE + 4;

  /** The largest sealed keystore: every entry with the longest name and the longest secret. */
  static final int MAX_SIZE =
      HEADER_SIZE
          + 2
          + Keystore.MAX_ENTRIES * (4 + Keystore.MAX_NAME_LENGTH + SecretKind.OPAQUE.maxSize())
          + TAG_SIZE
          + DIGEST_SIZE;

  private SealedBytes() {}

  static byte[] seal(
      Keystore keystore, char[] passphrase, Argon2Parameters work, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE];
    byte[] nonce = new byte[NONCE_SIZE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] derived = derive(passphrase, salt, work);
    byte[] entries = EntryCodec.encode(keystore);
    try {
      ByteBuffer out =
          ByteBuffer.allocate(HEADER_SIZE + entries.length + TAG_SIZE + DIGEST_SIZE)
              .order(ByteOrder.LITTLE_ENDIAN);
      out.put(MAGIC).put((byte) VERSION).put((byte) ARGON2ID);
      out.putInt(work.memoryKib()).putInt(work.passes()).putInt(work.lanes());
      out.put(salt).put(nonce).put(derived, KEY_SIZE, CHECK_SIZE);
      out.putInt(entries.length + TAG_SIZE);
      byte[] header = Arrays.copyOf(out.array(), HEADER_SIZE);
      out.put(cipher(Cipher.ENCRYPT_MODE, derived, nonce, header).doFinal(entries));
      out.put(Hashes.sha256(Arrays.copyOf(out.array(), out.position())));
      return out.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM must be available", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
      Arrays.fill(entries, (byte) 0);
    }
  }

  /**
   * Reads what {@link #seal} wrote.
   *
   * @throws KeystoreException {@link KeystoreError#CORRUPT}, {@link KeystoreError#UNSUPPORTED},
   *     {@link KeystoreError#WRONG_PASSPHRASE}
   */
  static Keystore open(byte[] bytes, char[] passphrase) {
    int end = bytes.length - DIGEST_SIZE;
    if (end < HEADER_SIZE + TAG_SIZE
        || !MessageDigest.isEqual(
            Hashes.sha256(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt("its checksum is wrong, or it is no keystore");
    }
    ByteBuffer in =
        ByteBuffer.wrap(bytes, MAGIC.length, end - MAGIC.length).order(ByteOrder.LITTLE_ENDIAN);
    int version = Byte.toUnsignedInt(in.get());
    int function = Byte.toUnsignedInt(in.get());
    if (version != VERSION || function != ARGON2ID) {
      throw new KeystoreException(
          KeystoreError.UNSUPPORTED,
          "The keystore has format version %d and key derivation %d; this program reads version %d"
              .formatted(version, function, VERSION));
    }
    Argon2Parameters work = new Argon2Parameters(in.getInt(), in.getInt(), in.getInt());
    byte[] salt = take(in, SALT_SIZE);
    byte[] nonce = take(in, NONCE_SIZE);
    byte[] check = take(in, CHECK_SIZE);
    if (in.getInt() != in.remaining()) {
      throw corrupt("its length is wrong");
    }
    byte[] derived = derive(passphrase, salt, work);
    try {
      byte[] expected = Arrays.copyOfRange(derived, KEY_SIZE, KEY_SIZE + CHECK_SIZE);
      if (!MessageDigest.isEqual(check, expected)) {
        throw new KeystoreException(
            KeystoreError.WRONG_PASSPHRASE, "The passphrase does not open the keystore");
      }
      byte[] header = Arrays.copyOf(bytes, HEADER_SIZE);
      byte[] sealed = take(in, in.remaining());
      return decode(cipher(Cipher.DECRYPT_MODE, derived, nonce, header).doFinal(sealed));
    } catch (AEADBadTagException e) {
      throw corrupt("it was altered");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM must be available", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static Keystore decode(byte[] entries) {
    try {
      return EntryCodec.decode(entries);
    } finally {
      Arrays.fill(entries, (byte) 0);
    }
  }

  private static byte[] take(ByteBuffer in, int size) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    return bytes;
  }

  /** The AES key and the value that tells a wrong passphrase. */
  private static byte[] derive(char[] passphrase, byte[] salt, Argon2Parameters work) {
    byte[] password = utf8(passphrase);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                  org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
              .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(work.memoryKib())
              .withIterations(work.passes())
              .withParallelism(work.lanes())
              .withSalt(salt)
              .build());
      byte[] derived = new byte[KEY_SIZE + CHECK_SIZE];
      generator.generateBytes(password, derived);
      return derived;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static byte[] utf8(char[] passphrase) {
    if (passphrase.length == 0) {
      throw new KeystoreException(
          KeystoreError.INVALID_PASSPHRASE, "The passphrase of a keystore must not be empty");
    }
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    byte[] large = new byte[(int) (passphrase.length * encoder.maxBytesPerChar())];
    ByteBuffer out = ByteBuffer.wrap(large);
    if (encoder.encode(CharBuffer.wrap(passphrase), out, true).isError()) {
      throw new KeystoreException(
          KeystoreError.INVALID_PASSPHRASE, "The passphrase is not well-formed text");
    }
    byte[] bytes = Arrays.copyOf(large, out.position());
    Arrays.fill(large, (byte) 0);
    return bytes;
  }

  private static Cipher cipher(int mode, byte[] derived, byte[] nonce, byte[] header)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(derived, 0, KEY_SIZE, "AES"),
        new GCMParameterSpec(8 * TAG_SIZE, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private static KeystoreException corrupt(String how) {
    return new KeystoreException(
        KeystoreError.CORRUPT, "The keystore cannot be used: " + how + ". Restore a backup");
  }
}
