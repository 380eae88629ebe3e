/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.crypto.Hashes;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.natives.NativeFunction;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/** {@code 0x1::hash}, {@code 0x1::aptos_hash} and other places of the same functions. */
final class HashNatives {
  private static final int SIP_KEY_BYTES = 16;

  private HashNatives() {}

  static void addTo(Natives natives) {
    NativeFunction keccak =
        hash(GasCost.SHA3_256, GasCost.SHA3_256_BYTE, bytes -> Hashes.keccak256(bytes));
    NativeFunction ripemd =
        hash(GasCost.RIPEMD160, GasCost.RIPEMD160_BYTE, bytes -> Hashes.ripemd160(bytes));
    natives
        .add(
            "hash",
            "sha2_256",
            hash(GasCost.SHA2_256, GasCost.SHA2_256_BYTE, bytes -> Hashes.sha256(bytes)))
        .add(
            "hash",
            "sha3_256",
            hash(GasCost.SHA3_256, GasCost.SHA3_256_BYTE, bytes -> Hashes.sha3_256(bytes)))
        .add("hash", "ripemd160", ripemd)
        .add("keccak", "keccak256", keccak)
        .add("aptos_hash", "keccak256", keccak)
        .add("aptos_hash", "ripemd160_internal", ripemd)
        .add(
            "aptos_hash",
            "sha2_512_internal",
            hash(GasCost.SHA_512, GasCost.SHA_512_BYTE, bytes -> Hashes.sha512(bytes)))
        .add(
            "aptos_hash",
            "sha3_512_internal",
            hash(GasCost.SHA_512, GasCost.SHA_512_BYTE, bytes -> Hashes.sha3_512(bytes)))
        .add(
            "aptos_hash",
            "blake2b_256_internal",
            hash(GasCost.BLAKE2B_256, GasCost.BLAKE2B_256_BYTE, bytes -> Hashes.blake2b256(bytes)))
        .add("aptos_hash", "sip_hash", HashNatives::sipHash);
  }

  private static NativeFunction hash(
      GasCost base, GasCost perByte, UnaryOperator<byte[]> function) {
    return context -> {
      byte[] bytes = context.takeBytes(0);
      context.charge(base);
      context.charge(perByte, bytes.length);
      context.returnBytes(function.apply(bytes));
    };
  }

  /** SipHash-2-4 with a key of zeros. */
  private static void sipHash(NativeContext context) {
    byte[] bytes = context.takeBytes(0);
    context.charge(GasCost.SIP_HASH);
    context.charge(GasCost.SIP_HASH_BYTE, bytes.length);
    SipHash hash = new SipHash(2, 4);
    hash.init(new KeyParameter(new byte[SIP_KEY_BYTES]));
    hash.update(bytes, 0, bytes.length);
    context.returnLong(hash.doFinal());
  }
}
