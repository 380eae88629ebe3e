/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainName;
import dev.sluice.codec.AccountAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The checked settings of a chain.
 *
 * @param name of the instance
 * @param url base of the REST interface, ends with {@code /}
 * @param faucet base of the faucet, ends with {@code /}
 * @param chainId 1 to 255
 * @param contract account of the settlement contract
 * @param poll between two looks for events
 * @param maxResponseBytes largest answer
 * @param maxConnections requests under way
 * @param maxWaiting requests that wait for a connection
 * @param retries most repeats of a request
 * @param firstLook longest wait for the node at the start
 */
record Settings(
    ChainName name,
    URI url,
    Optional<URI> faucet,
    int chainId,
    Optional<AccountAddress> contract,
    Duration poll,
    int maxResponseBytes,
    int maxConnections,
    int maxWaiting,
    int retries,
    Duration firstLook) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException with key and value of what is wrong
   */
  static Settings of(AptosConfig config) {
    return new Settings(
        new ChainName(config.chain_name()),
        uri("url", config.url()),
        config.faucet_url().isBlank()
            ? Optional.empty()
            : Optional.of(uri("faucet.url", config.faucet_url())),
        range("chain.id", config.chain_id(), 1, 255),
        config.contract().isBlank() ? Optional.empty() : Optional.of(address(config.contract())),
        Duration.ofMillis(range("poll.ms", config.poll_ms(), 10, 60_000)),
        range("max.response.bytes", config.max_response_bytes(), 1 << 16, 1 << 28),
        range("max.connections", config.max_connections(), 1, 256),
        range("max.waiting", config.max_waiting(), 1, 65_536),
        range("retries", config.retries(), 0, 10),
        Duration.ofMillis(range("first.look.ms", config.first_look_ms(), 0, 10_000)));
  }

  /** The same with the contract at {@code account}. */
  Settings withContract(AccountAddress account) {
    return new Settings(
        name,
        url,
        faucet,
        chainId,
        Optional.of(account),
        poll,
        maxResponseBytes,
        maxConnections,
        maxWaiting,
        retries,
        firstLook);
  }

  private static int range(String key, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(key + " = " + value + ": must be " + from + " to " + to);
    }
    return value;
  }

  private static AccountAddress address(String text) {
    try {
      return AccountAddress.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("contract = " + text + ": " + e.getMessage(), e);
    }
  }

  private static URI uri(String key, String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri.getPath().endsWith("/") ? uri : URI.create(text.strip() + "/");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " = " + text + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        key + " = " + text + ": must be http:// or https:// with a host and a path");
  }
}
