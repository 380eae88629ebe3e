/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.type;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.TypeTag;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.Signer;

/** Bool, the integers, address and signer. */
public final class PrimitiveType extends Type {
  /** {@code bool}. */
  public static final PrimitiveType BOOL = new PrimitiveType(TypeTag.Primitive.BOOL, 0);

  /** {@code u8}. */
  public static final PrimitiveType U8 = new PrimitiveType(TypeTag.Primitive.U8, 8);

  /** {@code u16}. */
  public static final PrimitiveType U16 = new PrimitiveType(TypeTag.Primitive.U16, 16);

  /** {@code u32}. */
  public static final PrimitiveType U32 = new PrimitiveType(TypeTag.Primitive.U32, 32);

  /** {@code u64}. */
  public static final PrimitiveType U64 = new PrimitiveType(TypeTag.Primitive.U64, 64);

  /** {@code u128}. */
  public static final PrimitiveType U128 = new PrimitiveType(TypeTag.Primitive.U128, 128);

  /** {@code u256}. */
  public static final PrimitiveType U256 = new PrimitiveType(TypeTag.Primitive.U256, 256);

  private static final PrimitiveType ADDRESS =
      new PrimitiveType(TypeTag.Primitive.ADDRESS, AccountAddress.LENGTH);
  private static final PrimitiveType SHORT_ADDRESS =
      new PrimitiveType(TypeTag.Primitive.ADDRESS, AccountAddress.SHORT_LENGTH);
  private static final PrimitiveType SIGNER =
      new PrimitiveType(TypeTag.Primitive.SIGNER, AccountAddress.LENGTH);
  private static final PrimitiveType SHORT_SIGNER =
      new PrimitiveType(TypeTag.Primitive.SIGNER, AccountAddress.SHORT_LENGTH);

  private final TypeTag.Primitive tag;
  private final int size;

  private PrimitiveType(TypeTag.Primitive tag, int size) {
    super(1, 1);
    this.tag = tag;
    this.size = size;
  }

  /** {@code address} with {@code length} bytes, 32 or 16. */
  public static PrimitiveType address(int length) {
    return length == AccountAddress.LENGTH ? ADDRESS : SHORT_ADDRESS;
  }

  /** {@code signer} of an address with {@code length} bytes, 32 or 16. */
  public static PrimitiveType signer(int length) {
    return length == AccountAddress.LENGTH ? SIGNER : SHORT_SIGNER;
  }

  /** Bits of an integer type, 0 for bool; bytes of an address. */
  public int width() {
    return size;
  }

  @Override
  public Kind kind() {
    return switch (tag) {
      case BOOL, U8, U16, U32, U64 -> Kind.LONG;
      case U128, U256, ADDRESS, SIGNER -> Kind.OBJECT;
    };
  }

  @Override
  public int slotBytes() {
    return switch (tag) {
      case BOOL, U8, U16, U32, U64 -> Footprint.LONG;
      case U128 -> Footprint.U128_VALUE;
      case U256 -> Footprint.U256_VALUE;
      case ADDRESS, SIGNER -> Footprint.ADDRESS;
    };
  }

  @Override
  int tagNesting() {
    return 0;
  }

  @Override
  int valueDepth(int limit) {
    return 1;
  }

  @Override
  public TypeTag.Primitive tag() {
    return tag;
  }

  @Override
  public void writeLong(BcsWriter out, long value) {
    switch (tag) {
      case BOOL, U8 -> out.u8((int) value);
      case U16 -> out.u16((int) value);
      case U32 -> out.u32(value);
      default -> out.u64(value);
    }
  }

  @Override
  public long readLong(BcsReader in) {
    return switch (tag) {
      case BOOL -> in.bool() ? 1 : 0;
      case U8 -> in.u8();
      case U16 -> in.u16();
      case U32 -> in.u32();
      default -> in.u64();
    };
  }

  @Override
  public void writeObject(BcsWriter out, Object value) {
    switch (tag) {
      case U128 -> out.u128((U128) value);
      case U256 -> out.u256((U256) value);
      case ADDRESS -> out.address((AccountAddress) value);
      default -> out.address(((Signer) value).address());
    }
  }

  @Override
  public Object readObject(BcsReader in, Meter meter) {
    return switch (tag) {
      case U128 -> in.u128();
      case U256 -> in.u256();
      case ADDRESS -> in.address(size);
      default -> new Signer(in.address(size));
    };
  }

  @Override
  public String toString() {
    return tag.toString();
  }
}
