/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

import org.osgi.annotation.versioning.ProviderType;

/** The node's CURVE keys, which have names of their own. Thread-safe. */
@ProviderType
public interface CurveKeyService {
  /**
   * The key of this name, made at the first call; takes about half a second.
   *
   * @throws KeyException {@link KeyException.Code#LOCKED}, {@link KeyException.Code#FULL}, {@link
   *     KeyException.Code#STORAGE}
   */
  CurveKey curve(KeyName name);
}
