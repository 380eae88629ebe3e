/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.move.MoveException;
import dev.sluice.move.code.LoadedFunction;
import dev.sluice.move.code.LoweredCode;
import dev.sluice.move.code.Op;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Vector;
import java.util.Arrays;

/**
 * Executes lowered code instruction by instruction. Calls of Move functions do not use the Java
 * stack: all frames lie in two arrays, each frame overlapping the arguments in the frame of its
 * caller.
 */
public final class Interpreter implements Engine {
  /** Most values on the operand stacks of all frames together. */
  public static final int MAX_OPERANDS = 1024;

  /** Most callers that wait for a call to return. */
  public static final int MAX_CALLS = 1024;

  private static final int FIRST_REGISTERS = 1024;

  /** Above this many registers the arrays are given back after a call. */
  private static final int KEPT_REGISTERS = 16 * 1024;

  private long[] longs = new long[FIRST_REGISTERS];
  private Object[] objects = new Object[FIRST_REGISTERS];
  private final LoweredCode[] callers = new LoweredCode[MAX_CALLS];

  /** For each caller: where it goes on, its first register, values on the stack below its own. */
  private final int[] saved = new int[3 * MAX_CALLS];

  // Where the code is, kept up to date wherever a failure may arise.
  private LoweredCode current;
  private int position;

  @Override
  public void run(LoadedFunction function, Frame frame, Execution execution) {
    int arguments = function.parameters().size();
    System.arraycopy(frame.longs, 0, longs, 0, arguments);
    System.arraycopy(frame.objects, 0, objects, 0, arguments);
    try {
      if (function.nativeFunction != null) {
        NativeCall.call(execution, function, null, longs, objects, 0);
      } else {
        execute(function, execution);
      }
      int results = function.returns().size();
      System.arraycopy(longs, 0, frame.longs, 0, results);
      System.arraycopy(objects, 0, frame.objects, 0, results);
    } finally {
      forget();
    }
  }

  private void execute(LoadedFunction function, Execution execution) {
    try {
      if (!function.typeArguments().isEmpty()) {
        execution.use(function);
      }
    } catch (MoveException e) {
      throw e.at(function.location(0));
    }
    LoweredCode entry = function.code();
    current = entry;
    position = 1;
    try {
      reserve(entry.frameSize);
      loop(entry, execution);
    } catch (MoveException e) {
      throw e.at(current.function.location(current.offset(position - 1)));
    }
  }

  /** Drops what the registers still point to. */
  private void forget() {
    if (objects.length > KEPT_REGISTERS) {
      longs = new long[FIRST_REGISTERS];
      objects = new Object[FIRST_REGISTERS];
    } else {
      Arrays.fill(objects, null);
    }
    Arrays.fill(callers, null);
  }

  private void reserve(int registers) {
    if (registers > longs.length) {
      int size = Math.max(registers, 2 * longs.length);
      longs = Arrays.copyOf(longs, size);
      objects = Arrays.copyOf(objects, size);
    }
  }

  private MoveException failure(int pc, MoveException failure) {
    position = pc;
    return failure;
  }

  // One method on purpose: the compiler keeps the state of the machine in processor registers. It
  // must stay below 8000 bytes of bytecode, above which HotSpot does not compile; rare and large
  // instructions are in the other methods.
  private void loop(LoweredCode entry, Execution execution) {
    final Meter meter = execution.meter();
    LoweredCode unit = entry;
    long[] code = unit.code;
    long[] l = longs;
    Object[] o = objects;
    int fp = 0;
    int base = 0;
    int depth = 0;
    int pc = 1;
    long gas = meter.gas - code[0];
    if (gas < 0) {
      throw failure(pc, Meter.outOfGas());
    }
    while (true) {
      long word = code[pc++];
      int a = fp + ((int) (word >>> 8) & 0xffff);
      int b = (int) (word >>> 24) & 0xffff;
      int c = (int) (word >>> 40);
      boolean jump;
      switch ((int) word & 0xff) {
        case Op.FALL -> jump = false;
        case Op.JUMP -> jump = true;
        case Op.JUMP_TRUE -> jump = l[a] != 0;
        case Op.JUMP_FALSE -> jump = l[a] == 0;
        case Op.JUMP_EQ -> jump = l[a] == l[fp + b];
        case Op.JUMP_NE -> jump = l[a] != l[fp + b];
        case Op.JUMP_LT -> jump = l[a] + Long.MIN_VALUE < l[fp + b] + Long.MIN_VALUE;
        case Op.JUMP_LE -> jump = l[a] + Long.MIN_VALUE <= l[fp + b] + Long.MIN_VALUE;
        case Op.JUMP_EQ_IMM -> jump = l[a] == b;
        case Op.JUMP_NE_IMM -> jump = l[a] != b;
        case Op.JUMP_LT_IMM -> jump = l[a] + Long.MIN_VALUE < b + Long.MIN_VALUE;
        case Op.JUMP_GE_IMM -> jump = l[a] + Long.MIN_VALUE >= b + Long.MIN_VALUE;
        case Op.CALL_GENERIC, Op.CALL -> {
          LoadedFunction function = (LoadedFunction) unit.pool[c];
          if ((word & 0xff) == Op.CALL_GENERIC) {
            position = pc;
            meter.gas = gas;
            execution.use(function);
            gas = meter.gas;
          }
          if (depth == MAX_CALLS) {
            throw failure(pc, Failures.callStack());
          }
          callers[depth] = unit;
          saved[3 * depth] = pc;
          saved[3 * depth + 1] = fp;
          saved[3 * depth + 2] = base;
          depth++;
          base += a - fp - unit.localCount;
          fp = a;
          unit = function.code();
          if (base + unit.maxDepth > MAX_OPERANDS) {
            unit = function.checkedCode();
          }
          current = unit;
          code = unit.code;
          if (fp + unit.frameSize > l.length) {
            reserve(fp + unit.frameSize);
            l = longs;
            o = objects;
          }
          pc = 1;
          gas -= code[0];
          if (gas < 0) {
            throw failure(pc, Meter.outOfGas());
          }
          continue;
        }
        case Op.RETURN, Op.RETURN_LONG, Op.RETURN_OBJECT, Op.RETURN_MANY -> {
          int op = (int) word & 0xff;
          if (op == Op.RETURN_LONG) {
            l[fp] = l[a];
          } else if (op == Op.RETURN_OBJECT) {
            o[fp] = o[a];
          } else if (op == Op.RETURN_MANY) {
            System.arraycopy(l, a, l, fp, b);
            System.arraycopy(o, a, o, fp, b);
          }
          if (depth == 0) {
            meter.gas = gas;
            return;
          }
          depth--;
          unit = callers[depth];
          pc = saved[3 * depth];
          fp = saved[3 * depth + 1];
          base = saved[3 * depth + 2];
          code = unit.code;
          current = unit;
          continue;
        }
        case Op.MOVE_LONG -> {
          l[a] = l[fp + b];
          continue;
        }
        case Op.MOVE_OBJECT -> {
          o[a] = o[fp + b];
          continue;
        }
        case Op.LOAD_IMM -> {
          l[a] = word >>> 24;
          continue;
        }
        case Op.LOAD_WORD -> {
          l[a] = code[pc++];
          continue;
        }
        case Op.LOAD_OBJECT -> {
          o[a] = unit.pool[c];
          continue;
        }
        case Op.ADD -> {
          long x = l[fp + b];
          long sum = x + l[fp + c];
          if (sum + Long.MIN_VALUE < x + Long.MIN_VALUE) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = sum;
          continue;
        }
        case Op.ADD_IMM -> {
          long x = l[fp + b];
          long sum = x + c;
          if (x < 0 && sum >= 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = sum;
          continue;
        }
        case Op.ADD_SMALL -> {
          long sum = l[fp + b] + l[fp + (c & 0xffff)];
          if (sum >>> (c >>> 16) != 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = sum;
          continue;
        }
        case Op.ADD_SMALL_IMM -> {
          long sum = l[fp + b] + (c & 0xffff);
          if (sum >>> (c >>> 16) != 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = sum;
          continue;
        }
        case Op.SUB -> {
          long x = l[fp + b];
          long y = l[fp + c];
          if (x + Long.MIN_VALUE < y + Long.MIN_VALUE) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = x - y;
          continue;
        }
        case Op.SUB_IMM -> {
          long x = l[fp + b];
          if (x >= 0 && x < c) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = x - c;
          continue;
        }
        case Op.MUL -> {
          long x = l[fp + b];
          long y = l[fp + c];
          if ((Math.multiplyHigh(x, y) + ((x >> 63) & y) + ((y >> 63) & x)) != 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = x * y;
          continue;
        }
        case Op.MUL_SMALL -> {
          long product = l[fp + b] * l[fp + (c & 0xffff)];
          if (product >>> (c >>> 16) != 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = product;
          continue;
        }
        case Op.DIV -> {
          long y = l[fp + c];
          if (y == 0) {
            throw failure(pc, Failures.arithmetic());
          }
          long x = l[fp + b];
          l[a] = (x | y) >= 0 ? x / y : Long.divideUnsigned(x, y);
          continue;
        }
        case Op.MOD -> {
          long y = l[fp + c];
          if (y == 0) {
            throw failure(pc, Failures.arithmetic());
          }
          long x = l[fp + b];
          l[a] = (x | y) >= 0 ? x % y : Long.remainderUnsigned(x, y);
          continue;
        }
        case Op.DIV_IMM -> {
          long x = l[fp + b];
          l[a] = x >= 0 ? x / c : Long.divideUnsigned(x, c);
          continue;
        }
        case Op.MOD_IMM -> {
          long x = l[fp + b];
          l[a] = x >= 0 ? x % c : Long.remainderUnsigned(x, c);
          continue;
        }
        case Op.AND -> {
          l[a] = l[fp + b] & l[fp + c];
          continue;
        }
        case Op.OR -> {
          l[a] = l[fp + b] | l[fp + c];
          continue;
        }
        case Op.XOR -> {
          l[a] = l[fp + b] ^ l[fp + c];
          continue;
        }
        case Op.NOT -> {
          l[a] = l[fp + b] ^ 1;
          continue;
        }
        case Op.SHL -> {
          long amount = l[fp + (c & 0xffff)];
          int width = c >>> 16;
          if (amount >= width) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = (l[fp + b] << amount) & (-1L >>> (64 - width));
          continue;
        }
        case Op.SHR -> {
          long amount = l[fp + (c & 0xffff)];
          if (amount >= c >>> 16) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = l[fp + b] >>> amount;
          continue;
        }
        case Op.CAST -> {
          long x = l[fp + b];
          if (x >>> c != 0) {
            throw failure(pc, Failures.arithmetic());
          }
          l[a] = x;
          continue;
        }
        case Op.EQ -> {
          l[a] = l[fp + b] == l[fp + c] ? 1 : 0;
          continue;
        }
        case Op.NE -> {
          l[a] = l[fp + b] != l[fp + c] ? 1 : 0;
          continue;
        }
        case Op.LT -> {
          l[a] = l[fp + b] + Long.MIN_VALUE < l[fp + c] + Long.MIN_VALUE ? 1 : 0;
          continue;
        }
        case Op.LE -> {
          l[a] = l[fp + b] + Long.MIN_VALUE <= l[fp + c] + Long.MIN_VALUE ? 1 : 0;
          continue;
        }
        case Op.GET_LONG -> {
          l[a] = ((Struct) o[fp + b]).longs[c];
          continue;
        }
        case Op.GET_OBJECT -> {
          o[a] = ((Struct) o[fp + b]).objects[c];
          continue;
        }
        case Op.PUT_LONG -> {
          ((Struct) o[fp + b]).longs[c] = l[a];
          continue;
        }
        case Op.PUT_OBJECT -> {
          ((Struct) o[fp + b]).objects[c] = o[a];
          continue;
        }
        case Op.READ_LONG -> {
          l[a] = ((Reference) o[fp + b]).getLong();
          continue;
        }
        case Op.WRITE_LONG -> {
          ((Reference) o[fp + b]).setLong(l[a]);
          continue;
        }
        case Op.VECTOR_LENGTH -> {
          l[a] = ((Vector) o[fp + b]).size;
          continue;
        }
        case Op.VECTOR_GET_BYTE -> {
          ByteVector vector = (ByteVector) o[fp + b];
          long index = l[fp + c];
          if (index < 0 || index >= vector.size) {
            throw failure(pc, Failures.vector(Failures.INDEX_OUT_OF_RANGE));
          }
          l[a] = vector.elements[(int) index] & 0xff;
          continue;
        }
        case Op.VECTOR_GET_LONG -> {
          LongVector vector = (LongVector) o[fp + b];
          long index = l[fp + c];
          if (index < 0 || index >= vector.size) {
            throw failure(pc, Failures.vector(Failures.INDEX_OUT_OF_RANGE));
          }
          l[a] = vector.elements[(int) index];
          continue;
        }
        case Op.VECTOR_GET_OBJECT -> {
          ObjectVector vector = (ObjectVector) o[fp + b];
          long index = l[fp + c];
          if (index < 0 || index >= vector.size) {
            throw failure(pc, Failures.vector(Failures.INDEX_OUT_OF_RANGE));
          }
          o[a] = vector.elements[(int) index];
          continue;
        }
        case Op.VECTOR_PUT_BYTE -> {
          ByteVector vector = (ByteVector) o[fp + b];
          long index = l[fp + c];
          if (index < 0 || index >= vector.size) {
            throw failure(pc, Failures.vector(Failures.INDEX_OUT_OF_RANGE));
          }
          vector.elements[(int) index] = (byte) l[a];
          continue;
        }
        case Op.VECTOR_PUT_LONG -> {
          LongVector vector = (LongVector) o[fp + b];
          long index = l[fp + c];
          if (index < 0 || index >= vector.size) {
            throw failure(pc, Failures.vector(Failures.INDEX_OUT_OF_RANGE));
          }
          vector.elements[(int) index] = l[a];
          continue;
        }
        case Op.WIDE -> {
          position = pc;
          o[a] = WideMath.binary(c >>> 16, o[fp + b], o[fp + (c & 0xffff)]);
          continue;
        }
        case Op.CALL_NATIVE -> {
          position = pc;
          meter.gas = gas;
          LoadedFunction outer = depth > 0 ? callers[depth - 1].function : null;
          NativeCall.call(execution, (LoadedFunction) unit.pool[c], outer, l, o, a);
          gas = meter.gas;
          continue;
        }
        case Op.CHECK_DEPTH -> {
          if (base + c > MAX_OPERANDS) {
            throw failure(pc, Failures.operandStack());
          }
          continue;
        }
        default -> {
          position = pc;
          meter.gas = gas;
          if (!Instructions.values(word, fp, l, o, unit.pool, meter)) {
            Instructions.storage(word, fp, l, o, unit.pool, execution);
          }
          gas = meter.gas;
          continue;
        }
      }
      if (jump) {
        pc = c;
      }
      gas -= code[pc++];
      if (gas < 0) {
        throw failure(pc, Meter.outOfGas());
      }
    }
  }
}
