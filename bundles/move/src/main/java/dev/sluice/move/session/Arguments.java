/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.engine.Frame;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.type.VectorType;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Signer;
import dev.sluice.move.value.Struct;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Values between BCS and the registers of a function, by the rules for calls from outside. Not
 * thread-safe.
 */
final class Arguments {
  private final ModuleId string;
  private final ModuleId option;
  private final ModuleId object;
  private final Meter meter;

  /** Called for each object that is an argument: its type and address. */
  private final BiConsumer<StructType, AccountAddress> objects;

  Arguments(int addressLength, Meter meter, BiConsumer<StructType, AccountAddress> objects) {
    AccountAddress one = AccountAddress.of(1, addressLength);
    this.string = new ModuleId(one, "string");
    this.option = new ModuleId(one, "option");
    this.object = new ModuleId(one, "object");
    this.meter = meter;
    this.objects = objects;
  }

  /**
   * Arguments of a transaction: the signers first, then what may be passed from outside.
   *
   * @throws MoveException if they do not fit the function
   */
  Frame forTransaction(
      LoadedFunction function, List<AccountAddress> signers, List<Bytes> arguments) {
    List<Type> parameters = function.parameters();
    int signing = 0;
    while (signing < parameters.size() && isSigner(parameters.get(signing))) {
      signing++;
    }
    if (signing > 0 && signing != signers.size()) {
      throw MoveException.of(
          StatusCode.NUMBER_OF_SIGNER_ARGUMENTS_MISMATCH,
          signing + " signers expected, " + signers.size() + " given");
    }
    requireCount(parameters.size() - signing, arguments.size());
    for (Type type : parameters.subList(signing, parameters.size())) {
      requirePassable(type);
    }
    Frame frame = frame(function);
    for (int i = 0; i < signing; i++) {
      frame.objects[i] = signer(parameters.get(i), signers.get(i));
    }
    for (int i = signing; i < parameters.size(); i++) {
      read(frame, i, parameters.get(i), arguments.get(i - signing));
    }
    return frame;
  }

  /**
   * Arguments of any function.
   *
   * @throws MoveException if they do not fit the function
   */
  Frame forFunction(LoadedFunction function, List<Bytes> arguments) {
    List<Type> parameters = function.parameters();
    requireCount(parameters.size(), arguments.size());
    Frame frame = frame(function);
    for (int i = 0; i < parameters.size(); i++) {
      Type type = parameters.get(i);
      if (type instanceof ReferenceType reference) {
        read(frame, i, reference.target(), arguments.get(i));
        borrow(frame, i, reference.target());
      } else {
        read(frame, i, type, arguments.get(i));
      }
    }
    return frame;
  }

  /** Whether a function can be run once when its module is published: it takes a signer alone. */
  static boolean isInitializer(LoadedFunction function) {
    return function.parameters().size() == 1
        && isSigner(function.parameters().get(0))
        && function.returns().isEmpty();
  }

  /** The argument of a function that is run once when its module is published. */
  static Frame forInitializer(LoadedFunction function, AccountAddress publisher) {
    Frame frame = frame(function);
    frame.objects[0] = signer(function.parameters().get(0), publisher);
    return frame;
  }

  private static Object signer(Type parameter, AccountAddress account) {
    Signer signer = new Signer(account);
    return parameter instanceof ReferenceType ? new Reference.ObjectCell(signer) : signer;
  }

  private static void borrow(Frame frame, int index, Type target) {
    switch (target.kind()) {
      case LONG -> frame.objects[index] = new Reference.LongCell(frame.longs[index]);
      case OBJECT -> frame.objects[index] = new Reference.ObjectCell(object(frame, index));
      default -> {}
    }
  }

  private static Object object(Frame frame, int index) {
    Object value = frame.objects[index];
    if (value == null) {
      throw new IllegalStateException("no value at " + index);
    }
    return value;
  }

  private static Frame frame(LoadedFunction function) {
    return new Frame(Math.max(function.parameters().size(), function.returns().size()));
  }

  private static void requireCount(int expected, int given) {
    if (expected != given) {
      throw MoveException.of(
          StatusCode.NUMBER_OF_ARGUMENTS_MISMATCH,
          expected + " arguments expected, " + given + " given");
    }
  }

  private static boolean isSigner(Type type) {
    Type value = type instanceof ReferenceType reference ? reference.target() : type;
    return value instanceof PrimitiveType primitive && primitive.tag() == TypeTag.Primitive.SIGNER;
  }

  private void requirePassable(Type type) {
    boolean passable;
    if (type instanceof VectorType vector) {
      requirePassable(vector.element());
      passable = true;
    } else if (type instanceof StructType struct) {
      passable = struct.isNamed(string, "String") || struct.isNamed(object, "Object");
      if (struct.isNamed(option, "Option")) {
        requirePassable(struct.arguments().get(0));
        passable = true;
      }
    } else {
      passable = type instanceof PrimitiveType && !isSigner(type);
    }
    if (!passable) {
      throw MoveException.of(
          StatusCode.INVALID_PARAM_TYPE_FOR_DESERIALIZATION, "a transaction cannot pass a " + type);
    }
  }

  private void read(Frame frame, int index, Type type, Bytes bytes) {
    type.requireDepth();
    BcsReader in = new BcsReader(bytes);
    try {
      if (type.isLong()) {
        frame.longs[index] = type.readLong(in);
      } else {
        Object value = type.readObject(in, meter);
        frame.objects[index] = value;
        check(type, value);
      }
      in.end();
    } catch (CodecException e) {
      throw MoveException.of(
          StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT,
          "argument " + index + " is no " + type + ": " + e.getMessage());
    }
  }

  /** Checks what the bytes alone do not show: text is UTF-8, objects exist. */
  private void check(Type type, Object value) {
    if (type instanceof VectorType vector && vector.storage() == VectorType.Storage.OBJECTS) {
      ObjectVector elements = (ObjectVector) value;
      if (vector.element().kind() == Type.Kind.CONTAINER) {
        for (int i = 0; i < elements.size; i++) {
          check(vector.element(), elements.elements[i]);
        }
      }
    } else if (type instanceof StructType struct) {
      checkStruct(struct, (Struct) value);
    }
  }

  private void checkStruct(StructType type, Struct value) {
    if (type.isNamed(string, "String") && value.objects[0] instanceof ByteVector bytes) {
      requireUtf8(bytes);
    } else if (type.isNamed(object, "Object")
        && value.objects.length == 1
        && value.objects[0] instanceof AccountAddress address) {
      objects.accept(type, address);
    } else {
      List<StructType.Field> fields = type.variants().get(value.shape.variant).fields();
      for (int i = 0; i < fields.size(); i++) {
        Type fieldType = fields.get(i).type();
        if (fieldType.kind() == Type.Kind.CONTAINER) {
          check(fieldType, value.objects[value.shape.slot(i)]);
        }
      }
    }
  }

  private static void requireUtf8(ByteVector bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.elements, 0, bytes.size));
    } catch (CharacterCodingException e) {
      throw new CodecException(CodecException.Reason.BAD_UTF8, "a string that is not UTF-8");
    }
  }

  /** The results of a function. */
  static List<CallResult.Value> results(LoadedFunction function, Frame frame) {
    List<CallResult.Value> values = new ArrayList<>();
    for (int i = 0; i < function.returns().size(); i++) {
      Type type = function.returns().get(i);
      BcsWriter out = new BcsWriter();
      if (type instanceof ReferenceType reference) {
        type = reference.target();
        writeTarget(out, type, object(frame, i));
      } else if (type.isLong()) {
        type.writeLong(out, frame.longs[i]);
      } else {
        type.writeObject(out, object(frame, i));
      }
      values.add(new CallResult.Value(type.tag(), out.toBytes()));
    }
    return values;
  }

  private static void writeTarget(BcsWriter out, Type type, Object reference) {
    switch (type.kind()) {
      case LONG -> type.writeLong(out, ((Reference) reference).getLong());
      case OBJECT -> type.writeObject(out, ((Reference) reference).get());
      default -> type.writeObject(out, reference);
    }
  }
}
