/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.Visibility;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.natives.NativeFunction;
import dev.sluice.move.type.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function with its type arguments. Lowered when it is first called. Thread-safe. */
public final class LoadedFunction {
  /** Number within its {@link Specializations}, from 0 on, only for generic functions. */
  public final int genericId;

  /** Gas for the first use of a generic function in a call. */
  public final long firstUseGas;

  /** Memory that the first use of a generic function in a call counts for. */
  public final long firstUseBytes;

  /** The host's code, if the function is native. */
  public final @Nullable NativeFunction nativeFunction;

  private final LoadedUnit unit;
  private final int index;
  private final LoadedUnit.FunctionView view;
  private final Specializations specializations;
  private final List<Type> typeArguments;
  private final List<Type> parameters;
  private final List<Type> returns;
  private volatile @Nullable LoweredCode code;
  private volatile @Nullable LoweredCode checkedCode;

  LoadedFunction(
      LoadedUnit unit,
      int index,
      List<Type> typeArguments,
      Specializations specializations,
      int genericId) {
    this.unit = unit;
    this.index = index;
    this.view = unit.functionView(index);
    this.specializations = specializations;
    this.typeArguments = List.copyOf(typeArguments);
    this.genericId = genericId;
    this.parameters = specializations.types(unit, view.parameters(), typeArguments);
    this.returns = specializations.types(unit, view.returns(), typeArguments);
    this.nativeFunction = unit.nativeFunction(index).orElse(null);
    GasSchedule schedule = specializations.program().schedule();
    int length = view.code().map(body -> body.code().length()).orElse(0);
    long named = view.code().map(body -> typesNamed(body.code())).orElse(0L);
    this.firstUseGas =
        schedule.of(GasCost.INSTANTIATE)
            + length * schedule.of(GasCost.INSTANTIATE_INSTRUCTION)
            + named * schedule.of(GasCost.INSTANTIATE_TYPE);
    this.firstUseBytes =
        (1 + named) * Specializations.ENTRY_BYTES + length * Specializations.WORD_BYTES;
  }

  /** Number of instructions whose types or functions may exist for this instantiation only. */
  private static long typesNamed(Code code) {
    long count = 0;
    for (int i = 0; i < code.length(); i++) {
      count +=
          switch (code.opcode(i).operand()) {
            case FUNCTION_INSTANTIATION,
                STRUCT_INSTANTIATION,
                FIELD_INSTANTIATION,
                VARIANT_FIELD_INSTANTIATION,
                VARIANT_INSTANTIATION,
                SIGNATURE,
                SIGNATURE_AND_COUNT ->
                1;
            default -> 0;
          };
    }
    return count;
  }

  /** The module or script. */
  public LoadedUnit unit() {
    return unit;
  }

  /** The module, empty for a script. */
  public Optional<ModuleId> module() {
    return unit.id();
  }

  /** Index of the definition, 0 for a script. */
  public int index() {
    return index;
  }

  /** The name; {@code main} for a script. */
  public String name() {
    return view.name();
  }

  /** Who may call it. */
  public Visibility visibility() {
    return view.visibility();
  }

  /** Whether a transaction may call it. */
  public boolean isEntry() {
    return view.entry();
  }

  /** What each type argument must be able to do. */
  public List<AbilitySet> typeParameters() {
    return view.typeParameters();
  }

  /** The type arguments. */
  public List<Type> typeArguments() {
    return typeArguments;
  }

  /** The types of the parameters. */
  public List<Type> parameters() {
    return parameters;
  }

  /** The types of the results. */
  public List<Type> returns() {
    return returns;
  }

  /** The program's types and functions that this one belongs to. */
  public Specializations specializations() {
    return specializations;
  }

  CodeUnit body() {
    return view.code().orElseThrow();
  }

  /** Where the instruction at {@code offset} is. */
  public Location location(int offset) {
    return new Location(unit.id(), index, offset);
  }

  /**
   * The code, without checks of the operand stack: for a call where the stack has room for {@link
   * LoweredCode#maxDepth} more values.
   */
  public LoweredCode code() {
    LoweredCode known = code;
    if (known == null) {
      known = lower(false);
      code = known;
    }
    return known;
  }

  /** The code with checks of the operand stack wherever it grows. */
  public LoweredCode checkedCode() {
    LoweredCode known = checkedCode;
    if (known == null) {
      known = lower(true);
      checkedCode = known;
    }
    return known;
  }

  private LoweredCode lower(boolean checked) {
    int sizeBefore = specializations.size();
    LoweredCode lowered = Lowering.lower(this, checked);
    specializations.lowered(this, lowered.code.length, sizeBefore);
    return lowered;
  }

  @Override
  public String toString() {
    return unit + "::" + name();
  }
}
