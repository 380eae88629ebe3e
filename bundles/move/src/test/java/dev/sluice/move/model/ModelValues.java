/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.model;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Values of the model. Bools are {@link Boolean}, addresses {@link AccountAddress}. */
final class ModelValues {
  private ModelValues() {}

  /** An integer. */
  record Num(int width, BigInteger value) {}

  /** A signer. */
  record Sig(AccountAddress address) {}

  /** A place that holds a value; as a value itself, a reference to that place. */
  static final class Cell {
    Object value;

    Cell(Object value) {
      this.value = value;
    }
  }

  /** A struct or enum value. */
  static final class Obj {
    /** Number of the variant, -1 for structs. */
    final int variant;

    final List<Cell> fields = new ArrayList<>();

    Obj(int variant) {
      this.variant = variant;
    }
  }

  /** A vector. */
  static final class Vec {
    final List<Cell> elements = new ArrayList<>();
  }

  static Object copy(Object value) {
    if (value instanceof Obj obj) {
      Obj copy = new Obj(obj.variant);
      obj.fields.forEach(field -> copy.fields.add(new Cell(copy(field.value))));
      return copy;
    } else if (value instanceof Vec vec) {
      Vec copy = new Vec();
      vec.elements.forEach(element -> copy.elements.add(new Cell(copy(element.value))));
      return copy;
    }
    return value;
  }

  static boolean equal(Object a, Object b) {
    if (a instanceof Cell x) {
      return equal(x.value, ((Cell) b).value);
    } else if (a instanceof Obj x) {
      return x.variant == ((Obj) b).variant && equal(x.fields, ((Obj) b).fields);
    } else if (a instanceof Vec x) {
      return equal(x.elements, ((Vec) b).elements);
    }
    return a.equals(b);
  }

  private static boolean equal(List<Cell> a, List<Cell> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** BCS; of a reference, of what it refers to. */
  static void write(BcsWriter out, Object value) {
    if (value instanceof Cell cell) {
      write(out, cell.value);
    } else if (value instanceof Boolean bool) {
      out.bool(bool);
    } else if (value instanceof AccountAddress address) {
      out.address(address);
    } else if (value instanceof Sig signer) {
      out.address(signer.address());
    } else if (value instanceof Num num) {
      switch (num.width()) {
        case 8 -> out.u8(num.value().intValue());
        case 16 -> out.u16(num.value().intValue());
        case 32 -> out.u32(num.value().longValue());
        case 64 -> out.u64(num.value().longValue());
        case 128 -> out.u128(U128.of(num.value()));
        default -> out.u256(U256.of(num.value()));
      }
    } else if (value instanceof Vec vec) {
      out.length(vec.elements.size());
      vec.elements.forEach(element -> write(out, element));
    } else if (value instanceof Obj obj) {
      if (obj.variant >= 0) {
        out.variant(obj.variant);
      }
      obj.fields.forEach(field -> write(out, field));
    }
  }

  static Num number(BcsReader in, int width) {
    BigInteger value = BigInteger.ZERO;
    for (int shift = 0; shift < width; shift += 8) {
      value = value.or(BigInteger.valueOf(in.u8()).shiftLeft(shift));
    }
    return new Num(width, value);
  }
}
