/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.List;

/**
 * Some notices of an event stream.
 *
 * @param notices in chain order, at most {@value #MAX_NOTICES}
 * @param next where to go on once these are dealt with
 * @param head where the chain stood
 */
public record EventPage(List<EventNotice> notices, Cursor next, Head head) {
  /** Most notices in one page. */
  public static final int MAX_NOTICES = 1_000;

  public EventPage {
    notices = List.copyOf(notices);
    if (notices.size() > MAX_NOTICES) {
      throw new IllegalArgumentException("page of " + notices.size() + " notices");
    }
  }
}
