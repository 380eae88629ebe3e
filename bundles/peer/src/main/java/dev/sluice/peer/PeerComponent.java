/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.key.api.CurveKey;
import dev.sluice.key.api.CurveKeyService;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import dev.sluice.node.api.NodeService;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Peers;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.zmq.CurveKeys;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One identity of the node: key from the keystore, sockets by the settings, bans in a file. What
 * prevents it is a finding, not a failure of the node. Further identities have factory
 * configurations {@code sluice.peer-<name>.cfg} with other names and ports.
 */
@Component(
    service = HealthCheck.class,
    immediate = true,
    configurationPid = "sluice.peer",
    property = {"hc.name=peers", "hc.tags=sluice"})
@Designate(ocd = PeerConfig.class)
public final class PeerComponent implements HealthCheck {
  private @Nullable PeerNode node;
  private @Nullable PeerMetrics metrics;
  private @Nullable ServiceRegistration<Peers> registration;
  private final String name;
  private String failure = "";

  /** Opens the identity. */
  @Activate
  public PeerComponent(
      BundleContext context,
      PeerConfig config,
      @Reference CurveKeyService curves,
      @Reference KeyService keys,
      @Reference NodeService nodes,
      @Reference MemoryHub hub,
      @Reference PrometheusRegistry registry)
      throws IOException {
    name = config.peer_name();
    try {
      PeerSettings settings = ConfiguredSettings.of(config, "sluice " + nodes.info().version());
      CurveKey curve = curves.curve(new KeyName(name));
      var bans = new BanFile(directory(nodes.info().data()).resolve(name + ".bans"));
      PeerNode made =
          PeerNodes.open(
              name,
              new CurveKeys(new PeerKey(curve.publicKey()), curve.secretKey()),
              settings,
              hub,
              bans.read(),
              bans::write,
              settings.announce()
                  ? Optional.of(announcer(keys, new KeyName(name + "-announce")))
                  : Optional.empty());
      node = made;
      metrics = new PeerMetrics(name, made, registry);
      registration =
          context.registerService(
              Peers.class, made, FrameworkUtil.asDictionary(Map.of(Peers.NAME, name)));
    } catch (PeerException | KeyException | IllegalArgumentException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  private static Path directory(Path data) throws IOException {
    Path directory = data.resolve("peer");
    Files.createDirectories(directory);
    return directory;
  }

  private static Gossip.Announcer announcer(KeyService keys, KeyName name) {
    Signer signer;
    try {
      signer = keys.signer(name);
    } catch (KeyException e) {
      if (e.code() != KeyException.Code.NOT_FOUND) {
        throw e;
      }
      signer = keys.generate(name);
    }
    Signer found = signer;
    return new Gossip.Announcer() {
      @Override
      public Bytes publicKey() {
        return found.publicKey();
      }

      @Override
      public Bytes sign(byte[] message) {
        return found.sign(message);
      }
    };
  }

  /** Ends all sessions. */
  @Deactivate
  void close() {
    if (registration != null) {
      registration.unregister();
    }
    if (metrics != null) {
      metrics.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Override
  public Result execute() {
    return PeerFindings.of(name, Optional.ofNullable(node), failure);
  }
}
