/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.state.Event;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Values;
import java.util.Optional;

/** {@code 0x1::event}. */
final class EventNatives {
  private EventNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("event", "write_to_event_store", EventNatives::ofHandle)
        .add("event", "write_module_event_to_store", EventNatives::ofModule);
  }

  /** The BCS of an argument, which ends. */
  private static Bytes message(NativeContext context, int index) {
    Type type = context.typeArgument(0);
    type.requireDepth();
    type.requireTag();
    context.charge(GasCost.EVENT);
    BcsWriter out = new BcsWriter();
    if (type.isLong()) {
      type.writeLong(out, context.longArgument(index));
    } else {
      Object message = context.argument(index);
      if (message instanceof Container container) {
        context.charge(GasCost.EVENT_BYTE, container.footprint());
      }
      type.writeObject(out, message);
      Values.release(message, context.meter());
    }
    return out.toBytes();
  }

  private static void ofHandle(NativeContext context) {
    TypeTag type = context.typeArgument(0).tag();
    long sequence = context.longArgument(1);
    Bytes data = message(context, 2);
    Bytes guid = Bytes.of(context.takeBytes(0));
    context.emit(new Event.OfHandle(guid, sequence, type, data));
  }

  /** Only the module that defines a type may emit it, called through {@code event::emit}. */
  private static void ofModule(NativeContext context) {
    Optional<ModuleId> emitter = context.callerOfCaller();
    boolean allowed =
        context.typeArgument(0) instanceof StructType type
            && (emitter.isEmpty() || emitter.get().equals(type.module()));
    if (!allowed) {
      throw MoveException.of(
          StatusCode.INTERNAL_TYPE_ERROR,
          "only its own module may emit " + context.typeArgument(0));
    }
    context.emit(new Event.OfModule(context.typeArgument(0).tag(), message(context, 0)));
  }
}
