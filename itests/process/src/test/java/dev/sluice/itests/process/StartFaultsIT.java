/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.itests.process.NodeProcess.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts under conditions that are not good: each says in one line what to do, or works. */
class StartFaultsIT {
  private static final String NOBODY = "65534";
  private static final long TIME_MS = 20_000;

  private Path directory = Path.of("");
  private NodeProcess node;

  @BeforeEach
  void prepare(@TempDir Path temporary) throws IOException {
    directory = temporary;
    node = new NodeProcess(temporary);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    node.close();
    assertThat(processes(directory)).isEmpty();
  }

  /** Command lines that name the directory. */
  private static List<String> processes(Path directory) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .map(StartFaultsIT::commandLine)
          .filter(line -> line.contains(directory.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean works(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void refused(Result result, int exit, String... texts) {
    assertThat(result.exit()).as(result.output()).isEqualTo(exit);
    assertThat(result.output().strip().lines()).as(result.output()).hasSize(1);
    assertThat(result.output()).startsWith("sluice: ").contains(texts);
  }

  private Path etc() throws IOException {
    return Files.createDirectories(node.data().resolve("etc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100k", "12m"})
  void fullDisk(String size) throws Exception {
    assumeTrue(
        works("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", directory.toString()),
        "skipped: this user may not mount a file system of its own");
    Files.createDirectories(node.data());
    var small =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + size + " tmpfs \"$0\" && exec \"$@\"",
            node.data().toString());
    Result result = NodeProcess.await(node.launch(small, "start"));
    assertThat(result.exit()).isIn(5, 7);
    refused(result, result.exit(), "SLUICE_DATA", "Free space");
  }

  @Test
  void noRoomToUnpack() throws Exception {
    assumeTrue(
        works("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", directory.toString()),
        "skipped: this user may not mount a file system of its own");
    var small =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=10m tmpfs \"$0\" && exec \"$@\"",
            directory.toString());
    refused(NodeProcess.await(node.launch(small, "start")), 5, "full disk", "SLUICE_RUN");
  }

  @Test
  void noPermissionToWrite() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path data = Files.createDirectories(node.data());
    // The distribution lies there already.
    assertThat(node.sluice("start").exit()).isZero();
    assertThat(node.sluice("stop").exit()).isZero();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    var powerless = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // Root writes where it may not, unless the place is another's and it lays down its powers.
      powerless.addAll(List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all"));
      var probe = new ArrayList<>(powerless);
      probe.addAll(List.of("test", "!", "-w", data.toString()));
      assumeTrue(
          works("chown", NOBODY, data.toString()) && works(probe.toArray(String[]::new)),
          "skipped: root cannot be made powerless here");
    }
    Result result = NodeProcess.await(node.launch(powerless, "start"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    refused(result, 5, "cannot write " + data, "SLUICE_DATA");
  }

  @Test
  void aSettingThatIsRefusedIsNamedAndReadAgainWhenCorrected() throws Exception {
    Path file = etc().resolve("sluice.storage.pack-default.cfg");
    Files.writeString(file, "storage.name = default\nsegment.mib = abc\n");
    Result result = node.start();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("CRITICAL.*setting segment.mib = abc is no number from 8 to 256")
        .contains("correct " + file);
    Files.writeString(file, "storage.name = default\nsegment.mib = 16\n");
    long end = System.currentTimeMillis() + TIME_MS;
    while (node.sluice("shell", "sluice:doctor").output().contains("CRITICAL")) {
      assertThat(System.currentTimeMillis()).isLessThan(end);
    }
    assertThat(node.sluice("shell", "plugin:info storage-pack").output())
        .containsPattern("segment.mib +\\| 16");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    Path broken = etc().resolve("sluice.broken.cfg");
    Files.writeString(broken, "a = \\u00zz\n");
    Files.writeString(etc().resolve("users.properties"), "root = \\u00zz\n");
    Files.writeString(
        etc().resolve("org.ops4j.pax.web.cfg"), "org.osgi.service.http.port = eighty\n");
    Files.writeString(node.data().resolve(".from"), fingerprint());
    Result result = node.start();
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("configuration +\\| CRITICAL.*" + broken)
        .containsPattern("logins +\\| CRITICAL.*users.properties cannot be read")
        .containsPattern("http +\\| CRITICAL.*'eighty' is no number");
  }

  /** What the script keeps to see a new distribution, so that it leaves our files alone. */
  private String fingerprint() throws Exception {
    NodeProcess other = new NodeProcess(directory.resolve("first"));
    assertThat(other.sluice("start").exit()).isZero();
    other.close();
    return Files.readString(other.data().resolve(".from"));
  }

  @Test
  void aBrokenFileOfThePlatformComesBackWhenDeleted() throws Exception {
    assertThat(node.start().exit()).isZero();
    assertThat(node.sluice("stop").exit()).isZero();
    Path file = etc().resolve("config.properties");
    Files.writeString(file, "karaf.framework = nonsense\n");
    refused(node.sluice("start"), 7, "etc", "a file deleted there comes back as shipped");
    Files.delete(file);
    assertThat(node.start().exit()).isZero();
  }

  @Test
  void needsNoNetwork() throws Exception {
    assumeTrue(
        works("unshare", "-rn", "ip", "link", "set", "lo", "up"),
        "skipped: this user may not have a network of its own");
    var alone =
        List.of(
            "unshare",
            "-rn",
            "sh",
            "-c",
            "ip link set lo up && \"$0\" start && \"$0\" shell sluice:doctor && \"$0\" stop");
    Result result = NodeProcess.await(node.launch(alone));
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Stopped.").doesNotContain("CRITICAL");
  }
}
