/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Passwords and tokens of the keystore, for those that speak to others on the node's behalf.
 * Signing keys cannot be read by it. Thread-safe.
 */
@ProviderType
public interface SecretReader {
  /**
   * The secret of a name.
   *
   * @return empty if there is none; the caller keeps it no longer than needed and shows it nowhere
   * @throws KeyException {@link KeyException.Code#LOCKED}
   */
  Optional<String> secret(KeyName name);
}
