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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Runs a development chain while it is configured. */
@Component(
    service = DevChainComponent.class,
    configurationPid = "sluice.devchain",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = DevChainConfig.class)
public final class DevChainComponent {
  private static final long MIB = 1 << 20;

  private final DevChain chain;

  /**
   * Starts the chain.
   *
   * @throws IllegalArgumentException if a setting is out of range
   * @throws IOException if the directory or the port cannot be used
   */
  @Activate
  public DevChainComponent(DevChainConfig config) throws IOException {
    Optional<Path> directory =
        config.directory().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.directory()));
    chain =
        new DevChain(
            ledger(config),
            directory,
            InstantSource.system(),
            new DevChain.Pace(config.block_interval_ms(), config.idle_interval_ms()),
            rest(config));
  }

  private static LedgerSettings ledger(DevChainConfig config) {
    return new LedgerSettings(
        config.chain_id(),
        config.history_transactions(),
        config.state_versions(),
        config.state_mib() * MIB,
        config.mempool_transactions(),
        config.mempool_per_sender(),
        config.block_transactions(),
        config.snapshot_mib() * MIB);
  }

  private static RestSettings rest(DevChainConfig config) {
    return new RestSettings(
        config.host(),
        config.port(),
        Math.multiplyExact(config.max_body_kib(), 1024),
        config.max_connections(),
        config.idle_timeout_ms(),
        config.wait_ms(),
        config.threads());
  }

  /** Stops the chain. */
  @Deactivate
  public void close() throws IOException {
    chain.close();
  }
}
