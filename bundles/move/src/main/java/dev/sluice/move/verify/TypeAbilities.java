/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructHandle;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The abilities of types. Every composite type is looked at once, for all functions and type
 * parameters: code may ask for the abilities of a large type again and again without being metered
 * for it. Not thread-safe.
 */
final class TypeAbilities {
  /**
   * The abilities of a composite type: the fixed ones, less those which one of these type
   * parameters does not allow.
   */
  private record Formula(AbilitySet fixed, BitSet parameters) {}

  private final UnitView unit;
  private final IdentityHashMap<SignatureToken, Formula> known = new IdentityHashMap<>();

  TypeAbilities(UnitView unit) {
    this.unit = unit;
  }

  /** The abilities of a type whose type parameters have the abilities {@code context}. */
  AbilitySet of(SignatureToken type, List<AbilitySet> context) {
    if (type instanceof SignatureToken.TypeParameter parameter) {
      return context.get(parameter.index());
    } else if (!isComposite(type)) {
      return fixed(type);
    }
    Formula formula = formula(type);
    AbilitySet result = formula.fixed;
    for (int i = formula.parameters.nextSetBit(0);
        i >= 0;
        i = formula.parameters.nextSetBit(i + 1)) {
      result = result.and(allowed(context.get(i)));
    }
    return result;
  }

  private static boolean isComposite(SignatureToken type) {
    return type instanceof SignatureToken.Vector
        || type instanceof SignatureToken.StructInstantiation;
  }

  /** The abilities of a type without components. */
  private AbilitySet fixed(SignatureToken type) {
    if (type instanceof SignatureToken.Primitive primitive) {
      return primitive == SignatureToken.Primitive.SIGNER
          ? AbilitySet.SIGNER
          : AbilitySet.PRIMITIVE;
    } else if (type instanceof SignatureToken.Struct struct) {
      return unit.structHandle(struct.handle()).abilities();
    }
    return AbilitySet.REFERENCE;
  }

  private Formula formula(SignatureToken type) {
    Formula formula = known.get(type);
    if (formula == null) {
      formula = make(type);
      known.put(type, formula);
    }
    return formula;
  }

  private Formula make(SignatureToken type) {
    BitSet parameters = new BitSet();
    if (type instanceof SignatureToken.Vector vector) {
      return new Formula(add(AbilitySet.VECTOR, vector.element(), parameters), parameters);
    }
    SignatureToken.StructInstantiation inst = (SignatureToken.StructInstantiation) type;
    StructHandle handle = unit.structHandle(inst.handle());
    AbilitySet fixed = handle.abilities();
    for (int i = 0; i < inst.arguments().size(); i++) {
      if (!handle.typeParameters().get(i).phantom()) {
        fixed = add(fixed, inst.arguments().get(i), parameters);
      }
    }
    return new Formula(fixed, parameters);
  }

  /** The abilities left when a component is added. */
  private AbilitySet add(AbilitySet abilities, SignatureToken component, BitSet parameters) {
    if (component instanceof SignatureToken.TypeParameter parameter) {
      parameters.set(parameter.index());
      return abilities;
    } else if (!isComposite(component)) {
      return abilities.and(allowed(fixed(component)));
    }
    Formula formula = formula(component);
    parameters.or(formula.parameters);
    return abilities.and(allowed(formula.fixed));
  }

  /** The abilities that a type can have whose component has {@code component}. */
  private static AbilitySet allowed(AbilitySet component) {
    int bits = component.bits() & AbilitySet.PRIMITIVE.bits();
    boolean store = (bits & Ability.STORE.bit()) != 0;
    return AbilitySet.ofBits(store ? bits | Ability.KEY.bit() : bits);
  }
}
