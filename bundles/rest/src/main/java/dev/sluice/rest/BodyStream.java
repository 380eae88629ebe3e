/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body. A client that breaks off or frames it wrongly is told so, whoever reads it. */
final class BodyStream extends FilterInputStream {
  BodyStream(InputStream body) {
    super(body);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      // The server throws either: a connection that ended, a chunk without a length.
      throw new ApiException(
          400, "BAD_REQUEST", "the body could not be read to its end", "Send it again.");
    }
  }
}
