/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.Serializer;
import dev.sluice.move.state.StateView;
import dev.sluice.move.stdlib.StandardLibrary;
import dev.sluice.move.stdlib.StandardNatives;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual machine with some modules and the standard library, and one session on it. */
public final class TestVm {
  private static final Map<ModuleId, Bytes> LIBRARY = library();

  private final LoadedModules modules;
  private final MoveVm vm;
  private Session session;

  private TestVm(VmConfig config, Map<ModuleId, Bytes> code) {
    vm = new MoveVm(config);
    Map<ModuleId, Bytes> all = new HashMap<>();
    all.putAll(LIBRARY);
    all.putAll(code);
    modules = vm.load(id -> Optional.ofNullable(all.get(id)));
    session = vm.open(modules, StateView.empty());
  }

  private static Map<ModuleId, Bytes> library() {
    Map<ModuleId, Bytes> library = new HashMap<>();
    for (Bytes code : StandardLibrary.modules()) {
      library.put(new Deserializer().module(code.toArray()).id(), code);
    }
    return library;
  }

  /** The usual machine with these modules. */
  public static TestVm of(CompiledModule... modules) {
    return of(VmConfig.of(StandardNatives.registry()), modules);
  }

  /** A machine with these modules. */
  public static TestVm of(VmConfig config, CompiledModule... modules) {
    Map<ModuleId, Bytes> code = new HashMap<>();
    for (CompiledModule module : modules) {
      code.put(module.id(), code(module));
    }
    return new TestVm(config, code);
  }

  /** The bytecode of a module. */
  public static Bytes code(CompiledModule module) {
    return Bytes.of(Serializer.write(module));
  }

  /** The session. */
  public Session session() {
    return session;
  }

  /** The modules. */
  public LoadedModules modules() {
    return modules;
  }

  /** Starts a session on a state. */
  public Session open(StateView state) {
    session = vm.open(modules, state);
    return session;
  }

  /** A call of {@code 0x42::m::f<u64>} with arguments as Java values. */
  public Call call(String function, Object... arguments) {
    int generic = function.indexOf('<');
    String plain = generic < 0 ? function : function.substring(0, generic);
    String[] parts = plain.split("::");
    ModuleId module = new ModuleId(AccountAddress.parse(parts[0]), parts[1]);
    List<TypeTag> typeArguments =
        generic < 0
            ? List.of()
            : StructTag.parse("0x1::a::A" + function.substring(generic)).typeArguments();
    List<TypeTag> types = modules.signature(module, parts[2], typeArguments).parameters();
    Bytes[] values = new Bytes[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i] instanceof Bytes bytes ? bytes : bcs(types.get(i), arguments[i]);
    }
    return Call.function(module, parts[2])
        .withTypeArguments(typeArguments)
        .withArguments(List.of(values));
  }

  /** Calls {@code 0x42::m::f<u64>} with arguments as Java values. */
  public CallResult run(String function, Object... arguments) {
    return session.call(call(function, arguments));
  }

  /** The BCS of numbers, booleans, addresses as text, vectors as lists; structs as lists too. */
  public static Bytes bcs(TypeTag type, Object value) {
    BcsWriter out = new BcsWriter();
    write(out, type, value);
    return out.toBytes();
  }

  private static void write(BcsWriter out, TypeTag type, Object value) {
    if (value instanceof Bytes bytes) {
      out.fixedBytes(bytes);
    } else if (type instanceof TypeTag.Vector vector) {
      List<?> elements = (List<?>) value;
      out.length(elements.size());
      elements.forEach(element -> write(out, vector.element(), element));
    } else if (type instanceof TypeTag.Primitive primitive) {
      switch (primitive) {
        case BOOL -> out.bool((Boolean) value);
        case ADDRESS, SIGNER -> out.address(AccountAddress.parse((String) value));
        case U8 -> out.u8(number(value).intValue());
        case U16 -> out.u16(number(value).intValue());
        case U32 -> out.u32(number(value).longValue());
        case U64 -> out.u64(number(value).longValue());
        case U128 -> out.u128(U128.of(number(value)));
        case U256 -> out.u256(U256.of(number(value)));
      }
    } else {
      throw new IllegalArgumentException("give the bytes of a " + type);
    }
  }

  private static BigInteger number(Object value) {
    return value instanceof BigInteger big ? big : new BigInteger(value.toString());
  }
}
