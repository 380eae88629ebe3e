/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** A command that carries out a call through the outbox and waits for its end. */
abstract class OrderCommand extends ChainCommand {
  /** After this no attempt is made any more. */
  static final Duration GIVE_UP = Duration.ofMinutes(2);

  @Reference OutboxService outbox;

  Listing carryOut(String chain, String key, Call call) {
    Submission done =
        outbox
            .submit(
                Order.of(
                    "shell-" + UUID.randomUUID(),
                    new ChainName(chain),
                    new KeyName(key),
                    call,
                    Instant.now().plus(GIVE_UP)))
            .join();
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
}
