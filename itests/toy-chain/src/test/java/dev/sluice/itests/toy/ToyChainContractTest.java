/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.toy;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.codec.Bytes;
import dev.sluice.testkit.chain.ChainContractTest;
import dev.sluice.testkit.chain.TestKey;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The toy chain keeps what every chain promises; it has no state to read and aborts nothing. */
class ToyChainContractTest extends ChainContractTest {
  @TempDir private Path directory;
  private ToyChain chain;

  @BeforeEach
  void start() throws Exception {
    chain = new ToyChain(configuration(directory.resolve("ledger").toString()));
  }

  @AfterEach
  void end() throws Exception {
    chain.stop();
  }

  private static ToyConfiguration configuration(String ledger) {
    return new ToyConfiguration() {
      @Override
      public Class<? extends Annotation> annotationType() {
        return ToyConfiguration.class;
      }

      @Override
      public String chain_name() {
        return "toy";
      }

      @Override
      public String ledger() {
        return ledger;
      }

      @Override
      public int work_micros() {
        return 0;
      }

      @Override
      public String token() {
        return "";
      }
    };
  }

  @Override
  protected Chain chain() {
    return chain;
  }

  @Override
  protected void stop(Chain started) throws Exception {
    ((ToyChain) started).stop();
  }

  @Override
  protected TestKey fundedKey() {
    return new TestKey();
  }

  @Override
  protected Call effect(int number) {
    return new Call(
        new Address("toy"),
        "note",
        List.of(),
        List.of(Call.Argument.of(Bytes.utf8(number + " " + System.nanoTime()))));
  }

  @Override
  protected EventFilter filter() {
    return new EventFilter(new Address("toy"), List.of());
  }

  @Override
  protected Optional<Call> aborting() {
    return Optional.empty();
  }

  @Override
  protected Optional<StateQuery> present() {
    return Optional.empty();
  }

  @Override
  protected Optional<StateQuery> absent() {
    return Optional.empty();
  }
}
