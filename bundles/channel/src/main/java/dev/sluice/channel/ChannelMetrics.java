/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Metrics of the members under one identity. Labels are bounded by members and refusal codes. */
final class ChannelMetrics implements AutoCloseable {
  private final ChannelService channels;
  private final PrometheusRegistry registry;
  private final String prefix;
  private final List<Collector> collectors = new ArrayList<>();

  ChannelMetrics(String identity, ChannelService channels, PrometheusRegistry registry) {
    this.channels = channels;
    this.registry = registry;
    prefix = "sluice_" + identity.replace('-', '_') + "_channel_";
    gauge("confirmed_height", "Last confirmed height", s -> s.view().confirmedHeight());
    gauge("settled_height", "Last height settled on the chain", ChannelStatus::settledHeight);
    gauge("pending", "Transactions that wait for a place", s -> s.view().pending());
    gauge("unconfirmed", "Batches that are not confirmed yet", s -> s.view().unconfirmed());
    gauge("epoch", "Epoch the member acts in", s -> s.view().promised());
    gauge("backlog", "Inputs that wait", ChannelStatus::backlog);
    gauge("reasons_to_wait", "Why the member does not go on, counted", s -> s.waiting().size());
    counter("verified", "Signatures verified", ChannelStatus::verified);
    counter("executed", "Transactions executed", ChannelStatus::executed);
    counter("forces", "Forces of the journal", ChannelStatus::forces);
    add(
        CounterWithCallback.builder()
            .name(prefix + "refused")
            .help("Messages and transactions refused, since the member began")
            .labelNames("member", "code")
            .callback(
                out ->
                    each(
                        s ->
                            s.view()
                                .refused()
                                .forEach(
                                    (code, count) ->
                                        out.call(count, s.member().toString(), code.name()))))
            .build());
  }

  private void gauge(String name, String help, ToDoubleFunction<ChannelStatus> value) {
    add(
        GaugeWithCallback.builder()
            .name(prefix + name)
            .help(help)
            .labelNames("member")
            .callback(out -> each(s -> out.call(value.applyAsDouble(s), s.member().toString())))
            .build());
  }

  private void counter(String name, String help, ToDoubleFunction<ChannelStatus> value) {
    add(
        CounterWithCallback.builder()
            .name(prefix + name)
            .help(help + ", since the member began")
            .labelNames("member")
            .callback(out -> each(s -> out.call(value.applyAsDouble(s), s.member().toString())))
            .build());
  }

  private void add(Collector collector) {
    registry.register(collector);
    collectors.add(collector);
  }

  private void each(Consumer<ChannelStatus> report) {
    for (MemberRef member : channels.members()) {
      ChannelStatus status;
      try {
        status = channels.status(member);
      } catch (ChannelException e) {
        continue; // it was stopped meanwhile
      }
      report.accept(status);
    }
  }

  @Override
  public void close() {
    collectors.forEach(registry::unregister);
  }
}
