/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import java.util.List;

/**
 * What a client transaction calls: an entry function with the signer's account as its signer. BCS
 * of the struct {module address, module name, function, type arguments, arguments}, as in an Aptos
 * entry function payload.
 *
 * @param arguments in BCS, without signers
 */
public record EntryCall(
    ModuleId module, String function, List<TypeTag> typeArguments, List<Bytes> arguments) {
  private static final int MAX_TYPES = 32;
  private static final int MAX_ARGUMENTS = 64;

  /** Copies the lists. */
  public EntryCall {
    typeArguments = List.copyOf(typeArguments);
    arguments = List.copyOf(arguments);
  }

  /** The encoding. */
  public Bytes encode() {
    return new BcsWriter()
        .address(module.address())
        .string(module.name())
        .string(function)
        .list(typeArguments, (w, t) -> w.fixedBytes(t.toBcs()))
        .list(arguments, BcsWriter::bytes)
        .toBytes();
  }

  /**
   * Reads a call.
   *
   * @throws dev.sluice.codec.CodecException if the bytes are not one
   */
  public static EntryCall decode(Bytes bytes) {
    BcsReader reader = new BcsReader(bytes);
    AccountAddress address = reader.address();
    ModuleId module = new ModuleId(address, reader.string());
    String function = reader.string();
    List<TypeTag> types = bounded(reader, MAX_TYPES, TypeTag::read);
    List<Bytes> arguments = bounded(reader, MAX_ARGUMENTS, r -> Bytes.of(r.bytes()));
    reader.end();
    return new EntryCall(module, function, types, arguments);
  }

  private static <T> List<T> bounded(
      BcsReader reader, int max, java.util.function.Function<BcsReader, T> element) {
    return dev.sluice.consensus.api.object.Wire.list(reader, max, element);
  }
}
