/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A struct or enum type with its type arguments.
 *
 * @param address account the module is published under
 * @param module name of the module
 * @param name name of the struct
 * @param typeArguments its type arguments
 */
public record StructTag(
    AccountAddress address, String module, String name, List<TypeTag> typeArguments)
    implements TypeTag {
  /**
   * Copies the list.
   *
   * @throws CodecException if a name is no identifier
   */
  public StructTag {
    if (!Identifiers.isValid(module) || !Identifiers.isValid(name)) {
      throw new CodecException(
          Reason.BAD_IDENTIFIER, "not identifiers: '" + module + "', '" + name + "'");
    }
    typeArguments = List.copyOf(typeArguments);
  }

  /** A struct type without type arguments. */
  public static StructTag of(AccountAddress address, String module, String name) {
    return new StructTag(address, module, name, List.of());
  }

  /**
   * Reads {@code 0x42::m::S<u64>}.
   *
   * @throws CodecException if the text has another form or nests too deep
   */
  public static StructTag parse(String text) {
    if (TypeTag.parse(text) instanceof StructTag struct) {
      return struct;
    }
    throw new CodecException(Reason.BAD_TEXT, "not a struct type: " + text);
  }

  /**
   * Reads a struct tag in BCS, which has no variant number, with addresses of 32 bytes.
   *
   * @throws CodecException if the bytes have another form or nest too deep
   */
  public static StructTag readStruct(BcsReader reader) {
    return TypeTagBcs.readStruct(reader, AccountAddress.LENGTH, 1);
  }

  /**
   * Writes the struct tag in BCS without variant number.
   *
   * @throws CodecException if it nests too deep
   */
  public void writeStruct(BcsWriter writer) {
    TypeTagBcs.writeStruct(writer, this, 1);
  }

  @Override
  public String format(Function<AccountAddress, String> form) {
    String text = form.apply(address) + "::" + module + "::" + name;
    return typeArguments.isEmpty()
        ? text
        : typeArguments.stream()
            .map(argument -> argument.format(form))
            .collect(Collectors.joining(", ", text + "<", ">"));
  }

  /** {@code 0x42::m::S<u64, address>}. */
  @Override
  public String toString() {
    return format(AccountAddress::toString);
  }
}
