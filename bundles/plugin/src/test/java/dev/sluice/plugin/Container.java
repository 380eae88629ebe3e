/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.node.api.EventFeed;
import dev.sluice.node.api.Finding;
import dev.sluice.node.api.NodeEvent;
import dev.sluice.node.api.NodeInfo;
import dev.sluice.node.api.NodeService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A Felix framework in this JVM with the bundle under test as a bundle. The API packages come from
 * the test's own class path, so that a test can call what it finds.
 */
final class Container {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> BUNDLES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component-",
          "org.apache.felix.configadmin",
          "org.apache.felix.metatype",
          "org.apache.felix.scr");

  private final Framework framework;
  private final Bundle underTest;
  private final Feed feed = new Feed();

  /** Keeps what was told. */
  private static final class Feed implements EventFeed {
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public synchronized NodeEvent publish(String topic, Map<String, String> fields) {
      var event = new NodeEvent(events.size() + 1L, Instant.now(), topic, fields);
      events.add(event);
      return event;
    }

    @Override
    public long last() {
      return events.size();
    }

    @Override
    public List<NodeEvent> after(long id, Duration wait) {
      return events.subList((int) id, events.size());
    }
  }

  /** Starts a framework whose bundle cache and data are under {@code directory}. */
  Container(Path directory) throws BundleException, IOException {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.resolve("cache").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "dev.sluice.codec;version=0.1.0,dev.sluice.chain.api;version=0.1.0,"
                        + "dev.sluice.plugin.api;version=0.1.0,dev.sluice.node.api;version=0.1.0,"
                        + "dev.sluice.storage.api;version=0.1.0,dev.sluice.storage.io;version=0.1.0,"
                        + "org.slf4j;version=2.0.17,org.osgi.service.log;version=1.5,"
                        + "org.apache.felix.hc.api;version=2.0.4,org.osgi.service.cm;version=1.6",
                    Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                    "1",
                    "felix.log.level",
                    "1"));
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.registerService(EventFeed.class, feed, null);
    context.registerService(NodeService.class, node(directory), null);
    for (String name : BUNDLES) {
      install(classPath(name));
    }
    underTest = install(Path.of(System.getProperty("plugin.jar")));
    framework.start();
    for (Bundle bundle : context.getBundles()) {
      if (!bundle.getLocation().startsWith(PluginRegistry.LOCATION)) {
        bundle.start();
      }
    }
  }

  private static NodeService node(Path data) {
    return new NodeService() {
      @Override
      public NodeInfo info() {
        return new NodeInfo("test", Instant.EPOCH, 1, data);
      }

      @Override
      public List<Finding> findings() {
        return List.of();
      }
    };
  }

  static Path toy(String version) {
    return Path.of(System.getProperty("toy." + version));
  }

  private static Path classPath(String name) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .map(Path::of)
        .filter(p -> p.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path " + path));
  }

  private Bundle install(Path jar) throws BundleException, IOException {
    try (var in = Files.newInputStream(jar)) {
      return framework.getBundleContext().installBundle(jar.toUri().toString(), in);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Bundle underTest() {
    return underTest;
  }

  Bundle bundle(String symbolicName) {
    return Arrays.stream(context().getBundles())
        .filter(b -> symbolicName.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for a service. */
  <S> S service(Class<S> type) throws InterruptedException {
    var tracker = new ServiceTracker<S, S>(context(), type, null);
    tracker.open();
    S service = tracker.waitForService(PATIENCE.toMillis());
    assertThat(service).as(type.getName()).isNotNull();
    return service;
  }

  /** Configures a toy chain. */
  Configuration toyConfiguration(String name, Path ledger, int workMicros) throws Exception {
    Configuration configuration =
        service(ConfigurationAdmin.class).getFactoryConfiguration("sluice.chain.toy", name, "?");
    configuration.update(
        FrameworkUtil.asDictionary(
            Map.of(
                "chain.name",
                name,
                "ledger",
                ledger.toString(),
                "work.micros",
                Integer.toString(workMicros),
                "token",
                "hunter2")));
    return configuration;
  }

  List<String> topics() {
    return feed.events.stream().map(NodeEvent::topic).toList();
  }

  List<NodeEvent> events(String topic) {
    return feed.events.stream().filter(e -> e.topic().equals(topic)).toList();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(2);
    }
  }

  void close() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(PATIENCE.toMillis());
  }
}
