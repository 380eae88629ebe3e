/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import java.util.List;

/**
 * A script that comes with its transaction.
 *
 * @param code its bytecode
 * @param typeArguments its type arguments
 * @param arguments its arguments after the signers
 */
public record Script(Bytes code, List<TypeTag> typeArguments, List<ScriptArgument> arguments)
    implements TransactionPayload, Executable {
  /** Copies the lists. */
  public Script {
    typeArguments = List.copyOf(typeArguments);
    arguments = List.copyOf(arguments);
  }

  static Script readScript(BcsReader in) {
    return new Script(Bytes.of(in.bytes()), in.list(TypeTag::read), in.list(ScriptArgument::read));
  }

  void writeScript(BcsWriter out) {
    out.bytes(code);
    out.list(typeArguments, (writer, tag) -> tag.write(writer));
    out.list(arguments, (writer, argument) -> argument.write(writer));
  }
}
