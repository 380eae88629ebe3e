/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;

/** The failures that instructions raise. */
public final class Failures {
  /** An index that is out of range. */
  public static final long INDEX_OUT_OF_RANGE = 1;

  /** A pop from an empty vector. */
  public static final long POP_EMPTY = 2;

  /** An unpack into another number of elements. */
  public static final long UNPACK_LENGTH = 3;

  private Failures() {}

  /** A result that does not fit its type, or a division by zero. */
  public static MoveException arithmetic() {
    return MoveException.of(StatusCode.ARITHMETIC_ERROR, "");
  }

  /** A vector operation that does not fit the vector. */
  public static MoveException vector(long reason) {
    return MoveException.of(StatusCode.VECTOR_OPERATION_ERROR, reason, "");
  }

  /** An enum value of another variant. */
  public static MoveException variant() {
    return MoveException.of(StatusCode.STRUCT_VARIANT_MISMATCH, "");
  }

  /** More than 1024 values on the operand stacks. */
  public static MoveException operandStack() {
    return MoveException.of(StatusCode.EXECUTION_STACK_OVERFLOW, "");
  }

  /** More than 1024 calls in each other. */
  public static MoveException callStack() {
    return MoveException.of(StatusCode.CALL_STACK_OVERFLOW, "");
  }

  /** An abort by the code. */
  public static MoveException abort(long code) {
    return MoveException.of(StatusCode.ABORTED, code, "");
  }
}
