/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Curve25519;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.crypto.keystore.Keystore;
import dev.sluice.crypto.keystore.KeystoreError;
import dev.sluice.crypto.keystore.KeystoreException;
import dev.sluice.crypto.keystore.KeystoreFile;
import dev.sluice.crypto.keystore.Secret;
import dev.sluice.crypto.keystore.SecretKind;
import dev.sluice.key.api.CurveKey;
import dev.sluice.key.api.CurveKeyService;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.SecretReader;
import dev.sluice.key.api.SecretService;
import dev.sluice.key.api.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link KeyService} and {@link CurveKeyService} over one {@link KeystoreFile}. While it is
 * unlocked the passphrase stays in memory, as every change seals the file anew.
 */
final class FileKeyService implements KeyService, CurveKeyService, SecretService, SecretReader {
  /** Entries of the file that hold signing keys are named so. */
  private static final String PREFIX = "key.";

  private static final String CURVE_PREFIX = "curve.";

  /** Entries with passwords and tokens. */
  private static final String SECRET_PREFIX = "secret.";

  private final KeystoreFile file;
  private final SecureRandom random;
  private final Map<KeyName, Ed25519KeyPair> pairs = new TreeMap<>();
  private final Map<KeyName, byte[]> secrets = new TreeMap<>();
  private char @Nullable [] passphrase;

  FileKeyService(KeystoreFile file, SecureRandom random) {
    this.file = file;
    this.random = random;
  }

  @Override
  public synchronized boolean unlocked() {
    return passphrase != null;
  }

  @Override
  public synchronized void unlock(char[] newPassphrase) {
    try {
      if (!Files.exists(file.path())) {
        file.create(newPassphrase);
      }
      try (Keystore keystore = file.open(newPassphrase)) {
        lock();
        passphrase = newPassphrase.clone();
        for (String entry : keystore.names()) {
          if (entry.startsWith(PREFIX)) {
            try (Secret secret = keystore.get(entry).orElseThrow()) {
              byte[] seed = secret.toBytes();
              pairs.put(new KeyName(entry.substring(PREFIX.length())), Ed25519KeyPair.ofSeed(seed));
              Arrays.fill(seed, (byte) 0);
            }
          } else if (entry.startsWith(SECRET_PREFIX)) {
            try (Secret secret = keystore.get(entry).orElseThrow()) {
              secrets.put(new KeyName(entry.substring(SECRET_PREFIX.length())), secret.toBytes());
            }
          }
        }
      }
    } catch (KeystoreException e) {
      throw translated(e);
    }
  }

  @Override
  public synchronized void lock() {
    pairs.values().forEach(Ed25519KeyPair::close);
    pairs.clear();
    secrets.values().forEach(value -> Arrays.fill(value, (byte) 0));
    secrets.clear();
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
      passphrase = null;
    }
  }

  @Override
  public synchronized List<Signer> signers() {
    secret();
    return pairs.entrySet().stream()
        .<Signer>map(e -> new PairSigner(e.getKey(), Bytes.of(e.getValue().publicKey())))
        .toList();
  }

  @Override
  public synchronized Signer signer(KeyName name) {
    return new PairSigner(name, Bytes.of(pair(name).publicKey()));
  }

  @Override
  public synchronized Signer generate(KeyName name) {
    secret();
    if (pairs.containsKey(name)) {
      throw new KeyException(KeyException.Code.EXISTS, "key " + name + " exists already");
    }
    requireRoom();
    Ed25519KeyPair pair = Ed25519KeyPair.generate(random);
    byte[] seed = pair.seed();
    try (Secret secret = new Secret(SecretKind.ED25519_SEED, seed)) {
      change(keystore -> keystore.put(PREFIX + name, secret));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
    pairs.put(name, pair);
    return new PairSigner(name, Bytes.of(pair.publicKey()));
  }

  @Override
  public synchronized void remove(KeyName name) {
    pair(name);
    change(keystore -> keystore.remove(PREFIX + name));
    pairs.remove(name).close();
  }

  @Override
  public synchronized CurveKey curve(KeyName name) {
    String entry = CURVE_PREFIX + name;
    try {
      try (Keystore keystore = file.open(secret())) {
        Optional<Secret> found = keystore.get(entry);
        if (found.isPresent()) {
          try (Secret secret = found.get()) {
            return curveKey(secret.toBytes());
          }
        }
        if (keystore.names().size() >= Keystore.MAX_ENTRIES) {
          throw new KeyException(
              KeyException.Code.FULL, "the keystore is full; remove a key first");
        }
      }
      byte[] made = Curve25519.generateSecretKey(random);
      try (Secret secret = new Secret(SecretKind.CURVE_SECRET, made)) {
        change(keystore -> keystore.put(entry, secret));
      }
      return curveKey(made);
    } catch (KeystoreException e) {
      throw translated(e);
    }
  }

  private static CurveKey curveKey(byte[] secret) {
    var key = new CurveKey(Bytes.of(Curve25519.publicKey(secret)), Bytes.of(secret));
    Arrays.fill(secret, (byte) 0);
    return key;
  }

  private void requireRoom() {
    int entries = pairs.size() + secrets.size();
    if (entries >= Keystore.MAX_ENTRIES) {
      throw new KeyException(
          KeyException.Code.FULL,
          "the keystore holds " + entries + " keys and secrets; remove one first");
    }
  }

  @Override
  public synchronized List<KeyName> secrets() {
    secret();
    return List.copyOf(secrets.keySet());
  }

  @Override
  public synchronized Optional<String> secret(KeyName name) {
    secret();
    return Optional.ofNullable(secrets.get(name))
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void putSecret(KeyName name, String value) {
    secret();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a secret has 1 to " + MAX_BYTES + " bytes");
    }
    if (!secrets.containsKey(name)) {
      requireRoom();
    }
    try (Secret secret = new Secret(SecretKind.OPAQUE, bytes)) {
      change(keystore -> keystore.put(SECRET_PREFIX + name, secret));
    }
    byte[] old = secrets.put(name, bytes);
    if (old != null) {
      Arrays.fill(old, (byte) 0);
    }
  }

  @Override
  public synchronized void removeSecret(KeyName name) {
    secret();
    if (!secrets.containsKey(name)) {
      throw new KeyException(
          KeyException.Code.NOT_FOUND, "no secret " + name + "; keep one with: secret:put " + name);
    }
    change(keystore -> keystore.remove(SECRET_PREFIX + name));
    Arrays.fill(secrets.remove(name), (byte) 0);
  }

  private void change(Consumer<Keystore> change) {
    try {
      file.update(secret(), change);
    } catch (KeystoreException e) {
      throw translated(e);
    }
  }

  private char[] secret() {
    if (passphrase == null) {
      throw new KeyException(
          KeyException.Code.LOCKED,
          "the keystore " + file.path() + " is locked; start the node with SLUICE_PASSPHRASE set");
    }
    return passphrase;
  }

  private Ed25519KeyPair pair(KeyName name) {
    secret();
    Ed25519KeyPair pair = pairs.get(name);
    if (pair == null) {
      throw new KeyException(
          KeyException.Code.NOT_FOUND, "no key " + name + "; make it with: key:generate " + name);
    }
    return pair;
  }

  private static KeyException translated(KeystoreException e) {
    var code =
        e.error() == KeystoreError.WRONG_PASSPHRASE
            ? KeyException.Code.WRONG_PASSPHRASE
            : KeyException.Code.STORAGE;
    return new KeyException(code, String.valueOf(e.getMessage()), e);
  }

  /** Looks the key up at each signature, so that a removed or locked one signs nothing. */
  private final class PairSigner implements Signer {
    private final KeyName name;
    private final Bytes publicKey;

    PairSigner(KeyName name, Bytes publicKey) {
      this.name = name;
      this.publicKey = publicKey;
    }

    @Override
    public KeyName name() {
      return name;
    }

    @Override
    public Bytes publicKey() {
      return publicKey;
    }

    @Override
    public Bytes sign(byte[] message) {
      Ed25519KeyPair pair;
      synchronized (FileKeyService.this) {
        pair = pair(name);
      }
      return Bytes.of(pair.sign(message));
    }
  }
}
