/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import dev.sluice.codec.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** Signs with one Ed25519 key. Thread-safe. */
@ProviderType
public interface Signer {
  /** The key's name. */
  KeyName name();

  /** The 32 bytes of the public key. */
  Bytes publicKey();

  /**
   * The 64-byte signature of {@code message} (RFC 8032, Ed25519).
   *
   * @throws KeyException {@link KeyException.Code#NOT_FOUND} if the key was removed, {@link
   *     KeyException.Code#LOCKED} if the keystore was locked
   */
  Bytes sign(byte[] message);
}
