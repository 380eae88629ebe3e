/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import static dev.sluice.channel.TestNetwork.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.channel.TestNetwork.Node;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.api.JoinChannel;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.key.api.KeyName;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node hosts members: one damaged or refused member does not harm the others. */
class ChannelResumeTest {
  @TempDir Path directory;

  @Test
  void hostsWhatItCanAndSaysWhatItCannot() throws Exception {
    try (TestNetwork network = new TestNetwork(directory)) {
      Node node = network.addNode();
      network.create(ConfigRecord.defaults().withMembers(2, 2).withAdmission(2, List.of()));
      refusesSecondMemberOfOneIdentity(node);
      resumesBesideDamage(node);
      showsMembers(node);
    }
  }

  private static void refusesSecondMemberOfOneIdentity(Node node) {
    JoinChannel second =
        new JoinChannel(
            TestNetwork.CHAIN,
            node.member.channel(),
            new KeyName("second"),
            TestNetwork.DEPOSIT,
            node.client,
            Optional.empty());
    assertThatThrownBy(() -> node.channels.join(second).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            ChannelException.class, e -> assertThat(e.code()).isEqualTo(Code.RUNNING.number()))
        .hasMessageContaining("another identity");
    assertThat(node.channels.members()).containsExactly(node.member);
  }

  private static void resumesBesideDamage(Node node) throws Exception {
    Path damaged = node.directory.resolve("channel-0");
    Files.createDirectory(damaged);
    Files.write(damaged.resolve("member"), new byte[] {1, 2, 3});
    node.channels.stop(node.member);
    assertThatThrownBy(node.channels::resume)
        .isInstanceOfSatisfying(
            ChannelException.class, e -> assertThat(e.code()).isEqualTo(Code.BROKEN.number()))
        .hasMessageContaining("channel-0");
    assertThat(node.channels.members()).containsExactly(node.member);
    assertThat(findings(node).getStatus()).isEqualTo(Result.Status.CRITICAL);
    node.channels.resumeFailed();
    assertThat(node.channels.failures()).containsOnlyKeys("channel-0");
    Files.delete(damaged.resolve("member"));
    node.channels.resumeFailed();
    assertThat(node.channels.failures()).isEmpty();
  }

  private static void showsMembers(Node node) throws Exception {
    // Alone in a channel for two, the member waits.
    until("a finding", () -> findings(node).getStatus() == Result.Status.WARN);
    assertThat(findings(node).toString()).contains(node.member.toString());
    PrometheusRegistry registry = new PrometheusRegistry();
    ChannelMetrics metrics = new ChannelMetrics("peer", node.channels, registry);
    assertThat(registry.scrape().stream())
        .filteredOn(m -> m.getMetadata().getName().equals("sluice_peer_channel_confirmed_height"))
        .singleElement()
        .satisfies(m -> assertThat(labels(m)).containsExactly(node.member.toString()));
    metrics.close();
    assertThat(registry.scrape().stream()).isEmpty();
  }

  private static List<String> labels(MetricSnapshot metric) {
    return metric.getDataPoints().stream().map(p -> p.getLabels().get("member")).toList();
  }

  private static Result findings(Node node) {
    return ChannelFindings.of(node.channels, node.channels.failures());
  }
}
