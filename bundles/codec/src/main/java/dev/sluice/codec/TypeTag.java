/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.util.Locale;
import java.util.function.Function;

/**
 * A Move type without open type parameters, as transactions, storage keys and change sets name it.
 * Equal by structure.
 */
public sealed interface TypeTag permits TypeTag.Primitive, TypeTag.Vector, StructTag {
  /** Most vectors and structs that may be nested in each other, in bytes and in text. */
  int MAX_NESTING = 8;

  /** Types without operands. */
  enum Primitive implements TypeTag {
    /** {@code bool}. */
    BOOL,
    /** {@code u8}. */
    U8,
    /** {@code u16}. */
    U16,
    /** {@code u32}. */
    U32,
    /** {@code u64}. */
    U64,
    /** {@code u128}. */
    U128,
    /** {@code u256}. */
    U256,
    /** {@code address}. */
    ADDRESS,
    /** {@code signer}. */
    SIGNER;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String format(Function<AccountAddress, String> address) {
      return text;
    }

    /** {@code u64}. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code vector<element>}. */
  record Vector(TypeTag element) implements TypeTag {
    @Override
    public String format(Function<AccountAddress, String> address) {
      return "vector<" + element.format(address) + ">";
    }

    /** {@code vector<u8>}. */
    @Override
    public String toString() {
      return format(AccountAddress::toString);
    }
  }

  /**
   * Reads {@code vector<0x42::m::S<u64, address>>}: addresses in long or short form, spaces allowed
   * around names.
   *
   * @throws CodecException if the text has another form or nests too deep
   */
  static TypeTag parse(String text) {
    return parse(text, AccountAddress.LENGTH);
  }

  /** Like {@link #parse(String)}, with addresses of {@code addressLength} bytes. */
  static TypeTag parse(String text, int addressLength) {
    return new TypeTagParser(text, addressLength).parse();
  }

  /**
   * Reads a type tag in BCS with addresses of 32 bytes.
   *
   * @throws CodecException if the bytes have another form or nest too deep
   */
  static TypeTag read(BcsReader reader) {
    return read(reader, AccountAddress.LENGTH);
  }

  /** Like {@link #read(BcsReader)}, with addresses of {@code addressLength} bytes. */
  static TypeTag read(BcsReader reader, int addressLength) {
    return TypeTagBcs.read(reader, addressLength, 0);
  }

  /**
   * Writes the type tag in BCS.
   *
   * @throws CodecException if it nests too deep
   */
  default void write(BcsWriter writer) {
    TypeTagBcs.write(writer, this, 0);
  }

  /** The type tag in BCS. */
  default Bytes toBcs() {
    BcsWriter writer = new BcsWriter();
    write(writer);
    return writer.toBytes();
  }

  /** The text of the type, in which addresses have the form that {@code address} gives them. */
  String format(Function<AccountAddress, String> address);

  /** The text of the type with all digits of addresses, which every chain accepts. */
  default String toLongString() {
    return format(AccountAddress::toLongString);
  }
}
