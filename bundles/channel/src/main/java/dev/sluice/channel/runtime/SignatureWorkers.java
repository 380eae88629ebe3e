/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.crypto.BatchVerifier;
import dev.sluice.crypto.CryptoException;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.PreparedKey;
import dev.sluice.crypto.SignedMessage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Verifies signatures in worker threads: those under the client rule in groups, as one equation
 * each, those under the strict rule one by one (section 2.5 of the protocol). Thread-safe.
 */
public final class SignatureWorkers {
  /** Signatures in a group. */
  static final int GROUP = 128;

  /** Keys whose tables are kept. */
  static final int KEYS = 1024;

  private final Executor workers;
  private final ThreadLocal<BatchVerifier> verifiers =
      ThreadLocal.withInitial(() -> new BatchVerifier(new SecureRandom()));
  private final Map<Key, Optional<PreparedKey>> keys =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<PreparedKey>> eldest) {
          return size() > KEYS;
        }
      };

  /** Verifies on {@code workers}, which should be as many threads as there are cores. */
  public SignatureWorkers(Executor workers) {
    this.workers = workers;
  }

  /** Verifies all; {@code then} is called once, on a worker, with one answer for each. */
  public void verify(List<SignatureCheck> checks, Consumer<List<Boolean>> then) {
    Boolean[] answers = new Boolean[checks.size()];
    int groups = (checks.size() + GROUP - 1) / GROUP;
    AtomicInteger open = new AtomicInteger(groups);
    for (int i = 0; i < groups; i++) {
      int from = i * GROUP;
      int to = Math.min(checks.size(), from + GROUP);
      Runnable group =
          () -> {
            verify(checks, from, to, answers);
            if (open.decrementAndGet() == 0) {
              then.accept(Arrays.asList(answers));
            }
          };
      try {
        workers.execute(group);
      } catch (RejectedExecutionException e) {
        // The node stops: nobody waits for the answer.
        return;
      }
    }
  }

  private void verify(List<SignatureCheck> checks, int from, int to, Boolean[] answers) {
    List<SignedMessage> clients = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SignatureCheck check = checks.get(i);
      Optional<PreparedKey> key = key(check.key());
      if (key.isEmpty()) {
        answers[i] = false;
      } else if (check.strict()) {
        answers[i] = Ed25519.verifyStrict(key.get(), check.message(), check.signature().toArray());
      } else {
        clients.add(new SignedMessage(key.get(), check.message(), check.signature().toArray()));
        places.add(i);
      }
    }
    BitSet invalid = verifiers.get().findInvalid(clients);
    for (int i = 0; i < places.size(); i++) {
      answers[places.get(i)] = !invalid.get(i);
    }
  }

  private Optional<PreparedKey> key(Key key) {
    synchronized (keys) {
      Optional<PreparedKey> known = keys.get(key);
      if (known != null) {
        return known;
      }
    }
    Optional<PreparedKey> prepared;
    try {
      prepared = Optional.of(PreparedKey.of(key.toArray()));
    } catch (CryptoException e) {
      prepared = Optional.empty();
    }
    synchronized (keys) {
      keys.put(key, prepared);
    }
    return prepared;
  }
}
