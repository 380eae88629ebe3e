/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.chain.OutboxCaller;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.consensus.api.MemberFactory;
import dev.sluice.key.api.KeyService;
import dev.sluice.node.api.NodeService;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.peer.api.Peers;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.io.LocalDisk;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels under one peer identity, whose name the {@link ChannelService} has as property
 * {@value Peers#NAME}. The members of the last run begin again on a thread of their own: reading
 * their journals takes time, and the keystore may be locked still. What prevents one is a finding.
 * Further identities have factory configurations {@code sluice.channel-<name>.cfg}.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "sluice.channel")
@Designate(ocd = ChannelConfig.class)
public final class ChannelComponent {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelComponent.class);

  /** Between two tries to begin a member that could not be begun. */
  private static final long RETRY_SECONDS = 10;

  private final ChannelNode node;
  private final ChannelMetrics metrics;
  private final List<ServiceRegistration<?>> registrations;
  private final ScheduledExecutorService resumption =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sluice-channel-resume"));

  /** Registers the service, and begins the members of the last run. */
  @Activate
  public ChannelComponent(
      BundleContext context,
      ChannelConfig config,
      @Reference PluginService plugins,
      @Reference OutboxService outbox,
      @Reference KeyService keys,
      @Reference(name = "peers") Map.Entry<Map<String, Object>, Peers> peers,
      @Reference MemberFactory members,
      @Reference NodeService nodes,
      @Reference PrometheusRegistry registry)
      throws IOException {
    String identity = String.valueOf(peers.getKey().get(Peers.NAME));
    Path directory = nodes.info().data().resolve("channel").resolve(identity);
    node =
        new ChannelNode(
            new NodeParts(
                plugins,
                outbox,
                keys,
                peers.getValue(),
                LocalDisk.at(directory),
                members,
                InstantSource.system(),
                new SecureRandom(),
                settings(config)));
    metrics = new ChannelMetrics(identity, node, registry);
    HealthCheck check = () -> ChannelFindings.of(node, node.failures());
    registrations =
        List.of(
            context.registerService(
                ChannelService.class,
                node,
                FrameworkUtil.asDictionary(Map.of(Peers.NAME, identity))),
            context.registerService(
                HealthCheck.class,
                check,
                FrameworkUtil.asDictionary(
                    Map.of(HealthCheck.NAME, "channels", HealthCheck.TAGS, "sluice"))));
    resumption.execute(this::resume);
    var unused =
        resumption.scheduleWithFixedDelay(
            node::resumeFailed, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  static NodeParts.Settings settings(ChannelConfig config) {
    check("look.ms", config.look_ms(), 50, 10_000);
    check("call.ms", config.call_ms(), 100, 600_000);
    check("workers", config.workers(), 0, 256);
    check("heartbeat.hold.ms", config.heartbeat_hold_ms(), 0, 5_000);
    check("order.valid.ms", config.order_valid_ms(), 1_000, 600_000);
    check("order.give.up.ms", config.order_give_up_ms(), 1_000, 600_000);
    return new NodeParts.Settings(
        Duration.ofMillis(config.look_ms()),
        Duration.ofMillis(config.call_ms()),
        config.workers() == 0 ? Runtime.getRuntime().availableProcessors() : config.workers(),
        new OutboxCaller.Settings(
            Duration.ofMillis(config.heartbeat_hold_ms()),
            Duration.ofMillis(config.order_valid_ms()),
            Duration.ofMillis(config.order_give_up_ms())),
        VoteJournal.Settings.DEFAULT);
  }

  private static void check(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "sluice.channel: " + key + " = " + value + " is not from " + least + " to " + most);
    }
  }

  private void resume() {
    try {
      var begun = node.resume();
      LOG.info("Members begun again: {}", begun);
    } catch (ChannelException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /** Stops all members in order. */
  @Deactivate
  void close() {
    registrations.forEach(ServiceRegistration::unregister);
    metrics.close();
    // No interrupt: it would close the journal that is being read.
    resumption.shutdown();
    node.close();
  }
}
