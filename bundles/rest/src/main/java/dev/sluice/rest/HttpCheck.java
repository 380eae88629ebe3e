/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Dictionary;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the HTTP face answers on the port that is configured. */
@Component(property = {"hc.name=http", "hc.tags=sluice"})
public final class HttpCheck implements HealthCheck {
  private static final String PID = "org.ops4j.pax.web";
  private static final String PORT = "org.osgi.service.http.port";
  private static final String ADDRESSES = "org.ops4j.pax.web.listening.addresses";
  private static final int CONNECT_MS = 1_000;

  private final ConfigurationAdmin configurations;

  /** Reads the web server's settings at each check. */
  @Activate
  public HttpCheck(@Reference ConfigurationAdmin configurations) {
    this.configurations = configurations;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    try {
      Dictionary<String, Object> settings =
          configurations.getConfiguration(PID, "?").getProperties();
      String port = text(settings, PORT);
      String address = text(settings, ADDRESSES).split(",", 2)[0].strip();
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
        log.critical("the HTTP port '{}' is no number from 1 to 65535", port);
        log.critical("Next: correct {} in etc/{}.cfg, or SLUICE_HTTP_PORT, and restart", PORT, PID);
        return new Result(log);
      }
      probe(address, Integer.parseInt(port), log);
    } catch (IOException e) {
      log.critical("the settings of the web server cannot be read: {}", e.getMessage());
      log.critical("Next: check etc/{}.cfg", PID);
    }
    return new Result(log);
  }

  private static void probe(String address, int port, FormattingResultLog log) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MS);
      log.info("REST on http://{}:{}/api/v1", address, port);
    } catch (IOException e) {
      log.critical("nothing answers on {}:{}: {}", address, port, e.getMessage());
      log.critical(
          "Next: look for the web server's error in the log; another port by SLUICE_HTTP_PORT");
    }
  }

  private static String text(Dictionary<String, Object> settings, String key) {
    Object value = settings == null ? null : settings.get(key);
    return value == null ? "" : value.toString();
  }
}
