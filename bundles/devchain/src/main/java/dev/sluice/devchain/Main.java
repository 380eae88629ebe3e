/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain;

import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A development chain as a process of its own, for tests: {@code Main <port> [directory]}. Prints
 * its address and runs until it is killed.
 */
public final class Main {
  private Main() {}

  /** Starts the chain. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    Optional<Path> directory =
        arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
    try (DevChain chain =
        new DevChain(
            LedgerSettings.DEFAULT,
            directory,
            InstantSource.system(),
            DevChain.Pace.DEFAULT,
            RestSettings.DEFAULT.withPort(port))) {
      System.out.println(chain.uri());
      Thread.currentThread().join();
    }
  }
}
