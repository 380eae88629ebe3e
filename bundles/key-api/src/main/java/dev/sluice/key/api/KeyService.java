/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node's keys. Thread-safe. A change is on disk when the method returns, and takes about half a
 * second, as the file is sealed anew.
 */
@ProviderType
public interface KeyService {
  /** Whether keys can be used now. */
  boolean unlocked();

  /**
   * Opens the keystore; makes an empty one if there is none.
   *
   * @param passphrase the caller overwrites it
   * @throws KeyException {@link KeyException.Code#WRONG_PASSPHRASE}, {@link
   *     KeyException.Code#STORAGE}
   */
  void unlock(char[] passphrase);

  /** Forgets all secrets until the next {@link #unlock}. */
  void lock();

  /**
   * All keys, by name.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}
   */
  List<Signer> signers();

  /**
   * One key.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#NOT_FOUND}
   */
  Signer signer(KeyName name);

  /**
   * Makes a new key.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#EXISTS}, {@link
   *     KeyException.Code#FULL}
   */
  Signer generate(KeyName name);

  /**
   * Removes a key for good.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#NOT_FOUND}
   */
  void remove(KeyName name);
}
