/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.type;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.StructTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.Shape;
import dev.sluice.move.value.Struct;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A struct or enum with its type arguments. */
public final class StructType extends Type {
  /** A field. */
  public record Field(String name, Type type) {}

  /** The fields of a struct or of one variant of an enum, and how they are laid out. */
  public record Variant(String name, List<Field> fields, Shape shape) {
    /** Lays out fields. */
    public static Variant of(int number, String name, List<Field> fields) {
      boolean[] isLong = new boolean[fields.size()];
      int[] bytes = new int[fields.size()];
      for (int i = 0; i < bytes.length; i++) {
        Type type = fields.get(i).type();
        isLong[i] = type.isLong();
        bytes[i] = type.slotBytes();
      }
      return new Variant(name, List.copyOf(fields), new Shape(number, isLong, bytes));
    }
  }

  private final ModuleId module;
  private final String name;
  private final List<Type> arguments;
  private final AbilitySet abilities;
  private final boolean isEnum;
  private final StructTag tag;
  private final int tagHash;
  private final Function<StructType, List<Variant>> resolver;
  private volatile @Nullable List<Variant> variants;
  private volatile int knownDepth;

  /**
   * A struct type; call through the program only.
   *
   * @param abilities what this instantiation can do
   * @param resolver finds the variants (one without name for a struct) when first needed
   */
  public StructType(
      ModuleId module,
      String name,
      List<Type> arguments,
      AbilitySet abilities,
      boolean isEnum,
      Function<StructType, List<Variant>> resolver) {
    super(
        1 + arguments.stream().mapToInt(Type::nodes).sum(),
        1 + arguments.stream().mapToInt(Type::depth).max().orElse(0));
    this.module = module;
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.abilities = abilities;
    this.isEnum = isEnum;
    this.resolver = resolver;
    this.tag =
        new StructTag(
            module.address(), module.name(), name, arguments.stream().map(Type::tag).toList());
    this.tagHash = tag.hashCode();
  }

  /** The module that defines the type. */
  public ModuleId module() {
    return module;
  }

  /** The name within its module. */
  public String name() {
    return name;
  }

  /** The type arguments. */
  public List<Type> arguments() {
    return arguments;
  }

  /** What values can do. */
  public AbilitySet abilities() {
    return abilities;
  }

  /** Whether it is an enum. */
  public boolean isEnum() {
    return isEnum;
  }

  /** The variants of an enum, or the one layout of a struct. */
  public List<Variant> variants() {
    List<Variant> known = variants;
    if (known == null) {
      known = List.copyOf(resolver.apply(this));
      variants = known;
    }
    return known;
  }

  /** Whether this is the type with this name, whatever its arguments. */
  public boolean isNamed(ModuleId inModule, String typeName) {
    return name.equals(typeName) && module.equals(inModule);
  }

  @Override
  public Kind kind() {
    return Kind.CONTAINER;
  }

  @Override
  public int slotBytes() {
    return Footprint.POINTER;
  }

  @Override
  int tagNesting() {
    return 1 + arguments.stream().mapToInt(Type::tagNesting).max().orElse(0);
  }

  @Override
  int valueDepth(int limit) {
    int known = knownDepth;
    if (known > 0) {
      return Math.min(known, limit + 1);
    }
    if (limit == 0) {
      return 1;
    }
    int deepest = 0;
    for (Variant variant : variants()) {
      for (Field field : variant.fields()) {
        deepest = Math.max(deepest, field.type().valueDepth(limit - 1));
        if (deepest == limit) {
          return limit + 1;
        }
      }
    }
    knownDepth = 1 + deepest;
    return 1 + deepest;
  }

  @Override
  public StructTag tag() {
    return tag;
  }

  /** The hash code of the tag. */
  public int tagHash() {
    return tagHash;
  }

  @Override
  public void writeObject(BcsWriter out, Object value) {
    Struct struct = (Struct) value;
    if (isEnum) {
      out.variant(struct.shape.variant);
    }
    List<Field> fields = variants().get(struct.shape.variant).fields();
    int longs = 0;
    int objects = 0;
    for (int i = 0; i < fields.size(); i++) {
      Type type = fields.get(i).type();
      if (type.isLong()) {
        type.writeLong(out, struct.longs[longs++]);
      } else {
        type.writeObject(out, struct.objects[objects++]);
      }
    }
  }

  @Override
  public Struct readObject(BcsReader in, Meter meter) {
    List<Variant> all = variants();
    Variant variant = all.get(isEnum ? in.variant(all.size()) : 0);
    meter.allocate(variant.shape().bytes);
    Struct struct = Struct.blank(variant.shape());
    List<Field> fields = variant.fields();
    int longs = 0;
    int objects = 0;
    for (int i = 0; i < fields.size(); i++) {
      Type type = fields.get(i).type();
      if (type.isLong()) {
        struct.longs[longs++] = type.readLong(in);
      } else {
        struct.objects[objects++] = type.readObject(in, meter);
      }
    }
    return struct;
  }

  @Override
  public String toString() {
    return tag.toString();
  }
}
