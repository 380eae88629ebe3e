/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.keystore.Argon2Parameters;
import dev.sluice.crypto.keystore.KeystoreFile;
import dev.sluice.key.api.CurveKey;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyServiceTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] RIGHT = "the right passphrase".toCharArray();
  private static final char[] WRONG = "the wrong passphrase".toCharArray();
  private static final byte[] MESSAGE = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private FileKeyService service() {
    // Little work: this tests the service, not the cost of guessing.
    var file =
        new KeystoreFile(directory.resolve("keystore"), RANDOM, new Argon2Parameters(64, 1, 1));
    return new FileKeyService(file, RANDOM);
  }

  private static void assertRefused(KeyException.Code code, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(KeyException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void keysSurviveARestart() {
    var first = service();
    first.unlock(RIGHT);
    Signer made = first.generate(new KeyName("alice"));
    var second = service();
    second.unlock(RIGHT);
    Signer found = second.signer(new KeyName("alice"));
    assertThat(found.publicKey()).isEqualTo(made.publicKey());
    byte[] signature = found.sign(MESSAGE).toArray();
    assertThat(Ed25519.verifyStrict(made.publicKey().toArray(), MESSAGE, signature)).isTrue();
  }

  @Test
  void curveKeysAreMadeOnceAndSurviveARestart() {
    var first = service();
    first.unlock(RIGHT);
    CurveKey made = first.curve(new KeyName("peer"));
    assertThat(first.curve(new KeyName("peer"))).isEqualTo(made);
    assertThat(first.curve(new KeyName("other"))).isNotEqualTo(made);
    assertThat(first.signers()).isEmpty();
    assertThat(made.toString()).doesNotContain(made.secretKey().toHex());
    var second = service();
    second.unlock(RIGHT);
    assertThat(second.curve(new KeyName("peer"))).isEqualTo(made);
    second.lock();
    assertRefused(KeyException.Code.LOCKED, () -> second.curve(new KeyName("peer")));
  }

  @Test
  void wrongPassphraseIsToldAndChangesNothing() {
    var first = service();
    first.unlock(RIGHT);
    first.generate(new KeyName("alice"));
    var second = service();
    assertRefused(KeyException.Code.WRONG_PASSPHRASE, () -> second.unlock(WRONG));
    assertThat(second.unlocked()).isFalse();
    assertRefused(KeyException.Code.LOCKED, second::signers);
    second.unlock(RIGHT);
    assertThat(second.signers()).hasSize(1);
  }

  @Test
  void removedAndLockedKeysSignNothing() {
    var keys = service();
    keys.unlock(RIGHT);
    Signer alice = keys.generate(new KeyName("alice"));
    Signer bob = keys.generate(new KeyName("bob"));
    keys.remove(new KeyName("alice"));
    assertRefused(KeyException.Code.NOT_FOUND, () -> alice.sign(MESSAGE));
    keys.lock();
    assertRefused(KeyException.Code.LOCKED, () -> bob.sign(MESSAGE));
  }

  @Test
  void secretsComeBackAndCanBeReplacedAndRemoved() {
    var first = service();
    first.unlock(RIGHT);
    first.putSecret(new KeyName("token"), "old");
    first.putSecret(new KeyName("token"), "new \u00e9");
    first.generate(new KeyName("token"));
    var second = service();
    assertRefused(KeyException.Code.LOCKED, () -> second.secret(new KeyName("token")));
    second.unlock(RIGHT);
    assertThat(second.secrets()).containsExactly(new KeyName("token"));
    assertThat(second.secret(new KeyName("token"))).contains("new \u00e9");
    assertThat(second.signers()).hasSize(1);
    second.removeSecret(new KeyName("token"));
    assertThat(second.secret(new KeyName("token"))).isEmpty();
    assertThat(second.signers()).hasSize(1);
    assertRefused(KeyException.Code.NOT_FOUND, () -> second.removeSecret(new KeyName("token")));
  }

  @Test
  void namesAreUniqueAndPlain() {
    var keys = service();
    keys.unlock(RIGHT);
    keys.generate(new KeyName("alice"));
    assertRefused(KeyException.Code.EXISTS, () -> keys.generate(new KeyName("alice")));
    assertRefused(KeyException.Code.INVALID_NAME, () -> new KeyName("../alice"));
    assertRefused(KeyException.Code.NOT_FOUND, () -> keys.remove(new KeyName("bob")));
  }

  @Test
  void passphraseComesFromTheEnvironmentElseFromAFileForItsOwner() throws Exception {
    var given = Passphrase.find(Map.of(Passphrase.VARIABLE, "from outside"), directory, RANDOM);
    assertThat(given.text()).containsExactly("from outside".toCharArray());
    assertThat(given.beside()).isFalse();
    assertThat(given.toString()).doesNotContain("outside");

    var made = Passphrase.find(Map.of(), directory, RANDOM);
    assertThat(made.beside()).isTrue();
    assertThat(made.text()).hasSizeGreaterThanOrEqualTo(64);
    assertThat(Passphrase.find(Map.of(), directory, RANDOM).text()).containsExactly(made.text());
    assertThat(Files.getPosixFilePermissions(directory.resolve(Passphrase.FILE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
