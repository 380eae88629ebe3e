/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A keystore on disk. The file is readable and writable by its owner only, is replaced as a whole
 * (written beside, forced, renamed), and is changed by one at a time. Needs a file system with
 * POSIX permissions.
 *
 * <p>Thread-safe; several processes may use one file. Every function that takes a passphrase takes
 * about half a second with {@link Argon2Parameters#RECOMMENDED}, leaves the passphrase to the
 * caller to overwrite, and throws {@link KeystoreException} with the {@link KeystoreError} that
 * tells what happened. When a change fails, the file is as before.
 */
public final class KeystoreFile {
  private static final FileAttribute<Set<PosixFilePermission>> CREATE_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path path;
  private final SecureRandom random;
  private final Argon2Parameters work;

  /** The keystore at {@code path}, sealed with the recommended work. Opens nothing yet. */
  public KeystoreFile(Path path, SecureRandom random) {
    this(path, random, Argon2Parameters.RECOMMENDED);
  }

  /** The keystore at {@code path}; whenever it is written, it is sealed with {@code work}. */
  public KeystoreFile(Path path, SecureRandom random, Argon2Parameters work) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      throw new KeystoreException(
          KeystoreError.IO,
          "A keystore needs a file system with owner permissions, which %s has not"
              .formatted(path));
    }
    this.path = path.toAbsolutePath();
    this.random = random;
    this.work = work;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Makes an empty keystore; refuses with {@link KeystoreError#EXISTS} to replace a file. The
   * directory must exist.
   */
  public void create(char[] passphrase) {
    locked(
        () -> {
          if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeystoreException(KeystoreError.EXISTS, path + " exists already");
          }
          try (Keystore empty = new Keystore()) {
            replace(SealedBytes.seal(empty, passphrase, work, random));
          }
        });
  }

  /** Reads the keystore; the caller closes it. */
  public Keystore open(char[] passphrase) {
    try {
      return SealedBytes.open(read(), passphrase);
    } catch (IOException e) {
      throw io(e);
    }
  }

  /** Reads, changes and writes the keystore. If {@code change} throws, nothing is written. */
  public void update(char[] passphrase, Consumer<Keystore> change) {
    rewrite(passphrase, passphrase, change);
  }

  /** Seals the keystore with another passphrase. */
  public void changePassphrase(char[] passphrase, char[] newPassphrase) {
    rewrite(passphrase, newPassphrase, keystore -> {});
  }

  private void rewrite(char[] passphrase, char[] newPassphrase, Consumer<Keystore> change) {
    locked(
        () -> {
          try (Keystore keystore = SealedBytes.open(read(), passphrase)) {
            change.accept(keystore);
            replace(SealedBytes.seal(keystore, newPassphrase, work, random));
          }
        });
  }

  private byte[] read() throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new KeystoreException(KeystoreError.NOT_FOUND, "There is no keystore at " + path, e);
    }
    if (!attributes.isRegularFile()) {
      throw new KeystoreException(KeystoreError.EXPOSED, path + " is not a regular file");
    }
    if (!Collections.disjoint(attributes.permissions(), OTHERS)) {
      throw new KeystoreException(
          KeystoreError.EXPOSED,
          "Others may use the keystore %s (%s). Run: chmod 600 %s"
              .formatted(path, PosixFilePermissions.toString(attributes.permissions()), path));
    }
    if (attributes.size() > SealedBytes.MAX_SIZE) {
      throw new KeystoreException(
          KeystoreError.CORRUPT, path + " is too large for a keystore: it is damaged or none");
    }
    return Files.readAllBytes(path);
  }

  /** Puts the file in its place in one step that survives a crash. */
  private void replace(byte[] bytes) throws IOException {
    Path beside = path.resolveSibling(path.getFileName() + ".tmp");
    // Left over from a crash: only the holder of the lock writes here.
    Files.deleteIfExists(beside);
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(beside, options, CREATE_OWNER_ONLY)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private void locked(ChangeLock.Change change) {
    try {
      ChangeLock.run(path, CREATE_OWNER_ONLY, change);
    } catch (IOException e) {
      throw io(e);
    }
  }

  private KeystoreException io(IOException e) {
    return new KeystoreException(
        KeystoreError.IO, "The keystore %s cannot be read or written: %s".formatted(path, e), e);
  }
}
