/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * {@code 0x1::table}. The type arguments are the key, the value and the box that the value is
 * stored in; a table is a struct whose first field that is no number is its handle.
 */
final class TableNatives {
  private static final String TABLE = "table";

  /** Abort code for a key that is there, as on the public networks. */
  private static final long KEY_EXISTS = 0x6407;

  /** Abort code for a key that is not there. */
  private static final long KEY_MISSING = 0x6507;

  private TableNatives() {}

  static void addTo(Natives natives) {
    natives
        .add(TABLE, "new_table_handle", context -> context.returnObject(context.newTable()))
        .add(TABLE, "add_box", TableNatives::add)
        .add(TABLE, "borrow_box", context -> borrow(context, false))
        .add(TABLE, "borrow_box_mut", context -> borrow(context, true))
        .add(TABLE, "contains_box", TableNatives::contains)
        .add(TABLE, "remove_box", TableNatives::remove)
        .add(TABLE, "destroy_empty_box", context -> {})
        .add(
            TABLE,
            "drop_unchecked_box",
            context -> ((Container) context.argument(0)).release(context.meter()));
  }

  private static AccountAddress handle(NativeContext context) {
    return (AccountAddress) ((Struct) context.argument(0)).objects[0];
  }

  /** The bytes of the key, which ends. */
  private static byte[] key(NativeContext context) {
    Type type = context.typeArgument(0);
    type.requireDepth();
    BcsWriter out = new BcsWriter();
    if (type.isLong()) {
      type.writeLong(out, context.longArgument(1));
    } else {
      Object key = context.argument(1);
      if (key instanceof Container container) {
        context.charge(GasCost.BCS_BYTE, container.footprint());
      }
      type.writeObject(out, key);
      Values.release(key, context.meter());
    }
    return out.toByteArray();
  }

  private static Type box(NativeContext context) {
    return context.typeArgument(2);
  }

  private static void add(NativeContext context) {
    Container value = (Container) context.argument(2);
    if (!context.addItem(handle(context), key(context), box(context), value)) {
      throw NativeContext.abort(KEY_EXISTS);
    }
  }

  private static void borrow(NativeContext context, boolean mutable) {
    context.returnObject(
        present(context.borrowItem(handle(context), key(context), box(context), mutable)));
  }

  private static void contains(NativeContext context) {
    boolean found = context.hasItem(handle(context), key(context), box(context));
    context.returnLong(found ? 1 : 0);
  }

  private static void remove(NativeContext context) {
    context.returnObject(present(context.removeItem(handle(context), key(context), box(context))));
  }

  private static Container present(@Nullable Container value) {
    if (value == null) {
      throw NativeContext.abort(KEY_MISSING);
    }
    return value;
  }
}
