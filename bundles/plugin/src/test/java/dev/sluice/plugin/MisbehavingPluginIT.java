/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginService;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** Plugins whose own code blocks or fails must not take the administration with them. */
@Timeout(60)
class MisbehavingPluginIT {
  private static final PluginName BAD = new PluginName("bad");

  @TempDir Path directory;
  private Container container;
  private PluginAdminService admin;

  @BeforeEach
  void start() throws Exception {
    container = new Container(directory);
    var before = container.service(PluginAdminService.class);
    container
        .service(ConfigurationAdmin.class)
        .getConfiguration("sluice.plugin", "?")
        .update(FrameworkUtil.asDictionary(Map.of("start.limit.ms", 300L)));
    Container.await(
        "the setting is taken",
        () -> {
          var reference = container.context().getServiceReference(PluginAdminService.class);
          admin = reference == null ? before : container.context().getService(reference);
          return admin != null && admin != before;
        });
  }

  @AfterEach
  void stop() throws Exception {
    container.close();
  }

  private static Jars bad(String version) {
    return Jars.empty("bad")
        .with("Bundle-Version", version)
        .with("Import-Package", "org.osgi.framework")
        .with("Provide-Capability", "sluice.plugin;sluice.plugin=bad;type=chain")
        .activator(MisbehavingActivator.class);
  }

  private static void refused(Code code, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(reason)
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private PluginInfo plugin() throws Exception {
    return container.service(PluginService.class).plugin(BAD).orElseThrow();
  }

  @Test
  void anInstallationThatBlocksIsTakenBack() throws Exception {
    refused(
        Code.NOT_TAKEN_UP,
        "did not start within 300 ms",
        () -> admin.install(bad("1").with("On-Start", "sleep").stream()));
    assertThat(container.service(PluginService.class).plugins()).isEmpty();
    assertThat(admin.install(bad("1").stream()).version()).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "hang"})
  void anUpdateThatBlocksBringsTheOldVersionBack(String how) throws Exception {
    admin.install(bad("1").stream());
    refused(
        Code.NOT_TAKEN_UP,
        "the version before is back: bad did not start within 300 ms",
        () -> admin.update(BAD, bad("2").with("On-Start", how).stream()));
    assertThat(plugin().version()).isEqualTo("1.0.0");
    assertThat(plugin().bundle().state()).isEqualTo("ACTIVE");
    assertThat(admin.update(BAD, bad("3").stream()).version()).isEqualTo("3.0.0");
  }

  @Test
  void aRemovalThatBlocksLetsOthersWork() throws Exception {
    admin.install(bad("1").with("On-Stop", "sleep").stream());
    refused(
        Code.TIMEOUT,
        "did not stop within 300 ms (start.limit.ms); it is removed when the node starts again",
        () -> admin.remove(BAD));
    admin.check(bad("2").stream());
    assertThat(files()).isEmpty();
  }

  @Test
  void anUpdateThatCannotBeWrittenDownIsTakenBack() throws Exception {
    admin.install(bad("1").stream());
    Path obstacle = directory.resolve("plugins/bad/state.tmp/x");
    refused(
        Code.NOT_TAKEN_UP,
        "the version before is back: cannot read or write under",
        () -> admin.update(BAD, bad("2").with("On-Start", "mkdir " + obstacle).stream()));
    assertThat(plugin().version()).isEqualTo("1.0.0");
    assertThat(plugin().bundle().state()).isEqualTo("ACTIVE");
    Files.delete(obstacle);
    Files.delete(obstacle.getParent());
    container.close();
    start();
    assertThat(plugin().version()).isEqualTo("1.0.0");
  }

  @Test
  void aPluginThatBlocksAtTheStartOfTheNodeDoesNotKeepItFromStarting() throws Exception {
    Path marker = directory.resolve("block");
    admin.install(bad("1").with("On-Start", "sleep if " + marker).stream());
    container.close();
    Files.createFile(marker);
    start();
    assertThat(plugin().bundle().state()).isNotEqualTo("ACTIVE");
    assertThat(admin.update(BAD, bad("2").stream()).version()).isEqualTo("2.0.0");
    admin.remove(BAD);
  }

  @Test
  void aPluginThatFailsToStopCanBeReplaced() throws Exception {
    admin.install(bad("1").with("On-Stop", "fail").stream());
    assertThat(admin.update(BAD, bad("2").stream()).version()).isEqualTo("2.0.0");
  }

  @Test
  void aJarThatIsSentSlowlyLetsOthersWork() throws Exception {
    var sent = new PipedOutputStream();
    var jar = new PipedInputStream(sent);
    sent.write(bad("1").bytes(), 0, 10);
    Thread sender =
        new Thread(() -> refused(Code.INVALID_JAR, "", () -> admin.install(jar)), "sender");
    sender.start();
    Container.await("the upload begins", () -> !files().isEmpty());
    assertThat(admin.install(bad("2").stream()).version()).isEqualTo("2.0.0");
    assertThat(sender.isAlive()).isTrue();
    sent.close();
    sender.join();
  }

  private List<String> files() {
    String[] names = directory.resolve("plugins").toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  @Test
  void aPluginsOwnReasonIsTold() {
    refused(
        Code.NOT_TAKEN_UP,
        "no, said the plugin",
        () -> admin.install(bad("1").with("On-Start", "fail").stream()));
  }

  @Test
  void aVersionThatFitsNoFileNameIsRefused() {
    refused(
        Code.INVALID_JAR,
        "version has more than",
        () -> admin.install(bad("1.0.0." + "q".repeat(300)).stream()));
    assertThat(directory.resolve("plugins")).isEmptyDirectory();
  }
}
