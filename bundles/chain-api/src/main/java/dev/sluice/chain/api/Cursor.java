/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.regex.Pattern;

/**
 * A place in a chain's stream of events. The plugin chooses the text; callers store it and give it
 * back. Every version of a plugin reads the cursors that its earlier versions wrote.
 *
 * @param token 1 to {@value #MAX_LENGTH} printable ASCII characters without space
 */
public record Cursor(String token) {
  /** Longest token. */
  public static final int MAX_LENGTH = 512;

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

  /** Before the first event the node still has. */
  public static final Cursor EARLIEST = new Cursor("earliest");

  /** After the newest event: only what comes from now on. */
  public static final Cursor LATEST = new Cursor("latest");

  private static final String HEIGHT = "height:";

  public Cursor {
    if (!FORM.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "cursor: 1 to " + MAX_LENGTH + " printable characters without space");
    }
  }

  /** Before the first event at {@code height}; its token is {@code height:} and the number. */
  public static Cursor at(Height height) {
    return new Cursor(HEIGHT + height);
  }
}
