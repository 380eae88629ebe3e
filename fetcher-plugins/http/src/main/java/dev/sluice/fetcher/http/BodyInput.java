/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Reads a body, bounded before and after decompression. */
final class BodyInput {
  private static final int CHUNK = 8_192;

  private BodyInput() {}

  /**
   * Reads to the end.
   *
   * @throws FetchException {@link Code#TOO_LARGE}, {@link Code#WRONG_TYPE}
   */
  static byte[] read(InputStream raw, String encoding, int limit) throws IOException {
    InputStream limited = new Limited(raw, limit);
    InputStream in =
        switch (encoding.toLowerCase(Locale.ROOT)) {
          case "", "identity" -> limited;
          case "gzip", "x-gzip" -> new GZIPInputStream(limited, CHUNK);
          case "deflate" -> new InflaterInputStream(limited);
          default ->
              throw new FetchException(
                  Code.WRONG_TYPE, "the answer is compressed in a way that was not asked for");
        };
    var out = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      if (out.size() + n > limit) {
        throw tooLarge(limit);
      }
      out.write(chunk, 0, n);
    }
    return out.toByteArray();
  }

  static FetchException tooLarge(int limit) {
    return new FetchException(Code.TOO_LARGE, "the body is larger than " + limit + " bytes");
  }

  /** Refuses to hand out more than so many bytes. */
  private static final class Limited extends FilterInputStream {
    private final int limit;
    private long count;

    Limited(InputStream in, int limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int n = super.read(target, from, length);
      count(n);
      return n;
    }

    private void count(int n) {
      count += Math.max(n, 0);
      if (count > limit) {
        throw tooLarge(limit);
      }
    }
  }
}
