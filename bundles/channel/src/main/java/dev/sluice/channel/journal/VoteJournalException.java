/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

/** The vote journal cannot be read or written. The member must stop: it cannot keep its word. */
public final class VoteJournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VoteJournalException(String message, Throwable cause) {
    super(message, cause);
  }

  VoteJournalException(String message) {
    super(message);
  }
}
