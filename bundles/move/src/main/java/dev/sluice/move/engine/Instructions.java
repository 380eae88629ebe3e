/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.MoveException;
import dev.sluice.move.code.Op;
import dev.sluice.move.code.VariantField;
import dev.sluice.move.code.VectorPack;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.type.StructType;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Shape;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Vector;

/** The interpreter's instructions that are not in its loop. */
final class Instructions {
  private Instructions() {}

  private static int a(long word, int fp) {
    return fp + ((int) (word >>> 8) & 0xffff);
  }

  private static int b(long word, int fp) {
    return fp + ((int) (word >>> 24) & 0xffff);
  }

  private static int c(long word) {
    return (int) (word >>> 40);
  }

  /** Executes an instruction on values; false if it is none. */
  static boolean values(long word, int fp, long[] l, Object[] o, Object[] pool, Meter meter) {
    int a = a(word, fp);
    int b = b(word, fp);
    int c = c(word);
    switch ((int) word & 0xff) {
      case Op.READ_OBJECT -> o[a] = ((Reference) o[b]).get();
      case Op.WRITE_OBJECT -> ((Reference) o[b]).set(o[a]);
      case Op.COPY -> o[a] = ((Container) o[b]).copy(meter);
      case Op.REPLACE -> Operations.replace((Container) o[b], (Container) o[a], meter);
      case Op.DROP -> Operations.drop(o[a], meter);
      case Op.PACK -> o[a] = Operations.pack((Shape) pool[c], l, o, b, meter);
      case Op.UNPACK -> Operations.unpack((Struct) o[b], l, o, a, meter);
      case Op.UNPACK_VARIANT ->
          Operations.unpack(Operations.requireVariant(o[b], c), l, o, a, meter);
      case Op.TEST_VARIANT -> l[a] = ((Struct) o[b]).shape.variant == c ? 1 : 0;
      case Op.BORROW_LONG -> o[a] = new Reference.LongField((Struct) o[b], c);
      case Op.BORROW_OBJECT -> o[a] = new Reference.ObjectField((Struct) o[b], c);
      case Op.VARIANT_SLOT -> l[a] = Operations.variantSlot((VariantField) pool[c], o[b]);
      case Op.GET_LONG_AT -> l[a] = ((Struct) o[b]).longs[(int) l[fp + c]];
      case Op.GET_OBJECT_AT -> o[a] = ((Struct) o[b]).objects[(int) l[fp + c]];
      case Op.BORROW_LONG_AT -> o[a] = new Reference.LongField((Struct) o[b], (int) l[fp + c]);
      case Op.BORROW_OBJECT_AT -> o[a] = new Reference.ObjectField((Struct) o[b], (int) l[fp + c]);
      case Op.EQ_OBJECT -> l[a] = Operations.equal(o[b], o[fp + c], meter) ? 1 : 0;
      case Op.WIDE -> o[a] = WideMath.binary(c >>> 16, o[b], o[fp + (c & 0xffff)]);
      case Op.WIDE_COMPARE -> l[a] = WideMath.compare(c >>> 16, o[b], o[fp + (c & 0xffff)]) ? 1 : 0;
      case Op.WIDE_SHIFT -> o[a] = WideMath.shift(c >>> 16, o[b], l[fp + (c & 0xffff)]);
      case Op.WIDE_CAST -> wideCast(l, o, a, b, c);
      case Op.VECTOR_PUT_OBJECT -> {
        ObjectVector vector = (ObjectVector) o[b];
        vector.elements[Operations.index(vector, l[fp + c])] = o[a];
      }
      case Op.VECTOR_BORROW -> o[a] = Operations.vectorBorrow((Vector) o[b], l[fp + c]);
      case Op.VECTOR_PUSH_BYTE -> Operations.push((ByteVector) o[a], l[b], meter);
      case Op.VECTOR_PUSH_LONG -> Operations.push((LongVector) o[a], l[b], meter);
      case Op.VECTOR_PUSH_OBJECT -> Operations.push((ObjectVector) o[a], o[b], meter);
      case Op.VECTOR_POP_BYTE -> l[a] = Operations.forPop((ByteVector) o[b], meter).pop() & 0xff;
      case Op.VECTOR_POP_LONG -> l[a] = Operations.forPop((LongVector) o[b], meter).pop();
      case Op.VECTOR_POP_OBJECT -> o[a] = Operations.forPop((ObjectVector) o[b], meter).pop();
      case Op.VECTOR_SWAP -> Operations.swap((Vector) o[a], l[b], l[fp + c]);
      case Op.VECTOR_PACK -> o[a] = Operations.vectorPack((VectorPack) pool[c], l, o, b, meter);
      case Op.VECTOR_UNPACK -> Operations.vectorUnpack((Vector) o[b], c, l, o, a, meter);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void wideCast(long[] l, Object[] o, int a, int b, int c) {
    int from = c >>> 12;
    int to = c & 0xfff;
    if (to <= 64) {
      l[a] = WideMath.toLong(o[b], to);
    } else {
      o[a] = from <= 64 ? WideMath.toWide(l[b], to) : WideMath.toWide(o[b], to);
    }
  }

  /** Executes any other instruction. */
  static void storage(long word, int fp, long[] l, Object[] o, Object[] pool, Execution execution) {
    int a = a(word, fp);
    int b = b(word, fp);
    int c = c(word);
    switch ((int) word & 0xff) {
      case Op.EXISTS ->
          l[a] = execution.storage().exists((StructType) pool[c], (AccountAddress) o[b]) ? 1 : 0;
      case Op.BORROW_GLOBAL ->
          o[a] = execution.storage().borrow((StructType) pool[c], (AccountAddress) o[b], false);
      case Op.BORROW_GLOBAL_MUT ->
          o[a] = execution.storage().borrow((StructType) pool[c], (AccountAddress) o[b], true);
      case Op.MOVE_FROM ->
          o[a] = execution.storage().moveFrom((StructType) pool[c], (AccountAddress) o[b]);
      case Op.MOVE_TO -> Operations.moveTo((StructType) pool[c], o[a], o[b], execution);
      case Op.LOAD_VECTOR -> o[a] = ((Container) pool[c]).copy(execution.meter());
      case Op.CELL_LONG -> o[a] = new Reference.LongCell(l[b]);
      case Op.CELL_OBJECT -> o[a] = new Reference.ObjectCell(o[b]);
      case Op.CLEAR -> o[a] = null;
      case Op.ABORT -> throw Failures.abort(l[a]);
      case Op.FAIL -> throw (MoveException) pool[c];
      default -> throw new IllegalStateException("no instruction " + ((int) word & 0xff));
    }
  }
}
