/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.FetchValue;
import dev.sluice.key.api.SecretReader;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetchers and requests for tests. */
final class Fixture {
  static final String SECRET = "s3cr3t-value";

  private Fixture() {}

  static HttpSettings settings(int... ports) {
    var sources = new java.util.HashSet<String>();
    for (int port : ports) {
      sources.add("localhost:" + port);
    }
    return new HttpSettings(
        "test",
        Set.of(80, 443),
        List.of(),
        List.of(),
        Set.copyOf(sources),
        Map.of(),
        Map.of(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        1 << 20,
        16,
        8,
        100,
        4,
        Duration.ofSeconds(2));
  }

  static HttpSettings trusting(HttpSettings s, String ca, Map<String, String> secrets) {
    return new HttpSettings(
        s.name(),
        s.ports(),
        s.allow(),
        s.deny(),
        s.privateSources(),
        Map.of("localhost", ca),
        secrets,
        s.connect(),
        s.formula(),
        s.maxBodyBytes(),
        s.threads(),
        s.hostRequests(),
        s.maxWaiting(),
        s.idleConnections(),
        s.idle());
  }

  static HttpFetcher fetcher(HttpSettings settings) {
    return fetcher(settings, InetAddress::getAllByName);
  }

  static HttpFetcher fetcher(HttpSettings settings, Resolver resolver) {
    SecretReader secrets =
        name -> name.value().equals("token") ? Optional.of(SECRET) : Optional.empty();
    return new HttpFetcher(settings, secrets, resolver, Clock.systemUTC());
  }

  static Map<String, FetchValue> query(String url, String type, String formula) {
    Map<String, FetchValue> parameters = new HashMap<>();
    parameters.put("url", new FetchValue.Text(url));
    parameters.put("type", new FetchValue.Text(type));
    parameters.put("formula", new FetchValue.Text(formula));
    return parameters;
  }

  static FetchRequest request(Map<String, FetchValue> parameters, Duration timeout) {
    return new FetchRequest(parameters, timeout, 1 << 20, 1);
  }

  static FetchResult get(HttpFetcher fetcher, Map<String, FetchValue> parameters) {
    return get(fetcher.fetch(request(parameters, Duration.ofSeconds(10))));
  }

  static FetchResult get(CompletableFuture<FetchResult> future) {
    try {
      return future.get(12, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : new CompletionException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no end", e);
    }
  }

  static FetchException failure(HttpFetcher fetcher, Map<String, FetchValue> parameters) {
    return failure(fetcher, parameters, Duration.ofSeconds(10));
  }

  static FetchException failure(
      HttpFetcher fetcher, Map<String, FetchValue> parameters, Duration timeout) {
    Throwable failure = catchThrowable(() -> get(fetcher.fetch(request(parameters, timeout))));
    assertThat(failure).isInstanceOf(FetchException.class);
    return (FetchException) failure;
  }

  static Code code(HttpFetcher fetcher, String url) {
    return failure(fetcher, query(url, "json", "")).code();
  }
}
