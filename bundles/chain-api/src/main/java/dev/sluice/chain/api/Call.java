/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * A call of a function on a chain.
 *
 * <table>
 * <caption>How each chain reads it</caption>
 * <tr><th>chain</th><th>target</th><th>function</th><th>arguments</th></tr>
 * <tr><td>Aptos, Rooch</td><td>address::module</td><td>name</td><td>BCS</td></tr>
 * <tr><td>Sui</td><td>package::module</td><td>name</td><td>BCS; an object by its 32-byte id</td></tr>
 * <tr><td>Ethereum</td><td>contract</td><td>signature, e.g. {@code transfer(address,uint256)}</td>
 * <td>each value ABI-encoded by itself</td></tr>
 * <tr><td>ChainMaker</td><td>contract name</td><td>method</td><td>named, plain bytes</td></tr>
 * </table>
 *
 * @param target what holds the function
 * @param function its name
 * @param typeArguments Move type tags as text; empty elsewhere
 * @param arguments in order
 */
public record Call(
    Address target, String function, List<String> typeArguments, List<Argument> arguments) {
  /** Most arguments, and most type arguments. */
  public static final int MAX_ARGUMENTS = 256;

  public Call {
    typeArguments = List.copyOf(typeArguments);
    arguments = List.copyOf(arguments);
    if (function.isEmpty() || function.length() > Address.MAX_LENGTH) {
      throw new IllegalArgumentException("function name of " + function.length() + " characters");
    }
    if (arguments.size() > MAX_ARGUMENTS || typeArguments.size() > MAX_ARGUMENTS) {
      throw new IllegalArgumentException("more than " + MAX_ARGUMENTS + " arguments");
    }
  }

  /**
   * One argument.
   *
   * @param name the parameter's name on chains that name parameters, otherwise empty
   * @param value in the chain's own encoding
   */
  public record Argument(String name, Bytes value) {
    /** An argument of a chain that goes by order. */
    public static Argument of(Bytes value) {
      return new Argument("", value);
    }
  }
}
