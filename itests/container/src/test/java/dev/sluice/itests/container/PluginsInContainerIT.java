/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import javax.security.auth.Subject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Plugins come, change and go by every road there is: the admin service, the folder {@code deploy},
 * a feature. No bundle but the plugin's own is touched, and callers do not notice.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PluginsInContainerIT {
  private static final PluginName TOY = new PluginName("chain-toy");
  private static final String TOY_BUNDLE = "dev.sluice.itests.toy-chain";
  private static final Duration TIME = Duration.ofSeconds(20);

  @Inject private BundleContext context;
  @Inject private BootFinished boot;
  @Inject private PluginService plugins;
  @Inject private PluginAdminService admin;
  @Inject private FeaturesService features;
  @Inject private SessionFactory sessions;

  private final List<String> touched = new CopyOnWriteArrayList<>();
  private final SynchronousBundleListener watcher =
      event -> {
        if (!TOY_BUNDLE.equals(event.getBundle().getSymbolicName())) {
          touched.add(event.getBundle().getSymbolicName() + " event " + event.getType());
        }
      };
  private Map<Long, Long> before = Map.of();
  private Path configuration;

  @Configuration
  public Option[] config() {
    return Distribution.options();
  }

  @Before
  public void configureAndWatch() throws Exception {
    assertNotNull("all boot features are installed", boot);
    configuration = base("karaf.etc").resolve("sluice.chain.toy-main.cfg");
    Files.writeString(
        configuration,
        "chain.name = main\nledger = " + base("karaf.data").resolve("toy-ledger") + "\n");
    before = bundles();
    context.addBundleListener(watcher);
  }

  @After
  public void nothingElseWasTouched() throws Exception {
    context.removeBundleListener(watcher);
    Files.delete(configuration);
    assertEquals(List.of(), touched);
    assertEquals("bundles and when they last changed", before, bundles());
  }

  private static Path base(String property) {
    return Path.of(System.getProperty(property));
  }

  private Map<Long, Long> bundles() {
    var found = new HashMap<Long, Long>();
    for (Bundle bundle : context.getBundles()) {
      if (!TOY_BUNDLE.equals(bundle.getSymbolicName())) {
        found.put(bundle.getBundleId(), bundle.getLastModified() * 64 + bundle.getState());
      }
    }
    return found;
  }

  private static InputStream jar(String version) throws Exception {
    return Files.newInputStream(Path.of(System.getProperty("toy." + version)));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TIME.toNanos();
    while (!condition.call()) {
      assertTrue("waited in vain for: " + what, System.nanoTime() < end);
      Thread.sleep(20);
    }
  }

  private String version() {
    return plugins.plugin(TOY).map(PluginInfo::version).orElse("none");
  }

  private boolean serves() {
    return plugins.instances(Chain.class).contains("main");
  }

  private String shell(String command) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      var subject = new Subject();
      subject.getPrincipals().add(new RolePrincipal("admin"));
      Subject.doAs(
          subject,
          (PrivilegedExceptionAction<Object>)
              () -> {
                try (var session = sessions.create(InputStream.nullInputStream(), print, print)) {
                  return String.valueOf(session.execute(command));
                }
              });
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Asks the toy chain what it is, all the time, and keeps the answers. */
  private static final class Caller extends Thread {
    private final PluginRef<Chain> ref;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<CompletableFuture<String>> answers = new ArrayList<>();

    Caller(PluginRef<Chain> ref) {
      this.ref = ref;
    }

    @Override
    public void run() {
      while (!over.get()) {
        CompletableFuture<String> answer =
            ref.call(Chain::info, TIME).thenApply(ChainInfo::software);
        answers.add(answer);
        answer.exceptionally(Throwable::toString).join();
      }
    }

    List<String> finish() throws Exception {
      over.set(true);
      join();
      var all = new ArrayList<String>();
      for (CompletableFuture<String> answer : answers) {
        all.add(answer.get(TIME.toSeconds(), TimeUnit.SECONDS));
      }
      return all;
    }
  }

  private void whileCalling(Callable<Void> work) throws Exception {
    try (PluginRef<Chain> ref = plugins.ref(Chain.class, "main")) {
      var caller = new Caller(ref);
      ref.call(Chain::info, TIME).get();
      caller.start();
      work.call();
      List<String> answers = caller.finish();
      assertTrue(answers.contains("toy 1"));
      assertTrue(answers.contains("toy 2"));
      assertEquals("toy 2", answers.get(answers.size() - 1));
    }
  }

  @Test
  public void byTheAdminService() throws Exception {
    admin.install(jar("v1"));
    await("configuration", this::serves);
    whileCalling(
        () -> {
          admin.update(TOY, jar("v2"));
          admin.rollback(TOY);
          admin.update(TOY, jar("v2"));
          return null;
        });
    admin.remove(TOY);
    assertEquals("none", version());
  }

  @Test
  public void byTheDeployFolder() throws Exception {
    Path folder = base("karaf.base").resolve("deploy");
    Path target = folder.resolve("toy.jar");
    put("v1", target);
    await("service", this::serves);
    whileCalling(
        () -> {
          put("v2", target);
          await("update", () -> version().equals("2.0.0") && serves());
          return null;
        });
    Files.delete(target);
    await("removal", () -> version().equals("none"));
  }

  private static void put(String version, Path target) throws Exception {
    Path temporary = target.resolveSibling(".toy.tmp");
    try (var in = jar(version)) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  public void byAFeature() throws Exception {
    Path repository = base("karaf.data").resolve("toy-features.xml");
    Files.writeString(
        repository,
        "<features name='toy' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
            + feature("toy-one", "v1")
            + feature("toy-two", "v2")
            + "</features>");
    var none = EnumSet.noneOf(FeaturesService.Option.class);
    features.addRepository(repository.toUri());
    features.installFeature("toy-one", none);
    await("service", this::serves);
    whileCalling(
        () -> {
          features.uninstallFeature("toy-one", none);
          features.installFeature("toy-two", none);
          await("service", this::serves);
          return null;
        });
    features.uninstallFeature("toy-two", none);
    await("removal", () -> version().equals("none"));
    features.removeRepository(repository.toUri());
  }

  private static String feature(String name, String version) {
    return "<feature name='"
        + name
        + "'><bundle>file:"
        + System.getProperty("toy." + version)
        + "</bundle></feature>";
  }

  @Test
  public void byShellCommands() throws Exception {
    String one = System.getProperty("toy.v1");
    String two = System.getProperty("toy.v2");
    assertTrue(shell("plugin:check " + one).contains("INSTALL"));
    assertFalse(shell("plugin:list").contains("chain-toy"));
    assertTrue(shell("plugin:install " + one).contains("1.0.0"));
    await("configuration", this::serves);
    assertTrue(shell("plugin:list").contains("MANAGED"));
    assertTrue(shell("plugin:info chain-toy").contains("sluice.chain.toy"));
    assertTrue(shell("plugin:update chain-toy " + two).contains("2.0.0"));
    assertTrue(shell("plugin:rollback --json chain-toy").contains("\"version\":\"1.0.0\""));
    assertTrue(shell("plugin:check --remove chain-toy").contains("REMOVE"));
    assertTrue(shell("plugin:remove chain-toy").contains("chain-toy"));
    assertFalse(shell("plugin:list").contains("chain-toy"));
    assertTrue(plugins.plugin(TOY).isEmpty());
  }
}
