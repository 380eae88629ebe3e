/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchValue;
import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.testkit.fetcher.FetcherContractTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class HttpFetcherContractTest extends FetcherContractTest {
  private Source source;
  private RawSource silent;
  private HttpFetcher fetcher;
  private int closedPort;

  @BeforeEach
  void open() throws IOException {
    source = Source.plain().answer("/", "application/json", "{\"price\":\"12.50\"}");
    silent = new RawSource(RawSource.SILENT);
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    fetcher = Fixture.fetcher(Fixture.settings(source.port(), silent.port(), closedPort));
  }

  @AfterEach
  void close() throws Exception {
    fetcher.stop();
    silent.close();
    source.close();
  }

  @Override
  protected Fetcher fetcher() {
    return fetcher;
  }

  @Override
  protected void stop(Fetcher stopped) throws Exception {
    ((HttpFetcher) stopped).stop();
  }

  @Override
  protected Map<String, FetchValue> good() {
    return Fixture.query(source.url("/"), "json", "$.price");
  }

  @Override
  protected Map<String, FetchValue> slow() {
    return Fixture.query(silent.url(), "json", "");
  }

  @Override
  protected Map<String, FetchValue> unreachable() {
    return Fixture.query("http://localhost:" + closedPort + "/", "json", "");
  }
}
