/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import dev.sluice.codec.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What was fetched.
 *
 * @param body the answer, in the form the fetcher's documentation gives
 * @param contentType media type of the body, e.g. {@code application/json}
 * @param digest SHA-256 of the body
 * @param provenance where it came from
 */
public record FetchResult(Bytes body, String contentType, Bytes digest, Provenance provenance) {
  public FetchResult {
    if (!sha256(body).equals(digest)) {
      throw new IllegalArgumentException("digest " + digest + " is not that of the body");
    }
  }

  /** A result whose digest is computed here. */
  public static FetchResult of(Bytes body, String contentType, Provenance provenance) {
    return new FetchResult(body, contentType, sha256(body), provenance);
  }

  private static Bytes sha256(Bytes bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.buffer());
      return Bytes.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
