/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.StructTypeParameter;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.StructType.Field;
import dev.sluice.move.type.StructType.Variant;
import dev.sluice.move.type.Type;
import dev.sluice.move.type.VectorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The types and functions of a program, made when first needed and once for each list of type
 * arguments. A program replaces it by an empty one when it has grown too large, so that it is a
 * bounded cache. Thread-safe.
 */
public final class Specializations {
  private record StructKey(LoadedUnit unit, int index, List<Type> arguments) {}

  private record FunctionKey(LoadedUnit unit, int index, List<Type> arguments) {}

  private record ReferenceKey(Type target, boolean mutable) {}

  /** About what a type or function takes, its names and its place in the maps included. */
  static final long ENTRY_BYTES = 600;

  /** About what an instruction takes in lowered code. */
  static final long WORD_BYTES = 16;

  private final Program program;
  private final Map<Type, VectorType> vectors = new ConcurrentHashMap<>();
  private final Map<ReferenceKey, ReferenceType> references = new ConcurrentHashMap<>();
  private final Map<StructKey, StructType> structs = new ConcurrentHashMap<>();
  private final Map<FunctionKey, LoadedFunction> functions = new ConcurrentHashMap<>();
  private final AtomicInteger genericFunctions = new AtomicInteger();
  private final AtomicLong codeBytes = new AtomicLong();
  private final AtomicLong plainEntries = new AtomicLong();

  Specializations(Program program) {
    this.program = program;
  }

  /** The program. */
  public Program program() {
    return program;
  }

  /** Number of types and functions made so far. */
  public int size() {
    return vectors.size() + references.size() + structs.size() + functions.size();
  }

  /**
   * {@code vector<element>}.
   *
   * @throws MoveException if the type is too large
   */
  public VectorType vector(Type element) {
    requireRoom(element.nodes(), element.depth());
    return vectors.computeIfAbsent(element, VectorType::new);
  }

  ReferenceType reference(Type target, boolean mutable) {
    return references.computeIfAbsent(
        new ReferenceKey(target, mutable), key -> new ReferenceType(target, mutable));
  }

  /**
   * A type that one instruction makes of others may exceed the limits on types that code names;
   * such types are still bounded.
   */
  private static void requireRoom(int nodes, int depth) {
    if (nodes > MAX_DERIVED_NODES || depth > MAX_DERIVED_DEPTH) {
      throw MoveException.of(StatusCode.TOO_MANY_TYPE_NODES, "a type that is far too large");
    }
  }

  private static final int MAX_DERIVED_NODES = 4096;
  private static final int MAX_DERIVED_DEPTH = 256;

  /** The type that a definition of a module has with these arguments. */
  StructType struct(LoadedUnit unit, int definition, List<Type> arguments) {
    int nodes = 1;
    int depth = 1;
    for (Type argument : arguments) {
      nodes += argument.nodes();
      depth = Math.max(depth, 1 + argument.depth());
    }
    requireRoom(nodes, depth);
    return structs.computeIfAbsent(
        new StructKey(unit, definition, List.copyOf(arguments)), this::makeStruct);
  }

  private StructType makeStruct(StructKey key) {
    CompiledUnit unit = key.unit().unit();
    StructHandle handle = key.unit().structHandle(key.index());
    StructDefinition definition = key.unit().structDefinition(key.index());
    return new StructType(
        unit.moduleOf(handle),
        unit.identifiers().get(handle.name()),
        key.arguments(),
        abilities(handle, key.arguments()),
        definition.layout() instanceof StructDefinition.Variants,
        type -> variants(key.unit(), definition, type.arguments()));
  }

  private static AbilitySet abilities(StructHandle handle, List<Type> arguments) {
    AbilitySet result = AbilitySet.EMPTY;
    for (Ability ability : Ability.values()) {
      boolean has = handle.abilities().has(ability);
      for (int i = 0; has && i < arguments.size(); i++) {
        StructTypeParameter parameter = handle.typeParameters().get(i);
        has = parameter.phantom() || abilities(arguments.get(i)).has(ability.requires());
      }
      if (has) {
        result = result.or(AbilitySet.of(ability));
      }
    }
    return result;
  }

  /** What values of a type can do. */
  public static AbilitySet abilities(Type type) {
    if (type instanceof StructType struct) {
      return struct.abilities();
    } else if (type instanceof VectorType vector) {
      return AbilitySet.VECTOR.and(abilities(vector.element()));
    } else if (type instanceof ReferenceType) {
      return AbilitySet.REFERENCE;
    }
    return type.tag() == TypeTag.Primitive.SIGNER ? AbilitySet.SIGNER : AbilitySet.PRIMITIVE;
  }

  private List<Variant> variants(
      LoadedUnit unit, StructDefinition definition, List<Type> arguments) {
    if (definition.layout() instanceof StructDefinition.Fields struct) {
      return List.of(Variant.of(0, "", fields(unit, struct.fields(), arguments)));
    } else if (definition.layout() instanceof StructDefinition.Variants choice) {
      List<Variant> variants = new ArrayList<>();
      for (int i = 0; i < choice.variants().size(); i++) {
        var variant = choice.variants().get(i);
        String name = unit.unit().identifiers().get(variant.name());
        variants.add(Variant.of(i, name, fields(unit, variant.fields(), arguments)));
      }
      return variants;
    }
    throw MoveException.of(StatusCode.MISSING_DEPENDENCY, "native structs are not offered");
  }

  private List<Field> fields(
      LoadedUnit unit, List<FieldDefinition> definitions, List<Type> arguments) {
    List<Field> fields = new ArrayList<>(definitions.size());
    for (FieldDefinition field : definitions) {
      String name = unit.unit().identifiers().get(field.name());
      fields.add(new Field(name, type(unit, field.type(), arguments)));
    }
    return fields;
  }

  /** The types of a signature; none for {@link LoadedUnit#NO_SIGNATURE}. */
  List<Type> types(LoadedUnit unit, int signature, List<Type> arguments) {
    if (signature == LoadedUnit.NO_SIGNATURE) {
      return List.of();
    }
    return types(unit, unit.unit().signatures().get(signature).tokens(), arguments);
  }

  private List<Type> types(LoadedUnit unit, List<SignatureToken> tokens, List<Type> arguments) {
    List<Type> types = new ArrayList<>(tokens.size());
    for (SignatureToken token : tokens) {
      types.add(type(unit, token, arguments));
    }
    return List.copyOf(types);
  }

  /**
   * The type a token means.
   *
   * @param unit where the token stands
   * @param arguments what the type parameters stand for
   * @throws MoveException if the type is too large, or a module it names cannot be loaded
   */
  Type type(LoadedUnit unit, SignatureToken token, List<Type> arguments) {
    if (token instanceof SignatureToken.Primitive primitive) {
      return primitive(primitive);
    } else if (token instanceof SignatureToken.Vector vector) {
      return vector(type(unit, vector.element(), arguments));
    } else if (token instanceof SignatureToken.Struct struct) {
      return struct(unit, unit.unit().structHandles().get(struct.handle()), List.of());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      List<Type> actual = types(unit, struct.arguments(), arguments);
      return struct(unit, unit.unit().structHandles().get(struct.handle()), actual);
    } else if (token instanceof SignatureToken.Reference reference) {
      return reference(type(unit, reference.target(), arguments), false);
    } else if (token instanceof SignatureToken.MutableReference reference) {
      return reference(type(unit, reference.target(), arguments), true);
    }
    return arguments.get(((SignatureToken.TypeParameter) token).index());
  }

  private PrimitiveType primitive(SignatureToken.Primitive primitive) {
    return switch (primitive) {
      case BOOL -> PrimitiveType.BOOL;
      case U8 -> PrimitiveType.U8;
      case U16 -> PrimitiveType.U16;
      case U32 -> PrimitiveType.U32;
      case U64 -> PrimitiveType.U64;
      case U128 -> PrimitiveType.U128;
      case U256 -> PrimitiveType.U256;
      case ADDRESS -> PrimitiveType.address(program.addressLength());
      case SIGNER -> PrimitiveType.signer(program.addressLength());
    };
  }

  private StructType struct(LoadedUnit unit, StructHandle handle, List<Type> arguments) {
    ModuleId module = unit.unit().moduleOf(handle);
    LoadedUnit owner = program.module(module);
    return struct(
        owner, structIndex(owner, unit.unit().identifiers().get(handle.name())), arguments);
  }

  private static int structIndex(LoadedUnit owner, String name) {
    return owner
        .structIndex(name)
        .orElseThrow(
            () ->
                MoveException.of(
                    StatusCode.TYPE_RESOLUTION_FAILURE, "no struct " + owner + "::" + name));
  }

  /**
   * The type with a name from outside.
   *
   * @throws MoveException if there is none, or it is too large, or its arguments lack an ability
   */
  public Type type(TypeTag tag) {
    Type type = unlimitedType(tag);
    Type.requireSize(type.nodes(), type.depth());
    return type;
  }

  private Type unlimitedType(TypeTag tag) {
    if (tag instanceof TypeTag.Vector vector) {
      return vector(unlimitedType(vector.element()));
    } else if (tag instanceof StructTag struct) {
      LoadedUnit owner = program.module(new ModuleId(struct.address(), struct.module()));
      int index = structIndex(owner, struct.name());
      List<Type> arguments = struct.typeArguments().stream().map(this::unlimitedType).toList();
      requireArguments(
          owner.structHandle(index).typeParameters().stream()
              .map(StructTypeParameter::constraints)
              .toList(),
          arguments);
      return struct(owner, index, arguments);
    }
    return switch ((TypeTag.Primitive) tag) {
      case BOOL -> PrimitiveType.BOOL;
      case U8 -> PrimitiveType.U8;
      case U16 -> PrimitiveType.U16;
      case U32 -> PrimitiveType.U32;
      case U64 -> PrimitiveType.U64;
      case U128 -> PrimitiveType.U128;
      case U256 -> PrimitiveType.U256;
      case ADDRESS -> PrimitiveType.address(program.addressLength());
      case SIGNER -> PrimitiveType.signer(program.addressLength());
    };
  }

  private static void requireArguments(List<AbilitySet> constraints, List<Type> arguments) {
    if (constraints.size() != arguments.size()) {
      throw MoveException.of(
          StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH,
          constraints.size() + " type arguments expected, " + arguments.size() + " given");
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (!abilities(arguments.get(i)).containsAll(constraints.get(i))) {
        throw MoveException.of(
            StatusCode.CONSTRAINT_NOT_SATISFIED,
            arguments.get(i) + " lacks an ability of: " + constraints.get(i));
      }
    }
  }

  /**
   * A function called from outside.
   *
   * @throws MoveException if the module or function does not exist, or the arguments do not fit
   */
  public LoadedFunction function(ModuleId module, String name, List<TypeTag> typeArguments) {
    LoadedUnit unit = program.module(module);
    int index = functionIndex(unit, name);
    List<Type> arguments = typeArguments.stream().map(this::type).toList();
    requireArguments(unit.functionView(index).typeParameters(), arguments);
    return function(unit, index, arguments);
  }

  /** Whether a module has a function with so many type parameters. */
  public boolean hasFunction(ModuleId module, String name, int typeParameters) {
    LoadedUnit unit = program.module(module);
    return unit.functionIndex(name)
        .filter(index -> unit.functionView(index).typeParameters().size() == typeParameters)
        .isPresent();
  }

  /** The main function of a script. */
  public LoadedFunction script(LoadedUnit script, List<TypeTag> typeArguments) {
    List<Type> arguments = typeArguments.stream().map(this::type).toList();
    requireArguments(script.functionView(0).typeParameters(), arguments);
    // Not kept: each script is a unit of its own, which nothing else can call.
    return make(script, 0, arguments);
  }

  private static int functionIndex(LoadedUnit owner, String name) {
    return owner
        .functionIndex(name)
        .orElseThrow(
            () ->
                MoveException.of(
                    StatusCode.FUNCTION_RESOLUTION_FAILURE, "no function " + owner + "::" + name));
  }

  /** The function that a handle of a unit means. */
  LoadedFunction function(LoadedUnit unit, FunctionHandle handle, List<Type> arguments) {
    LoadedUnit owner = program.module(unit.unit().moduleOf(handle));
    String name = unit.unit().identifiers().get(handle.name());
    return function(owner, functionIndex(owner, name), arguments);
  }

  private LoadedFunction function(LoadedUnit unit, int index, List<Type> arguments) {
    FunctionKey key = new FunctionKey(unit, index, List.copyOf(arguments));
    LoadedFunction known = functions.get(key);
    if (known == null) {
      LoadedFunction made = make(unit, index, arguments);
      LoadedFunction other = functions.putIfAbsent(key, made);
      known = other != null ? other : made;
    }
    return known;
  }

  private LoadedFunction make(LoadedUnit unit, int index, List<Type> arguments) {
    int id = arguments.isEmpty() ? 0 : genericFunctions.getAndIncrement();
    return new LoadedFunction(unit, index, arguments, this, id);
  }

  /**
   * Notes what lowering a function has made.
   *
   * @param sizeBefore {@link #size} before
   */
  void lowered(LoadedFunction function, int words, int sizeBefore) {
    if (function.module().isPresent()) {
      if (function.typeArguments().isEmpty()) {
        plainEntries.addAndGet(size() - sizeBefore);
      } else {
        codeBytes.addAndGet(words * WORD_BYTES);
      }
    }
  }

  /**
   * About how many bytes are kept for instantiations that calls have asked for. What functions
   * without type arguments need is as large as the modules and does not count: else a module with
   * many instantiations could have everything thrown away at every call.
   */
  long instantiatedBytes() {
    return codeBytes.get() + (size() - plainEntries.get()) * ENTRY_BYTES;
  }
}
