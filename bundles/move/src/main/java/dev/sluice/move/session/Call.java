/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.state.TransactionContext;
import java.util.List;

/**
 * A call from outside. Immutable.
 *
 * @param target what to run
 * @param typeArguments its type arguments
 * @param signers the accounts that sign, for the leading parameters of type signer; not for {@link
 *     Function}
 * @param arguments the other arguments in BCS
 * @param gasLimit most gas to use
 * @param transaction what natives may learn of the transaction
 */
public record Call(
    Target target,
    List<TypeTag> typeArguments,
    List<AccountAddress> signers,
    List<Bytes> arguments,
    long gasLimit,
    TransactionContext transaction) {
  /** What a call runs. */
  public sealed interface Target {}

  /** An entry function, by the rules for transactions. */
  public record Entry(ModuleId module, String function) implements Target {}

  /**
   * Any function, whoever may call it, with arguments of any type: of a signer its address, of a
   * reference what it refers to. For hosts and tools, not for transactions of users.
   */
  public record Function(ModuleId module, String function) implements Target {}

  /** A script, as bytecode. */
  public record Script(Bytes code) implements Target {}

  private static final TransactionContext NO_TRANSACTION =
      TransactionContext.of(
          Bytes.of(new byte[TransactionContext.HASH_LENGTH]), AccountAddress.of(0));

  /** Copies the lists. */
  public Call {
    typeArguments = List.copyOf(typeArguments);
    signers = List.copyOf(signers);
    arguments = List.copyOf(arguments);
    if (gasLimit < 0) {
      throw new IllegalArgumentException("a gas limit of " + gasLimit);
    }
  }

  /** A call without arguments, without a limit on gas and outside of any transaction. */
  public static Call of(Target target) {
    return new Call(target, List.of(), List.of(), List.of(), Long.MAX_VALUE, NO_TRANSACTION);
  }

  /** A call of an entry function. */
  public static Call entry(ModuleId module, String function) {
    return of(new Entry(module, function));
  }

  /** A call of any function. */
  public static Call function(ModuleId module, String function) {
    return of(new Function(module, function));
  }

  /** A run of a script. */
  public static Call script(Bytes code) {
    return of(new Script(code));
  }

  /** The call with other type arguments. */
  public Call withTypeArguments(List<TypeTag> tags) {
    return new Call(target, tags, signers, arguments, gasLimit, transaction);
  }

  /** The call with other signers. */
  public Call withSigners(List<AccountAddress> accounts) {
    return new Call(target, typeArguments, accounts, arguments, gasLimit, transaction);
  }

  /** The call with other arguments. */
  public Call withArguments(List<Bytes> values) {
    return new Call(target, typeArguments, signers, values, gasLimit, transaction);
  }

  /** The call with another gas limit. */
  public Call withGasLimit(long limit) {
    return new Call(target, typeArguments, signers, arguments, limit, transaction);
  }

  /** The call in a transaction. */
  public Call withTransaction(TransactionContext context) {
    return new Call(target, typeArguments, signers, arguments, gasLimit, context);
  }
}
