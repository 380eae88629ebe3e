/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import static dev.sluice.crypto.keystore.Samples.QUICK;
import static dev.sluice.crypto.keystore.Samples.fails;
import static dev.sluice.crypto.keystore.Samples.passphrase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreFileTest {
  @TempDir private Path directory;
  private Path path;
  private KeystoreFile file;

  @BeforeEach
  void setUp() {
    path = directory.resolve("keys");
    file = new KeystoreFile(path, new SecureRandom(), QUICK);
  }

  private List<String> names() {
    try (Keystore keystore = file.open(passphrase())) {
      return List.copyOf(keystore.names());
    }
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsSecrets() throws IOException {
    file.create(passphrase());
    assertThat(names()).isEmpty();
    file.update(passphrase(), keystore -> keystore.put("a", Samples.seed(5)));
    file.update(passphrase(), keystore -> keystore.put("b", Samples.seed(6)));
    file.update(passphrase(), keystore -> keystore.remove("a"));
    assertThat(names()).containsExactly("b");
    KeystoreFile other = new KeystoreFile(path, new SecureRandom());
    assertThat(other.open(passphrase()).get("b").orElseThrow().toBytes())
        .isEqualTo(Samples.bytes(32, 6));
    assertThat(files()).containsExactly("keys", "keys.lock");
    assertThat(permissions("keys")).isEqualTo("rw-------");
    assertThat(permissions("keys.lock")).isEqualTo("rw-------");
  }

  @Test
  void changesThePassphrase() {
    file.create(passphrase());
    file.update(passphrase(), keystore -> keystore.put("a", Samples.seed(5)));
    file.changePassphrase(passphrase(), "another".toCharArray());
    fails(KeystoreError.WRONG_PASSPHRASE, () -> file.open(passphrase()));
    assertThat(file.open("another".toCharArray()).names()).containsExactly("a");
  }

  @Test
  void leavesThePassphraseToTheCaller() {
    char[] passphrase = passphrase();
    file.create(passphrase);
    file.open(passphrase).close();
    assertThat(passphrase).isEqualTo(passphrase());
  }

  @Test
  void createsOnlyOnce() throws IOException {
    file.create(passphrase());
    byte[] before = Files.readAllBytes(path);
    fails(KeystoreError.EXISTS, () -> file.create("other".toCharArray()));
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
  }

  @Test
  void tellsThatThereIsNone() {
    fails(KeystoreError.NOT_FOUND, () -> file.open(passphrase()));
    fails(KeystoreError.NOT_FOUND, () -> file.update(passphrase(), keystore -> {}));
    KeystoreFile nowhere = new KeystoreFile(directory.resolve("no/keys"), new SecureRandom());
    fails(KeystoreError.NOT_FOUND, () -> nowhere.open(passphrase()));
    fails(KeystoreError.IO, () -> nowhere.create(passphrase()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--", "rw-----w-", "rwx--x---"})
  void refusesAFileOthersMayUse(String permissions) throws IOException {
    file.create(passphrase());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> file.open(passphrase()))
        .withMessageContaining("chmod 600 " + path)
        .withMessageContaining(permissions)
        .returns(KeystoreError.EXPOSED, KeystoreException::error);
    fails(KeystoreError.EXPOSED, () -> file.update(passphrase(), keystore -> {}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
  void takesAFileOfTheOwnerAlone(String permissions) throws IOException {
    file.create(passphrase());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesLinksAndDirectories() throws IOException {
    file.create(passphrase());
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);
    fails(
        KeystoreError.EXPOSED, () -> new KeystoreFile(link, new SecureRandom()).open(passphrase()));
    fails(
        KeystoreError.EXPOSED,
        () -> new KeystoreFile(directory, new SecureRandom()).open(passphrase()));
    Files.delete(path);
    // A link to nothing is in the way as well.
    fails(
        KeystoreError.EXISTS,
        () -> new KeystoreFile(link, new SecureRandom(), QUICK).create(passphrase()));
  }

  @Test
  void refusesDamageAndLargeFiles() throws IOException {
    file.create(passphrase());
    byte[] bytes = Files.readAllBytes(path);
    bytes[40] ^= 1;
    Files.write(path, bytes);
    fails(KeystoreError.CORRUPT, () -> file.open(passphrase()));
    fails(KeystoreError.CORRUPT, () -> file.update(passphrase(), keystore -> {}));
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    Files.write(path, new byte[SealedBytes.MAX_SIZE + 1]);
    assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(() -> file.open(passphrase()))
        .withMessageContaining("too large")
        .returns(KeystoreError.CORRUPT, KeystoreException::error);
    Files.write(path, new byte[0]);
    fails(KeystoreError.CORRUPT, () -> file.open(passphrase()));
  }

  @Test
  void aFailedChangeChangesNothing() throws IOException {
    file.create(passphrase());
    byte[] before = Files.readAllBytes(path);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                file.update(
                    passphrase(),
                    keystore -> {
                      keystore.put("a", Samples.seed(1));
                      throw new IllegalArgumentException();
                    }));
    fails(KeystoreError.WRONG_PASSPHRASE, () -> file.update(new char[] {'x'}, keystore -> {}));
    fails(KeystoreError.INVALID_PASSPHRASE, () -> file.changePassphrase(passphrase(), new char[0]));
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
    assertThat(files()).containsExactly("keys", "keys.lock");
    file.update(passphrase(), keystore -> keystore.put("a", Samples.seed(1)));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aCrashLeavesTheFileAndItsRestIsSweptUp() throws IOException {
    file.create(passphrase());
    Files.write(directory.resolve("keys.tmp"), new byte[3]);
    assertThat(names()).isEmpty();
    file.update(passphrase(), keystore -> keystore.put("a", Samples.seed(1)));
    assertThat(names()).containsExactly("a");
    assertThat(files()).containsExactly("keys", "keys.lock");
    assertThat(permissions("keys")).isEqualTo("rw-------");
  }

  @Test
  void oneChangeAtATime() {
    file.create(passphrase());
    KeystoreFile same =
        new KeystoreFile(
            directory.resolve("../" + directory.getFileName() + "/keys"),
            new SecureRandom(),
            QUICK);
    file.update(
        passphrase(),
        keystore -> fails(KeystoreError.BUSY, () -> same.update(passphrase(), k -> {})));
    same.update(passphrase(), keystore -> keystore.put("a", Samples.seed(1)));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void concurrentChangesAreNeitherLostNorSeenHalf() throws Exception {
    file.create(passphrase());
    int threads = 4;
    int changes = 25;
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    try {
      List<Future<Integer>> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String prefix = "t" + t + "-";
        writers.add(
            pool.submit(
                () -> {
                  start.await();
                  int refusals = 0;
                  for (int i = 0; i < changes; i++) {
                    refusals += putPatiently(prefix + i);
                  }
                  return refusals;
                }));
      }
      Future<Integer> reader =
          pool.submit(
              () -> {
                start.await();
                int seen = 0;
                while (!done.get()) {
                  int now = names().size();
                  assertThat(now).isGreaterThanOrEqualTo(seen);
                  seen = now;
                }
                return seen;
              });
      start.countDown();
      for (Future<Integer> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      done.set(true);
      reader.get(60, TimeUnit.SECONDS);
      assertThat(names()).hasSize(threads * changes);
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
  }

  private int putPatiently(String name) {
    for (int refusals = 0; ; refusals++) {
      try {
        file.update(passphrase(), keystore -> keystore.put(name, Samples.seed(1)));
        return refusals;
      } catch (KeystoreException e) {
        assertThat(e.error()).isEqualTo(KeystoreError.BUSY);
        Thread.onSpinWait();
      }
    }
  }

  /** Holds the lock from another process until its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "not locked");
      System.in.read();
    }
  }

  @Test
  void anotherProcessKeepsItsLock() throws Exception {
    file.create(passphrase());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeystoreFileTest.class.getName(),
                directory.resolve("keys.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      InputStream output = process.getInputStream();
      assertThat(new String(output.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("locked");
      fails(KeystoreError.BUSY, () -> file.update(passphrase(), keystore -> {}));
      fails(KeystoreError.BUSY, () -> file.changePassphrase(passphrase(), passphrase()));
      // Reading needs no lock: the file is always whole.
      assertThat(names()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    file.update(passphrase(), keystore -> keystore.put("a", Samples.seed(1)));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void needsOwnerPermissions() throws IOException {
    Path zip = directory.resolve("files.zip");
    try (FileSystem noOwners = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      fails(
          KeystoreError.IO, () -> new KeystoreFile(noOwners.getPath("/keys"), new SecureRandom()));
    }
  }
}
