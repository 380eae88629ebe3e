/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.Identifiers;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.StructDefinition.Layout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads compiled modules and scripts: bytecode versions 5 and 6, and 7 in the Aptos flavour.
 * Thread-safe.
 *
 * <p>Time and memory are linear in the number of bytes, whatever counts the bytes claim. Input that
 * does not follow the format raises {@link MoveException} with a status of kind {@link
 * StatusCode.Kind#DESERIALIZATION}, nothing else. Whether indices are in range and the code makes
 * sense is for the verifier to say.
 */
public final class Deserializer {
  /** Compilers used to name a script's own module so. */
  private static final Pattern SELF = Pattern.compile("<SELF>(_[0-9]+)?");

  private final int addressLength;
  private final int maxIdentifierBytes;

  /** Reads units with addresses of 32 bytes and identifiers of up to 255. */
  public Deserializer() {
    this(AccountAddress.LENGTH, Limits.IDENTIFIER_BYTES);
  }

  /**
   * Reads units of another chain.
   *
   * @param addressLength bytes of an address, 32 or 16
   * @param maxIdentifierBytes most bytes of an identifier: {@link Limits#IDENTIFIER_BYTES} or
   *     {@link Limits#LEGACY_IDENTIFIER_BYTES}
   */
  public Deserializer(int addressLength, int maxIdentifierBytes) {
    this.addressLength = AccountAddress.of(0, addressLength).length();
    this.maxIdentifierBytes = maxIdentifierBytes;
  }

  /** Reads a module. */
  public CompiledModule module(byte[] bytes) {
    UnitLayout unit = UnitLayout.read(bytes, false);
    Cursor tail = unit.tail();
    int self = tail.index();
    requireEnd(tail);
    CodeReader code = new CodeReader(unit.version());
    SignatureReader types = new SignatureReader(unit.version());
    return new CompiledModule(
        unit.version(),
        self,
        unit.table(TableKind.MODULE_HANDLES, Deserializer::moduleHandle),
        unit.table(TableKind.STRUCT_HANDLES, Deserializer::structHandle),
        unit.table(TableKind.FUNCTION_HANDLES, c -> functionHandle(c, unit.version())),
        unit.table(TableKind.FUNCTION_INSTANTIATIONS, Deserializer::instantiation),
        unit.table(TableKind.SIGNATURES, types::signature),
        unit.table(TableKind.CONSTANTS, c -> constant(c, types)),
        unit.table(TableKind.IDENTIFIERS, this::identifier),
        unit.table(TableKind.ADDRESSES, this::address),
        unit.table(TableKind.METADATA, Deserializer::metadata),
        unit.table(TableKind.STRUCTS, c -> struct(c, types, unit.version())),
        unit.table(TableKind.STRUCT_INSTANTIATIONS, Deserializer::instantiation),
        unit.table(TableKind.FUNCTIONS, c -> function(c, code)),
        unit.table(TableKind.FIELDS, c -> new FieldHandle(c.index(), fieldIndex(c))),
        unit.table(TableKind.FIELD_INSTANTIATIONS, Deserializer::instantiation),
        unit.table(TableKind.FRIENDS, Deserializer::moduleHandle),
        unit.table(TableKind.VARIANT_FIELDS, Deserializer::variantField),
        unit.table(TableKind.VARIANT_FIELD_INSTANTIATIONS, Deserializer::instantiation),
        unit.table(TableKind.VARIANTS, c -> new VariantHandle(c.index(), variantIndex(c))),
        unit.table(TableKind.VARIANT_INSTANTIATIONS, Deserializer::instantiation));
  }

  /** Reads a script. */
  public CompiledScript script(byte[] bytes) {
    UnitLayout unit = UnitLayout.read(bytes, true);
    Cursor tail = unit.tail();
    List<AbilitySet> typeParameters = abilitySets(tail);
    int parameters = tail.index();
    CodeUnit code = new CodeReader(unit.version()).codeUnit(tail);
    requireEnd(tail);
    SignatureReader types = new SignatureReader(unit.version());
    return new CompiledScript(
        unit.version(),
        unit.table(TableKind.MODULE_HANDLES, Deserializer::moduleHandle),
        unit.table(TableKind.STRUCT_HANDLES, Deserializer::structHandle),
        unit.table(TableKind.FUNCTION_HANDLES, c -> functionHandle(c, unit.version())),
        unit.table(TableKind.FUNCTION_INSTANTIATIONS, Deserializer::instantiation),
        unit.table(TableKind.SIGNATURES, types::signature),
        unit.table(TableKind.CONSTANTS, c -> constant(c, types)),
        unit.table(TableKind.IDENTIFIERS, this::identifier),
        unit.table(TableKind.ADDRESSES, this::address),
        unit.table(TableKind.METADATA, Deserializer::metadata),
        typeParameters,
        parameters,
        code);
  }

  private static void requireEnd(Cursor tail) {
    if (!tail.atEnd()) {
      throw tail.malformed(tail.remaining() + " bytes are left over");
    }
  }

  private static ModuleHandle moduleHandle(Cursor cursor) {
    return new ModuleHandle(cursor.index(), cursor.index());
  }

  private static StructHandle structHandle(Cursor cursor) {
    int module = cursor.index();
    int name = cursor.index();
    AbilitySet abilities = abilities(cursor);
    return new StructHandle(
        module,
        name,
        abilities,
        cursor.list(
            Limits.TYPE_PARAMETERS,
            "type parameters",
            c -> new StructTypeParameter(abilities(c), c.uleb(1, "phantom flag") == 1)));
  }

  private static FunctionHandle functionHandle(Cursor cursor, int version) {
    int module = cursor.index();
    int name = cursor.index();
    int parameters = cursor.index();
    int returns = cursor.index();
    List<AbilitySet> typeParameters = abilitySets(cursor);
    Optional<List<AccessSpecifier>> access =
        version >= 7 ? AccessSpecifierReader.read(cursor) : Optional.empty();
    return new FunctionHandle(module, name, parameters, returns, typeParameters, access);
  }

  private static AbilitySet abilities(Cursor cursor) {
    return AbilitySet.ofBits(cursor.uleb(AbilitySet.ALL.bits(), "ability set"));
  }

  private static List<AbilitySet> abilitySets(Cursor cursor) {
    return cursor.list(Limits.TYPE_PARAMETERS, "type parameters", Deserializer::abilities);
  }

  private static Instantiation instantiation(Cursor cursor) {
    return new Instantiation(cursor.index(), cursor.index());
  }

  private static Constant constant(Cursor cursor, SignatureReader types) {
    SignatureToken type = types.token(cursor);
    return new Constant(type, blob(cursor, Limits.CONSTANT_BYTES, "constant"));
  }

  private static Metadata metadata(Cursor cursor) {
    Bytes key = blob(cursor, Limits.METADATA_KEY_BYTES, "metadata key");
    return new Metadata(key, blob(cursor, Limits.METADATA_VALUE_BYTES, "metadata value"));
  }

  private static Bytes blob(Cursor cursor, int max, String what) {
    return cursor.bytes(cursor.uleb(max, "length of " + what));
  }

  private String identifier(Cursor cursor) {
    Bytes bytes = blob(cursor, maxIdentifierBytes, "identifier");
    // Bytes beyond ASCII become characters that no identifier has, so this also rejects bad UTF-8.
    String name = new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    // Bytecode 9 lets a name hold a dollar.
    boolean valid = Identifiers.isValid(name) && name.indexOf('$') < 0;
    if (!valid && !SELF.matcher(name).matches()) {
      throw cursor.malformed("a name that is no identifier");
    }
    return name;
  }

  private AccountAddress address(Cursor cursor) {
    return AccountAddress.of(cursor.bytes(addressLength).toArray());
  }

  private static StructDefinition struct(Cursor cursor, SignatureReader types, int version) {
    int handle = cursor.index();
    int flag = cursor.u8();
    Layout layout =
        switch (flag) {
          case 1 -> new StructDefinition.Native();
          case 2 -> new StructDefinition.Fields(fields(cursor, types));
          case 3 -> {
            if (version < 7) {
              throw cursor.malformed("an enum in bytecode version " + version);
            }
            yield new StructDefinition.Variants(
                cursor.list(
                    Limits.VARIANTS,
                    "variants",
                    c -> new VariantDefinition(c.index(), fields(c, types))));
          }
          default ->
              throw cursor.failure(StatusCode.UNKNOWN_NATIVE_STRUCT_FLAG, "struct flag " + flag);
        };
    return new StructDefinition(handle, layout);
  }

  private static List<FieldDefinition> fields(Cursor cursor, SignatureReader types) {
    return cursor.list(
        Limits.FIELDS, "fields", c -> new FieldDefinition(c.index(), types.token(c)));
  }

  private static int fieldIndex(Cursor cursor) {
    return cursor.uleb(Limits.FIELDS, "field");
  }

  private static int variantIndex(Cursor cursor) {
    return cursor.uleb(Limits.VARIANTS, "variant");
  }

  private static VariantFieldHandle variantField(Cursor cursor) {
    int struct = cursor.index();
    int field = fieldIndex(cursor);
    return new VariantFieldHandle(
        struct, field, cursor.list(Limits.VARIANTS, "variants", Deserializer::variantIndex));
  }

  private static FunctionDefinition function(Cursor cursor, CodeReader reader) {
    int handle = cursor.index();
    int visibility = cursor.u8();
    Visibility known =
        Visibility.byCode(visibility)
            .orElseThrow(() -> cursor.malformed("visibility " + visibility));
    int flags = cursor.u8();
    List<Integer> acquires = cursor.list(Limits.ACQUIRES, "acquires", Cursor::index);
    Optional<CodeUnit> code =
        (flags & FunctionFlags.NATIVE) != 0
            ? Optional.empty()
            : Optional.of(reader.codeUnit(cursor));
    if ((flags & ~(FunctionFlags.NATIVE | FunctionFlags.ENTRY)) != 0) {
      // Last, as in the reference reader: what is wrong with the body goes first.
      throw cursor.failure(StatusCode.INVALID_FLAG_BITS, "function flags " + flags);
    }
    return new FunctionDefinition(
        handle, known, (flags & FunctionFlags.ENTRY) != 0, acquires, code);
  }
}
