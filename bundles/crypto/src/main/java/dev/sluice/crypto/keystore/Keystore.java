/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Named secrets in memory, read from a {@link KeystoreFile}. Closing it overwrites them all. Not
 * thread-safe.
 */
public final class Keystore implements AutoCloseable {
  /** The most entries. */
  public static final int MAX_ENTRIES = 256;

  /** The most characters of a name. */
  public static final int MAX_NAME_LENGTH = 64;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private final SortedMap<String, Secret> entries = new TreeMap<>();

  /** An empty keystore. */
  public Keystore() {}

  /** The names of all entries, in order; a view. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** A copy of an entry's secret, which the caller closes; empty if there is no such entry. */
  public Optional<Secret> get(String name) {
    return Optional.ofNullable(entries.get(name)).map(Keystore::copy);
  }

  /**
   * Adds an entry or replaces it, with a copy of the secret.
   *
   * @param name 1 to 64 of the characters a-z, 0-9, dot, hyphen and underscore, beginning with a
   *     letter or digit
   * @throws KeystoreException {@link KeystoreError#INVALID_ENTRY} for another name, {@link
   *     KeystoreError#FULL} above {@link #MAX_ENTRIES}
   */
  public void put(String name, Secret secret) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new KeystoreException(
          KeystoreError.INVALID_ENTRY,
          "The name of an entry has 1 to %d of the characters a-z 0-9 . _ -, first a letter or digit"
              .formatted(MAX_NAME_LENGTH));
    }
    if (entries.size() == MAX_ENTRIES && !entries.containsKey(name)) {
      throw new KeystoreException(
          KeystoreError.FULL, "A keystore holds at most " + MAX_ENTRIES + " entries");
    }
    closeIfPresent(entries.put(name, copy(secret)));
  }

  /** Removes an entry; whether there was one. */
  public boolean remove(String name) {
    return closeIfPresent(entries.remove(name));
  }

  @Override
  public void close() {
    entries.values().forEach(Secret::close);
    entries.clear();
  }

  /** Shows the names only. */
  @Override
  public String toString() {
    return "Keystore" + entries.keySet();
  }

  private static boolean closeIfPresent(@Nullable Secret old) {
    if (old == null) {
      return false;
    }
    old.close();
    return true;
  }

  private static Secret copy(Secret secret) {
    byte[] bytes = secret.toBytes();
    try {
      return new Secret(secret.kind(), bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
