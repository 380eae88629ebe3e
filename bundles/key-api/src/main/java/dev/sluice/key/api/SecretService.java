/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The node's passwords and tokens. Thread-safe. A change is on disk when the method returns. */
@ProviderType
public interface SecretService {
  /** Most bytes of a secret in UTF-8. */
  int MAX_BYTES = 4096;

  /**
   * Names of all secrets.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}
   */
  List<KeyName> secrets();

  /**
   * Keeps a secret, in place of an older one of this name.
   *
   * @param value 1 to {@value #MAX_BYTES} bytes in UTF-8
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#FULL}, {@link
   *     KeyException.Code#STORAGE}
   * @throws IllegalArgumentException if it is empty or too long
   */
  void putSecret(KeyName name, String value);

  /**
   * Removes a secret for good.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#NOT_FOUND}
   */
  void removeSecret(KeyName name);
}
