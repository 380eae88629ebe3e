/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import dev.sluice.codec.Identifiers;
import dev.sluice.codec.TypeTag;
import java.util.List;

/**
 * A call of a function: as the payload of a transaction, and as the question of a view request.
 *
 * @param address account the module is published under
 * @param module name of the module
 * @param function name of the function
 * @param typeArguments its type arguments
 * @param arguments its arguments after the signers, each in BCS
 */
public record EntryFunction(
    AccountAddress address,
    String module,
    String function,
    List<TypeTag> typeArguments,
    List<Bytes> arguments)
    implements TransactionPayload, Executable {
  /**
   * Copies the lists.
   *
   * @throws CodecException if a name is no identifier
   */
  public EntryFunction {
    if (!Identifiers.isValid(module) || !Identifiers.isValid(function)) {
      throw new CodecException(
          Reason.BAD_IDENTIFIER, "not identifiers: '" + module + "', '" + function + "'");
    }
    typeArguments = List.copyOf(typeArguments);
    arguments = List.copyOf(arguments);
  }

  /** Reads a call. */
  public static EntryFunction readCall(BcsReader in) {
    return new EntryFunction(
        in.address(),
        in.string(),
        in.string(),
        in.list(TypeTag::read),
        in.list(item -> Bytes.of(item.bytes())));
  }

  /** Writes the call, without a variant number. */
  public void writeCall(BcsWriter out) {
    out.address(address).string(module).string(function);
    out.list(typeArguments, (writer, tag) -> tag.write(writer));
    out.list(arguments, BcsWriter::bytes);
  }

  /** {@code 0x1::coin::transfer}. */
  public String name() {
    return address.toStandardString() + "::" + module + "::" + function;
  }
}
