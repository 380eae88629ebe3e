/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerSession;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Metrics of one identity. Labels are bounded by the number of sessions. */
final class PeerMetrics implements AutoCloseable {
  private final PeerNode node;
  private final PrometheusRegistry registry;
  private final List<Collector> collectors = new ArrayList<>();

  PeerMetrics(String name, PeerNode node, PrometheusRegistry registry) {
    this.node = node;
    this.registry = registry;
    String prefix = "sluice_" + name.replace('-', '_') + "_";
    add(
        GaugeWithCallback.builder()
            .name(prefix + "sessions")
            .help("Open sessions")
            .callback(out -> out.call(sessions().size()))
            .build());
    gauge(
        prefix + "round_trip_seconds",
        "Smoothed round trip",
        s -> s.roundTrip().map(d -> d.toNanos() / 1e9).orElse(Double.NaN));
    gauge(prefix + "queued_bytes", "Bytes that wait to leave", PeerSession::queuedBytes);
    for (MessageClass urgency : MessageClass.values()) {
      gauge(
          prefix + "queued_" + urgency.name().toLowerCase(Locale.ROOT),
          "Messages of the class that wait to leave",
          s -> s.queued().getOrDefault(urgency, 0));
    }
    counter(prefix + "frames_in", "Frames received", PeerSession::framesIn);
    counter(prefix + "frames_out", "Frames sent", PeerSession::framesOut);
    counter(prefix + "bytes_in", "Bytes received", PeerSession::bytesIn);
    counter(prefix + "bytes_out", "Bytes sent", PeerSession::bytesOut);
    counter(prefix + "refused", "Messages refused since a queue was full", PeerSession::refused);
    counter(prefix + "faults", "Bad frames received", PeerSession::faults);
  }

  private void gauge(String name, String help, ToDoubleFunction<PeerSession> value) {
    add(
        GaugeWithCallback.builder()
            .name(name)
            .help(help)
            .labelNames("peer")
            .callback(
                out ->
                    sessions().forEach(s -> out.call(value.applyAsDouble(s), s.key().toString())))
            .build());
  }

  private void counter(String name, String help, ToDoubleFunction<PeerSession> value) {
    add(
        CounterWithCallback.builder()
            .name(name)
            .help(help + " in the present session")
            .labelNames("peer")
            .callback(
                out ->
                    sessions().forEach(s -> out.call(value.applyAsDouble(s), s.key().toString())))
            .build());
  }

  private void add(Collector collector) {
    registry.register(collector);
    collectors.add(collector);
  }

  private List<PeerSession> sessions() {
    try {
      return node.sessions();
    } catch (PeerException e) {
      return List.of(); // it stops
    }
  }

  @Override
  public void close() {
    collectors.forEach(registry::unregister);
  }
}
