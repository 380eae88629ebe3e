/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash functions that every JDK has. */
public final class Digests {
  private Digests() {}

  /** SHA3-256. */
  public static MessageDigest sha3() {
    return of("SHA3-256");
  }

  /** The function with a standard name. */
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }
}
