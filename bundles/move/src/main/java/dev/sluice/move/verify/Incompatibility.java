/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;

/**
 * Why a new version of a module cannot replace the published one.
 *
 * @param kind what changed
 * @param name the struct, function or module it is about
 */
public record Incompatibility(Kind kind, String name) {
  /** What changed. */
  public enum Kind {
    /** The package may never change. */
    IMMUTABLE("is immutable"),
    /** The new module has another name or address. */
    MODULE_RENAMED("was renamed"),
    /** A struct is gone. */
    STRUCT_REMOVED("was removed"),
    /** A struct lost an ability. */
    STRUCT_ABILITY_REMOVED("lost an ability"),
    /** A struct has other type parameters, or demands more of them. */
    STRUCT_TYPE_PARAMETERS_CHANGED("has other type parameters"),
    /** A struct has other fields, or an enum other variants than some more at its end. */
    STRUCT_LAYOUT_CHANGED("has another layout"),
    /** A function that others may call is gone. */
    FUNCTION_REMOVED("was removed"),
    /** A function may be called by fewer. */
    FUNCTION_VISIBILITY_REDUCED("is less visible"),
    /** A function is no entry function any more. */
    FUNCTION_ENTRY_REMOVED("is no entry function any more"),
    /** A function takes other parameters. */
    FUNCTION_PARAMETERS_CHANGED("has other parameters"),
    /** A function returns something else. */
    FUNCTION_RETURNS_CHANGED("returns something else"),
    /** A function has other type parameters, or demands more of them. */
    FUNCTION_TYPE_PARAMETERS_CHANGED("has other type parameters"),
    /** A module is no friend any more. */
    FRIEND_REMOVED("is no friend any more");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** The refusal of the update, BACKWARD_INCOMPATIBLE_MODULE_UPDATE. */
  public MoveException toException() {
    return MoveException.of(StatusCode.BACKWARD_INCOMPATIBLE_MODULE_UPDATE, toString());
  }

  /** {@code S lost an ability}. */
  @Override
  public String toString() {
    return name + " " + kind.text;
  }
}
