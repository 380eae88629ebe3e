/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What people at a shell need: texts in place of encoded values, coins to try things with, and
 * publishing code. A capability: a plugin registers it beside {@link Chain}, with the same {@link
 * Chain#CHAIN_NAME}. Threads, time-outs, cancellation, errors and stop are as for {@link Chain}.
 */
@ConsumerType
public interface ChainTools {
  /** Compiled code and the name it has in itself. */
  record Module(String name, Bytes code) {}

  /**
   * Encodes a call by what the chain knows of the function.
   *
   * @param function its whole name, e.g. {@code 0x1::coin::transfer}
   * @param arguments without signers; numbers, addresses, texts, {@code 0x}-hex for bytes, JSON for
   *     lists and structs
   * @return the call; {@link ChainException.Code#NOT_FOUND} if there is no such function, {@link
   *     ChainException.Code#INVALID_REQUEST} if an argument does not fit
   */
  CompletableFuture<Call> encode(
      String function, List<String> typeArguments, List<String> arguments, Duration timeout);

  /** Runs a view and gives the returned values as one line of JSON. */
  CompletableFuture<String> viewAsText(Call call, Optional<Height> at, Duration timeout);

  /**
   * The call that publishes code with the account that signs. Pure.
   *
   * @param name of the package
   * @param metadata as the compiler wrote it; empty = made up here
   * @param modules the code, each module after those it needs
   */
  Call publish(String name, Optional<Bytes> metadata, List<Module> modules);

  /**
   * Gives coins to an account and waits until they are there.
   *
   * @param amount in the smallest unit
   * @return done when they are there; {@link ChainException.Code#UNSUPPORTED} if the chain gives
   *     none
   */
  CompletableFuture<Void> fund(Address account, BigInteger amount, Duration timeout);
}
