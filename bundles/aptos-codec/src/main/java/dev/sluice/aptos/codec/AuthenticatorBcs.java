/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.aptos.codec.AccountAuthenticator.Ed25519;
import dev.sluice.aptos.codec.AccountAuthenticator.MultiEd25519;
import dev.sluice.aptos.codec.AccountAuthenticator.MultiKey;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.util.ArrayList;
import java.util.List;

/** The longer layouts of authenticators. */
final class AuthenticatorBcs {
  private static final int BITMAP_SIZE = 4;

  private AuthenticatorBcs() {}

  static Ed25519 readEd25519(BcsReader in) {
    return new Ed25519(Bytes.of(in.bytes()), Bytes.of(in.bytes()));
  }

  /** The keys one after the other and the threshold; the signatures and a bitmap of 4 bytes. */
  static MultiEd25519 readMultiEd25519(BcsReader in) {
    byte[] keys = in.bytes();
    byte[] signatures = in.bytes();
    int keyBytes = keys.length - 1;
    int signatureBytes = signatures.length - BITMAP_SIZE;
    if (keyBytes < 0
        || keyBytes % AccountAuthenticator.KEY_SIZE != 0
        || signatureBytes < 0
        || signatureBytes % AccountAuthenticator.SIGNATURE_SIZE != 0) {
      throw new CodecException(Reason.OUT_OF_RANGE, "keys or signatures of a wrong length");
    }
    byte[] bitmap = new byte[BITMAP_SIZE];
    System.arraycopy(signatures, signatureBytes, bitmap, 0, BITMAP_SIZE);
    return new MultiEd25519(
        parts(keys, keyBytes, AccountAuthenticator.KEY_SIZE),
        keys[keyBytes] & 0xff,
        signers(bitmap),
        parts(signatures, signatureBytes, AccountAuthenticator.SIGNATURE_SIZE));
  }

  private static List<Bytes> parts(byte[] bytes, int end, int size) {
    List<Bytes> parts = new ArrayList<>();
    for (int from = 0; from < end; from += size) {
      parts.add(Bytes.copyOfRange(bytes, from, from + size));
    }
    return parts;
  }

  static void writeMultiEd25519(BcsWriter out, MultiEd25519 multi) {
    BcsWriter keys = new BcsWriter();
    multi.publicKeys().forEach(keys::fixedBytes);
    keys.u8(multi.threshold());
    BcsWriter signatures = new BcsWriter();
    multi.signatures().forEach(signatures::fixedBytes);
    signatures.fixedBytes(bitmap(multi.signers(), BITMAP_SIZE));
    out.bytes(keys.toBytes()).bytes(signatures.toBytes());
  }

  static MultiKey readMultiKey(BcsReader in) {
    List<PublicKey> keys = in.list(PublicKey::read);
    int threshold = in.u8();
    List<Signature> signatures = in.list(Signature::read);
    byte[] bitmap = in.bytes();
    if (bitmap.length != BITMAP_SIZE) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a bitmap of " + bitmap.length + " bytes");
    }
    return new MultiKey(keys, threshold, signers(bitmap), signatures);
  }

  static void writeMultiKey(BcsWriter out, MultiKey multi) {
    out.list(multi.publicKeys(), (writer, key) -> key.write(writer)).u8(multi.threshold());
    out.list(multi.signatures(), (writer, signature) -> signature.write(writer));
    out.bytes(bitmap(multi.signers(), BITMAP_SIZE));
  }

  /** Bit i counts from the highest bit of the first byte. */
  private static List<Integer> signers(byte[] bitmap) {
    List<Integer> signers = new ArrayList<>();
    for (int i = 0; i < 8 * bitmap.length; i++) {
      if ((bitmap[i / 8] & (0x80 >> (i % 8))) != 0) {
        signers.add(i);
      }
    }
    return signers;
  }

  private static byte[] bitmap(List<Integer> signers, int size) {
    byte[] bitmap = new byte[size];
    signers.forEach(i -> bitmap[i / 8] |= (byte) (0x80 >> (i % 8)));
    return bitmap;
  }
}
