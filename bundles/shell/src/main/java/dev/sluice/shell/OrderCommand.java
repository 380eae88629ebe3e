/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxException;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** A command that carries out a call through the outbox and waits for its end. */
abstract class OrderCommand extends ChainCommand {
  /** After this no attempt is made any more. */
  static final Duration GIVE_UP = Duration.ofMinutes(2);

  /** An attempt made at the last moment has time to end. */
  static final Duration LONGEST_WAIT =
      GIVE_UP.plus(TransactionRequest.DEFAULT_VALIDITY).plusSeconds(30);

  @Reference OutboxService outbox;

  Listing carryOut(String chain, String key, Call call) {
    var order =
        Order.of(
            "shell-" + UUID.randomUUID(),
            new ChainName(chain),
            new KeyName(key),
            call,
            Instant.now().plus(GIVE_UP));
    Submission done = await(order);
    String hash = done.hash().map(Object::toString).orElse("");
    if (done.state() != Submission.State.COMMITTED) {
      throw new IllegalStateException(
          done.state()
              + " "
              + hash
              + done.error().map(e -> ": " + e.code() + " " + e.getMessage()).orElse(""));
    }
    var committed = (TransactionStatus.Committed) done.status().orElseThrow();
    return new Listing(
        List.of("state", "hash", "height", "fee"),
        List.of(
            List.of(
                done.state().name(),
                hash,
                committed.at().value(),
                committed.feePaid().toString())));
  }

  private Submission await(Order order) {
    try {
      return outbox.submit(order).get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no end of order "
              + order.reference()
              + " yet; the outbox goes on with it, see /api/v1/orders/"
              + order.reference(),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutboxException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "broken off; the outbox goes on with order " + order.reference(), e);
    }
  }
}
