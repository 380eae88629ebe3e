/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.natives.NativeFunction;
import dev.sluice.move.type.VectorType;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Values;
import java.util.function.Function;

/**
 * {@code 0x1::transaction_context} and {@code 0x1::debug}: what is known of the transaction, and
 * nothing of the world outside.
 */
final class TransactionNatives {
  private static final String CONTEXT = "transaction_context";

  /** Ends the hash of a unique address. */
  private static final byte UNIQUE_ADDRESS = (byte) 0xFB;

  private TransactionNatives() {}

  static void addTo(Natives natives) {
    natives
        .add(CONTEXT, "get_txn_hash", bytes(context -> context.transaction().hash()))
        .add(CONTEXT, "get_transaction_hash", bytes(context -> context.transaction().hash()))
        .add(CONTEXT, "get_script_hash", bytes(context -> context.transaction().scriptHash()))
        .add(CONTEXT, "generate_unique_address", TransactionNatives::uniqueAddress)
        .add(
            CONTEXT,
            "sender_internal",
            context -> context.returnObject(context.transaction().sender()))
        .add(
            CONTEXT,
            "gas_payer_internal",
            context -> context.returnObject(context.transaction().gasPayer()))
        .add(CONTEXT, "secondary_signers_internal", TransactionNatives::secondarySigners)
        .add(
            CONTEXT,
            "max_gas_amount_internal",
            context -> context.returnLong(context.transaction().maxGas()))
        .add(
            CONTEXT,
            "gas_unit_price_internal",
            context -> context.returnLong(context.transaction().gasUnitPrice()))
        .add(
            CONTEXT,
            "chain_id_internal",
            context -> context.returnLong(context.transaction().chainId()))
        .add("debug", "print", context -> {})
        .add("debug", "print_stack_trace", context -> {})
        .add(
            "debug",
            "native_print",
            context -> Values.release(context.argument(0), context.meter()))
        .add("debug", "native_stack_trace", TransactionNatives::stackTrace);
  }

  private static NativeFunction bytes(Function<NativeContext, Bytes> value) {
    return context -> context.returnBytes(value.apply(context).toArray());
  }

  private static void uniqueAddress(NativeContext context) {
    long number = context.nextUniqueAddress();
    byte[] counter = new byte[Long.BYTES + 1];
    for (int i = 0; i < Long.BYTES; i++) {
      counter[i] = (byte) (number >>> (8 * i));
    }
    counter[Long.BYTES] = UNIQUE_ADDRESS;
    byte[] hash = Hashes.sha3_256(context.transaction().hash().toArray(), counter);
    context.returnObject(
        AccountAddress.copyOfRange(hash, 0, context.transaction().sender().length()));
  }

  private static void secondarySigners(NativeContext context) {
    VectorType type = (VectorType) context.resultType(0);
    Object[] signers = context.transaction().secondarySigners().toArray();
    ObjectVector vector = new ObjectVector(type.elementBytes(), signers);
    context.meter().allocate(vector.footprint());
    context.returnObject(vector);
  }

  /** A person's text, which must not depend on the engine: always empty. */
  private static void stackTrace(NativeContext context) {
    var text = TypeNatives.wrap(context.resultType(0), new byte[0]);
    context.meter().allocate(text.footprint());
    context.returnObject(text);
  }
}
