/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.plugin.api.BundleInfo.Origin;
import dev.sluice.plugin.api.ConfigurationInfo;
import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginCheck.Action;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginHealth.State;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginService;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

@Timeout(60)
class PluginAdminIT {
  private static final PluginName TOY = new PluginName("chain-toy");
  private static final Duration TIME = Duration.ofSeconds(10);

  @TempDir Path directory;
  private Container container;
  private PluginService plugins;
  private PluginAdminService admin;
  private final Jars one = Jars.of(Container.toy("v1"));
  private final Jars two = Jars.of(Container.toy("v2"));

  @BeforeEach
  void start() throws Exception {
    open();
  }

  private void open() throws Exception {
    container = new Container(directory);
    plugins = container.service(PluginService.class);
    admin = container.service(PluginAdminService.class);
  }

  @AfterEach
  void stop() throws Exception {
    container.close();
  }

  private void configure() throws Exception {
    container.toyConfiguration("main", directory.resolve("ledger"), 0);
  }

  private String software() throws Exception {
    try (var ref = plugins.ref(Chain.class, "main")) {
      return ref.call(Chain::info, TIME).thenApply(ChainInfo::software).get();
    }
  }

  private static void refused(Code code, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(reason)
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** Everything that may not change when an operation is refused. */
  private Map<String, String> bundles() {
    var states = new TreeMap<String, String>();
    for (Bundle b : container.context().getBundles()) {
      states.put(b.getLocation(), b.getSymbolicName() + b.getVersion() + b.getState());
    }
    return states;
  }

  private List<String> files() throws Exception {
    try (var files = Files.walk(directory.resolve("plugins"))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void installsUpdatesRollsBackAndRemoves() throws Exception {
    configure();
    PluginInfo installed = admin.install(one.stream());
    assertThat(installed.name()).isEqualTo(TOY);
    assertThat(installed.type()).isEqualTo("chain");
    assertThat(installed.version()).isEqualTo("1.0.0");
    assertThat(installed.bundle().origin()).isEqualTo(Origin.MANAGED);
    assertThat(software()).isEqualTo("toy 1");

    assertThat(admin.update(TOY, two.stream()).version()).isEqualTo("2.0.0");
    assertThat(software()).isEqualTo("toy 2");
    assertThat(admin.previousVersions(TOY)).containsExactly("1.0.0");

    assertThat(admin.rollback(TOY).version()).isEqualTo("1.0.0");
    assertThat(software()).isEqualTo("toy 1");
    refused(Code.NO_PREVIOUS, "no earlier version", () -> admin.rollback(TOY));

    admin.remove(TOY);
    assertThat(plugins.plugins()).isEmpty();
    assertThat(files()).isEmpty();
    refused(Code.NOT_INSTALLED, "plugin:list", () -> admin.remove(TOY));
    refused(Code.NOT_INSTALLED, "plugin:list", () -> admin.update(TOY, two.stream()));
    assertThat(container.topics())
        .containsSubsequence(
            "plugin.bound",
            "plugin.installed",
            "plugin.unbound",
            "plugin.bound",
            "plugin.updated",
            "plugin.rolledback",
            "plugin.unbound",
            "plugin.removed");
    assertThat(container.events("plugin.updated").get(0).fields())
        .containsEntry("version", "2.0.0")
        .containsEntry("detail", "was 1.0.0");
  }

  @Test
  void showsInstancesConfigurationAndUsers() throws Exception {
    configure();
    admin.install(one.stream());
    try (var ref = plugins.ref(Chain.class, "main")) {
      ref.call(Chain::info, TIME).get();
      PluginInfo info = plugins.plugin(TOY).orElseThrow();
      assertThat(info.health().state()).isEqualTo(State.UP);
      assertThat(info.instances())
          .singleElement()
          .satisfies(
              i -> {
                assertThat(i.name()).isEqualTo("main");
                assertThat(i.capabilities()).containsExactly(Chain.class.getName());
                assertThat(i.users()).containsExactly("org.apache.felix.framework");
                ConfigurationInfo c = i.configuration().orElseThrow();
                assertThat(c.factoryPid()).contains("sluice.chain.toy");
                assertThat(c.settings())
                    .anySatisfy(
                        s -> {
                          assertThat(s.key()).isEqualTo("work.micros");
                          assertThat(s.value()).contains("0");
                          assertThat(s.description()).contains("microseconds");
                        })
                    .anySatisfy(
                        s -> {
                          assertThat(s.key()).isEqualTo("token");
                          assertThat(s.value()).contains(ConfigurationInfo.HIDDEN);
                        });
                assertThat(c.toString()).doesNotContain("hunter2");
              });
      assertThat(plugins.instances(Chain.class)).containsExactly("main");
      assertThat(admin.check(two.stream()).users()).containsExactly("org.apache.felix.framework");
    }
    assertThat(plugins.plugin(TOY).orElseThrow().instances().get(0).users()).isEmpty();
  }

  @Test
  void saysWhyAPluginDoesNotWork() throws Exception {
    admin.install(one.stream());
    assertThat(plugins.plugin(TOY).orElseThrow().health())
        .satisfies(
            h -> {
              assertThat(h.state()).isEqualTo(State.WAITING);
              assertThat(h.next()).contains("etc/sluice.chain.toy-<name>.cfg");
            });
    Configuring.badly(container);
    Container.await(
        "failed activation",
        () -> plugins.plugin(TOY).orElseThrow().health().state() == State.FAILED);
    assertThat(plugins.plugin(TOY).orElseThrow().health().why()).contains("NOT A NAME");
    container.bundle("dev.sluice.itests.toy-chain").stop();
    assertThat(plugins.plugin(TOY).orElseThrow().health().state()).isEqualTo(State.STOPPED);
  }

  private static final class Configuring {
    static void badly(Container container) throws Exception {
      container.toyConfiguration("bad", Path.of("/nonexistent"), 0);
      var admin = container.service(org.osgi.service.cm.ConfigurationAdmin.class);
      var configuration = admin.getFactoryConfiguration("sluice.chain.toy", "bad", "?");
      var values = configuration.getProperties();
      values.put("chain.name", "NOT A NAME");
      configuration.update(values);
    }
  }

  @Test
  void dryRunsChangeNothing() throws Exception {
    var before = bundles();
    PluginCheck check = admin.check(one.stream());
    assertThat(check.action()).isEqualTo(Action.INSTALL);
    assertThat(check.refusal()).isEmpty();
    assertThat(check.refreshed()).isEmpty();
    assertThat(bundles()).isEqualTo(before);
    assertThat(files()).isEmpty();

    admin.install(one.stream());
    before = bundles();
    check = admin.check(two.stream());
    assertThat(check.action()).isEqualTo(Action.UPDATE);
    assertThat(check.installed()).contains("1.0.0");
    assertThat(check.version()).isEqualTo("2.0.0");
    assertThat(check.refreshed()).containsExactly("dev.sluice.itests.toy-chain");
    assertThat(admin.checkRemoval(TOY).action()).isEqualTo(Action.REMOVE);
    assertThat(bundles()).isEqualTo(before);
    assertThat(files()).hasSize(2);
  }

  @Test
  void refusesWhatDoesNotResolveAndSaysWhatIsMissing() throws Exception {
    configure();
    admin.install(one.stream());
    var before = bundles();
    Jars lacking =
        two.adding("Import-Package", "com.example.absent;version=\"[1.2,2)\"")
            .adding("Require-Capability", "example.cap;filter:=\"(a=b)\"");
    refused(
        Code.UNRESOLVED,
        "needs package com.example.absent",
        () -> admin.update(TOY, lacking.stream()));
    assertThat(admin.check(lacking.stream()).refusal().orElseThrow().reasons())
        .hasSize(2)
        .anyMatch(r -> r.contains("example.cap (a=b)"));
    assertThat(bundles()).isEqualTo(before);
    assertThat(software()).isEqualTo("toy 1");
    assertThat(files()).hasSize(2);
    assertThat(container.topics()).contains("plugin.refused");
  }

  @Test
  void aTransitiveProblemIsNamed() throws Exception {
    // "half" is there but cannot resolve itself, so what it exports is of no use.
    Bundle half =
        container
            .context()
            .installBundle(
                "half",
                Jars.empty("half")
                    .with("Export-Package", "com.example.half")
                    .with("Import-Package", "com.example.absent")
                    .stream());
    Jars needsHalf = one.adding("Import-Package", "com.example.half");
    refused(Code.UNRESOLVED, "com.example.absent", () -> admin.install(needsHalf.stream()));
    assertThat(half.getState()).isEqualTo(Bundle.INSTALLED);
  }

  @Test
  void doesNotTakeTheOldVersionsPackagesForGranted() {
    Jars exporting = one.with("Export-Package", "dev.sluice.itests.toy");
    admin.install(exporting.stream());
    Jars importing = two.adding("Import-Package", "dev.sluice.itests.toy");
    refused(
        Code.UNRESOLVED,
        "package dev.sluice.itests.toy",
        () -> admin.update(TOY, importing.stream()));
  }

  @Test
  void refusesWhatIsNoPluginAndWhatIsNoJar() {
    refused(
        Code.NOT_A_PLUGIN,
        "@SluicePlugin",
        () -> admin.install(one.without("Provide-Capability").stream()));
    refused(Code.INVALID_JAR, "", () -> admin.install(bytes(new byte[100])));
    refused(Code.INVALID_JAR, "", () -> admin.install(bytes(new byte[0])));
    refused(
        Code.INVALID_JAR,
        "Bundle-SymbolicName",
        () -> admin.install(one.without("Bundle-SymbolicName").stream()));
    refused(
        Code.INVALID_JAR,
        "manifest",
        () -> admin.install(one.with("Import-Package", "a;;b").stream()));
    refused(
        Code.NOT_A_PLUGIN,
        "fragment",
        () -> admin.install(one.with("Fragment-Host", "system.bundle").stream()));
    refused(
        Code.NOT_A_PLUGIN,
        "name",
        () ->
            admin.install(
                one
                    .with("Provide-Capability", "sluice.plugin;sluice.plugin=UPPER;type=chain")
                    .stream()));
    assertThat(plugins.plugins()).isEmpty();
  }

  private static InputStream bytes(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void refusesAJarThatIsTooLarge() throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] b, int off, int len) {
            return len;
          }
        };
    refused(Code.TOO_LARGE, "max.jar.bytes", () -> admin.install(endless));
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesPackagesThatBelongToOthers() throws Exception {
    Jars own = one.with("Export-Package", "dev.sluice.chain.api;version=0.1.0");
    refused(Code.SHARED_PACKAGE, "dev.sluice.chain.api (of", () -> admin.install(own.stream()));
  }

  @Test
  void refusesASymbolicNameThatAnotherBundleHas() throws Exception {
    Bundle plain = container.context().installBundle("plain", Jars.empty("plain").stream());
    Jars same = one.with("Bundle-SymbolicName", "plain;singleton:=true");
    assertThat(admin.check(same.stream()).refusal().orElseThrow().reasons())
        .containsExactly(
            "bundle " + plain.getBundleId() + " has its symbolic name: give it another");
    refused(Code.INVALID_JAR, "symbolic name", () -> admin.install(same.stream()));
    Jars system = one.with("Bundle-SymbolicName", "system.bundle");
    refused(Code.INVALID_JAR, "bundle 0 has", () -> admin.install(system.stream()));
  }

  @Test
  void refusesAChangeThatWouldRestartOthers() throws Exception {
    admin.install(one.with("Export-Package", "dev.sluice.itests.toy").stream());
    Bundle dependent =
        container
            .context()
            .installBundle(
                "dependent",
                Jars.empty("dependent").with("Import-Package", "dev.sluice.itests.toy").stream());
    dependent.start();
    refused(
        Code.WOULD_RESTART_OTHERS,
        "dependent is wired to it",
        () -> admin.update(TOY, two.stream()));
    refused(Code.WOULD_RESTART_OTHERS, "dependent", () -> admin.remove(TOY));
    assertThat(admin.checkRemoval(TOY).refreshed())
        .containsExactly("dependent", "dev.sluice.itests.toy-chain");
    assertThat(dependent.getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void leavesPluginsOfOthersAlone() throws Exception {
    container.context().installBundle("file:/node/deploy/toy.jar", one.stream()).start();
    assertThat(plugins.plugin(TOY).orElseThrow().bundle().origin()).isEqualTo(Origin.DEPLOY_FOLDER);
    refused(Code.NOT_MANAGED, "deploy", () -> admin.update(TOY, two.stream()));
    refused(Code.NOT_MANAGED, "deploy", () -> admin.remove(TOY));
    refused(Code.NOT_MANAGED, "deploy", () -> admin.install(one.stream()));
  }

  @Test
  void refusesAnotherPluginAndASecondInstallation() {
    admin.install(one.stream());
    refused(Code.ALREADY_INSTALLED, "plugin:update", () -> admin.install(two.stream()));
    Jars other =
        two.with("Provide-Capability", "sluice.plugin;sluice.plugin=chain-other;type=chain");
    refused(Code.OTHER_PLUGIN, "chain-other", () -> admin.update(TOY, other.stream()));
  }

  @Test
  void takesBackAVersionThatDoesNotStart() throws Exception {
    configure();
    admin.install(one.stream());
    Jars broken =
        two.with("Bundle-Version", "3.0.0").file("dev/sluice/itests/toy/version.txt", "broken");
    refused(Code.NOT_TAKEN_UP, "main", () -> admin.update(TOY, broken.stream()));
    assertThat(plugins.plugin(TOY).orElseThrow().version()).isEqualTo("1.0.0");
    assertThat(software()).isEqualTo("toy 1");

    Jars crashing = two.with("Bundle-Activator", "no.such.Activator");
    refused(Code.NOT_TAKEN_UP, "", () -> admin.update(TOY, crashing.stream()));
    assertThat(software()).isEqualTo("toy 1");
    assertThat(admin.previousVersions(TOY)).isEmpty();
    assertThat(files()).hasSize(2);
  }

  @Test
  void anInstallationThatDoesNotStartLeavesNothing() throws Exception {
    var before = bundles();
    Jars crashing = one.with("Bundle-Activator", "no.such.Activator");
    refused(Code.NOT_TAKEN_UP, "does not start", () -> admin.install(crashing.stream()));
    assertThat(bundles()).isEqualTo(before);
    assertThat(files()).isEmpty();
  }

  @Test
  void updatesToAnotherBuildOfTheSameVersion() throws Exception {
    configure();
    admin.install(one.stream());
    Jars rebuilt = one.file("dev/sluice/itests/toy/version.txt", "1, rebuilt");
    assertThat(admin.update(TOY, rebuilt.stream()).version()).isEqualTo("1.0.0");
    assertThat(software()).isEqualTo("toy 1, rebuilt");
    assertThat(admin.previousVersions(TOY)).containsExactly("1.0.0");
    refused(Code.ALREADY_INSTALLED, "this very jar", () -> admin.update(TOY, rebuilt.stream()));
    admin.rollback(TOY);
    assertThat(software()).isEqualTo("toy 1");
  }

  @Test
  void aSingletonThatExportsWhatItImportsIsWiredToItself() throws Exception {
    configure();
    Jars first =
        one.with("Bundle-SymbolicName", "dev.sluice.itests.toy-chain;singleton:=true")
            .with("Export-Package", "dev.sluice.itests.toy;version=1.0")
            .adding("Import-Package", "dev.sluice.itests.toy");
    admin.install(first.stream());
    Jars second =
        first.with("Bundle-Version", "2.0.0").file("dev/sluice/itests/toy/version.txt", "2");
    admin.update(TOY, second.stream());
    assertThat(software()).isEqualTo("toy 2");
    assertThat(
            Arrays.stream(container.context().getBundles())
                .filter(b -> b.getSymbolicName().equals("dev.sluice.itests.toy-chain")))
        .hasSize(1);
  }

  @Test
  void keepsOnlySoManyVersions() throws Exception {
    admin.install(one.stream());
    for (int i = 2; i <= 7; i++) {
      admin.update(TOY, one.with("Bundle-Version", i + ".0.0").stream());
    }
    assertThat(admin.previousVersions(TOY)).containsExactly("6.0.0", "5.0.0", "4.0.0");
    assertThat(files()).hasSize(5);
    for (int i = 6; i >= 4; i--) {
      assertThat(admin.rollback(TOY).version()).isEqualTo(i + ".0.0");
    }
    refused(Code.NO_PREVIOUS, "", () -> admin.rollback(TOY));
  }

  @Test
  void survivesARestartAndALostCache() throws Exception {
    configure();
    admin.install(one.stream());
    admin.update(TOY, two.stream());
    container.close();
    open();
    assertThat(plugins.plugin(TOY).orElseThrow().version()).isEqualTo("2.0.0");
    container.close();
    deleteCache();
    open();
    configure();
    Container.await("toy is back", () -> plugins.instances(Chain.class).contains("main"));
    assertThat(software()).isEqualTo("toy 2");
    assertThat(admin.rollback(TOY).version()).isEqualTo("1.0.0");
  }

  @Test
  void whatMakesNoSenseOnTheDiskIsKeptAndDoesNotStopTheOthers() throws Exception {
    configure();
    admin.install(one.stream());
    container.close();
    Path plugins = directory.resolve("plugins");
    Files.createDirectories(plugins.resolve("lost+found"));
    for (String text : List.of("", "garbage", "previous x\n")) {
      Path folder = Files.createDirectories(plugins.resolve("broken-" + text.length()));
      Files.writeString(folder.resolve("state"), text);
      Files.writeString(folder.resolve("a-1.jar"), "jar");
    }
    open();
    Container.await("toy is back", () -> this.plugins.instances(Chain.class).contains("main"));
    assertThat(files()).contains("a-1.jar").filteredOn("a-1.jar"::equals).hasSize(3);
  }

  private void deleteCache() throws Exception {
    try (var files = Files.walk(directory.resolve("cache"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void givesUpAnOperationThatACrashCutOff() throws Exception {
    configure();
    admin.install(one.stream());
    // As a crash leaves it in the middle of an update: trial bundle, new code loaded, jar on trial.
    Path folder = directory.resolve("plugins/chain-toy");
    Path trial = folder.resolve("2.0.0-ffffffffffff.jar");
    Files.write(trial, two.bytes());
    Files.writeString(
        folder.resolve("state"),
        Files.readString(folder.resolve("state")) + "pending 2.0.0-ffffffffffff.jar\n");
    container.bundle("dev.sluice.itests.toy-chain").stop(Bundle.STOP_TRANSIENT);
    container
        .context()
        .installBundle("sluice-plugin:chain-toy/2.0.0-ffffffffffff.jar", two.stream())
        .start(Bundle.START_TRANSIENT);
    container.context().installBundle(Staging.LOCATION + "x", Jars.empty("x").stream());
    container.context().installBundle("sluice-plugin:orphan/x", Jars.empty("orphan").stream());
    Files.writeString(directory.resolve("plugins/upload-1.jar"), "half");
    Files.createDirectories(directory.resolve("plugins/never-done"));
    assertThat(software()).isEqualTo("toy 2");

    container.close();
    open();
    Container.await("toy is back", () -> plugins.instances(Chain.class).contains("main"));
    assertThat(software()).isEqualTo("toy 1");
    assertThat(bundles().keySet()).noneMatch(l -> l.startsWith(Staging.LOCATION));
    assertThat(bundles()).doesNotContainKey("sluice-plugin:orphan/x");
    assertThat(files()).hasSize(2);
    assertThat(directory.resolve("plugins/never-done")).doesNotExist();
  }

  @Test
  void noOperationTouchesAnotherBundle() throws Exception {
    configure();
    admin.install(one.stream());
    var touched = new java.util.concurrent.CopyOnWriteArrayList<String>();
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() != BundleEvent.INSTALLED
              && event.getType() != BundleEvent.UNINSTALLED) {
            touched.add(event.getBundle().getSymbolicName());
          }
        };
    // Not by the system bundle, from which nothing can be hidden.
    container.underTest().getBundleContext().addBundleListener(listener);
    admin.check(two.stream());
    admin.update(TOY, two.stream());
    admin.rollback(TOY);
    admin.remove(TOY);
    admin.install(two.stream());
    container.underTest().getBundleContext().removeBundleListener(listener);
    assertThat(touched)
        .contains("dev.sluice.itests.toy-chain")
        .allMatch(name -> name.equals("dev.sluice.itests.toy-chain"));
  }

  @Test
  void leavesNoThreadWhenItStops() throws Exception {
    configure();
    admin.install(one.stream());
    assertThat(software()).isEqualTo("toy 1");
    container.underTest().stop();
    Container.await(
        "threads end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("sluice-plugin")));
    assertThat(
            Arrays.stream(
                container.underTest().getServicesInUse() == null
                    ? new Object[0]
                    : container.underTest().getServicesInUse()))
        .isEmpty();
    container.underTest().start();
    plugins = container.service(PluginService.class);
    assertThat(software()).isEqualTo("toy 1");
  }
}
