/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.OptionalInt;

/**
 * A declaration that a function may, or if negated may not, touch some resources.
 *
 * @param kind the kind of access
 * @param negated whether the access is ruled out
 * @param resource which resource types
 * @param address under which accounts
 */
public record AccessSpecifier(Kind kind, boolean negated, Resource resource, Address address) {
  /** The kinds of access. */
  public enum Kind {
    /** Reads only. */
    READ,
    /** Reads and writes. */
    WRITE,
    /** Any access of a function that has the type in its acquires list. */
    ACQUIRES
  }

  /** Which resource types. */
  public sealed interface Resource {}

  /** Every type. */
  public record AnyResource() implements Resource {}

  /** Types declared by modules of an account, an index into the addresses. */
  public record DeclaredAtAddress(int address) implements Resource {}

  /** Types declared in a module, an index into the module handles. */
  public record DeclaredInModule(int module) implements Resource {}

  /** All instantiations of a struct, an index into the struct handles. */
  public record ResourceType(int struct) implements Resource {}

  /** One instantiation of a struct; the type arguments are a signature. */
  public record ResourceInstantiation(int struct, int typeArguments) implements Resource {}

  /** Under which accounts. */
  public sealed interface Address {}

  /** Every account. */
  public record AnyAddress() implements Address {}

  /** One account, an index into the addresses. */
  public record Literal(int address) implements Address {}

  /**
   * The account a parameter names.
   *
   * @param local index of the parameter
   * @param function a function instantiation that turns the parameter into an address
   */
  public record Parameter(int local, OptionalInt function) implements Address {}
}
