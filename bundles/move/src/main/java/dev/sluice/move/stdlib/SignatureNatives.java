/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.crypto.CryptoException;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.Secp256k1;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import java.util.Optional;

/** {@code 0x1::ed25519} and {@code 0x1::secp256k1}. */
final class SignatureNatives {
  /** Abort code for a malformed message, recovery id or signature, as on the public networks. */
  private static final long MALFORMED = 0x10001;

  private SignatureNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("ed25519", "public_key_validate_internal", SignatureNatives::validateKey)
        .add("ed25519", "signature_verify_strict_internal", SignatureNatives::verify)
        .add("secp256k1", "ecdsa_recover_internal", SignatureNatives::recover);
  }

  private static void validateKey(NativeContext context) {
    context.charge(GasCost.ED25519_KEY);
    context.returnLong(Ed25519.isChainPublicKey(context.takeBytes(0)) ? 1 : 0);
  }

  private static void verify(NativeContext context) {
    byte[] signature = context.takeBytes(0);
    byte[] key = context.takeBytes(1);
    byte[] message = context.takeBytes(2);
    context.charge(GasCost.ED25519_VERIFY);
    context.charge(GasCost.ED25519_MESSAGE_BYTE, message.length);
    context.returnLong(Ed25519.verifyStrict(key, message, signature) ? 1 : 0);
  }

  private static void recover(NativeContext context) {
    byte[] hash = context.takeBytes(0);
    int recoveryId = (int) context.longArgument(1);
    byte[] signature = context.takeBytes(2);
    context.charge(GasCost.SECP256K1_RECOVER);
    Optional<byte[]> key;
    try {
      key = Secp256k1.recover(hash, signature, recoveryId);
    } catch (CryptoException e) {
      throw NativeContext.abort(MALFORMED);
    }
    context.returnBytes(key.orElse(new byte[0]));
    context.returnLong(key.isPresent() ? 1 : 0);
  }
}
