/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the access specifiers of a function handle (version 7 and later). */
final class AccessSpecifierReader {
  private AccessSpecifierReader() {}

  static Optional<List<AccessSpecifier>> read(Cursor cursor) {
    return cursor.flag()
        ? Optional.of(
            cursor.list(
                Limits.ACCESS_SPECIFIERS, "access specifiers", AccessSpecifierReader::specifier))
        : Optional.empty();
  }

  private static AccessSpecifier specifier(Cursor cursor) {
    AccessSpecifier.Kind kind = kind(cursor);
    boolean negated = cursor.flag();
    AccessSpecifier.Resource resource = resource(cursor);
    return new AccessSpecifier(kind, negated, resource, address(cursor));
  }

  private static AccessSpecifier.Kind kind(Cursor cursor) {
    int kind = cursor.u8();
    return switch (kind) {
      case 1 -> AccessSpecifier.Kind.READ;
      case 2 -> AccessSpecifier.Kind.WRITE;
      case 3 -> AccessSpecifier.Kind.ACQUIRES;
      default -> throw cursor.malformed("access kind " + kind);
    };
  }

  private static AccessSpecifier.Resource resource(Cursor cursor) {
    int kind = cursor.u8();
    return switch (kind) {
      case 1 -> new AccessSpecifier.AnyResource();
      case 2 -> new AccessSpecifier.DeclaredAtAddress(cursor.index());
      case 3 -> new AccessSpecifier.DeclaredInModule(cursor.index());
      case 4 -> new AccessSpecifier.ResourceType(cursor.index());
      case 5 -> new AccessSpecifier.ResourceInstantiation(cursor.index(), cursor.index());
      default -> throw cursor.malformed("resource specifier " + kind);
    };
  }

  private static AccessSpecifier.Address address(Cursor cursor) {
    int kind = cursor.u8();
    return switch (kind) {
      case 1 -> new AccessSpecifier.AnyAddress();
      case 2 -> new AccessSpecifier.Literal(cursor.index());
      case 3 ->
          new AccessSpecifier.Parameter(
              cursor.uleb(Limits.LOCAL_INDEX, "local"),
              cursor.flag() ? OptionalInt.of(cursor.index()) : OptionalInt.empty());
      default -> throw cursor.malformed("address specifier " + kind);
    };
  }
}
