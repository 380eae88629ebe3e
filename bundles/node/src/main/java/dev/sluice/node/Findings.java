/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import dev.sluice.node.api.Finding;
import dev.sluice.node.api.Finding.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;

/**
 * Reads a health check's result as a {@link Finding}. Convention: a log line that starts with
 * {@value #NEXT} is the next step, all others say why.
 */
final class Findings {
  static final String NEXT = "Next: ";

  private Findings() {}

  static Finding of(String name, Result result, Clock clock) {
    var why = new ArrayList<String>();
    var next = new ArrayList<String>();
    StreamSupport.stream(result.spliterator(), false)
        .map(entry -> entry.getMessage())
        .forEach(
            line -> {
              if (line.startsWith(NEXT)) {
                next.add(line.substring(NEXT.length()));
              } else {
                why.add(line);
              }
            });
    return new Finding(
        name, level(result), clock.instant(), String.join("; ", why), String.join("; ", next));
  }

  private static Level level(Result result) {
    return switch (result.getStatus()) {
      case OK -> Level.OK;
      case WARN, TEMPORARILY_UNAVAILABLE -> Level.WARN;
      case CRITICAL, HEALTH_CHECK_ERROR -> Level.CRITICAL;
    };
  }
}
