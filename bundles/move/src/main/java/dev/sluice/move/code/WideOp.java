/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

/** Operations on u128 and u256, for the instructions {@link Op#WIDE} and its like. */
public final class WideOp {
  public static final int ADD = 0;
  public static final int SUB = 1;
  public static final int MUL = 2;
  public static final int DIV = 3;
  public static final int MOD = 4;
  public static final int AND = 5;
  public static final int OR = 6;
  public static final int XOR = 7;
  public static final int SHL = 8;
  public static final int SHR = 9;
  public static final int LT = 10;
  public static final int LE = 11;

  /** Added for u256. */
  public static final int IS_256 = 128;

  private WideOp() {}
}
