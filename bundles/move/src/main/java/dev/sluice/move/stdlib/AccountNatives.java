/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.crypto.Hashes;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Signer;

/** Signers, and what is stored under an address: {@code signer}, {@code object} and others. */
final class AccountNatives {
  /** Ends the hash of an address that derives from two others. */
  private static final byte DERIVED_OBJECT = (byte) 0xFC;

  private AccountNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("signer", "borrow_address", AccountNatives::borrowAddress)
        .add("create_signer", "create_signer", AccountNatives::createSigner)
        .add("account", "create_signer", AccountNatives::createSigner)
        .add("object", "exists_at", AccountNatives::existsAt)
        .add(
            "object",
            "create_user_derived_object_address_impl",
            AccountNatives::derivedObjectAddress);
  }

  private static AccountAddress address(NativeContext context, int index) {
    return (AccountAddress) context.argument(index);
  }

  private static void borrowAddress(NativeContext context) {
    Signer signer = (Signer) ((Reference) context.argument(0)).get();
    context.returnObject(new Reference.ObjectCell(signer.address()));
  }

  private static void createSigner(NativeContext context) {
    context.returnObject(new Signer(address(context, 0)));
  }

  private static void existsAt(NativeContext context) {
    boolean exists =
        context.typeArgument(0) instanceof StructType type
            && context.exists(type, address(context, 0));
    context.returnLong(exists ? 1 : 0);
  }

  private static void derivedObjectAddress(NativeContext context) {
    AccountAddress source = address(context, 0);
    AccountAddress from = address(context, 1);
    byte[] hash = Hashes.sha3_256(source.toArray(), from.toArray(), new byte[] {DERIVED_OBJECT});
    context.returnObject(AccountAddress.copyOfRange(hash, 0, source.length()));
  }
}
