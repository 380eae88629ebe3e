/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The one failure of the virtual machine, whatever its cause: bytes that are no module, a module
 * that does not verify, an abort, an exhausted limit. Carries no stack trace, except for a broken
 * invariant, where the trace is the only clue.
 */
public final class MoveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StatusCode status;
  private final boolean hasSubStatus;
  private final long subStatus;
  private final transient @Nullable Location location;

  private MoveException(
      StatusCode status,
      boolean hasSubStatus,
      long subStatus,
      @Nullable Location location,
      String message) {
    super(message, null, false, status.kind() == StatusCode.Kind.INVARIANT_VIOLATION);
    this.status = status;
    this.hasSubStatus = hasSubStatus;
    this.subStatus = subStatus;
    this.location = location;
  }

  /** A failure without sub-status and, so far, without location. */
  public static MoveException of(StatusCode status, String message) {
    return new MoveException(status, false, 0, null, message);
  }

  /** A failure with a sub-status; for {@link StatusCode#ABORTED} that is the abort code. */
  public static MoveException of(StatusCode status, long subStatus, String message) {
    return new MoveException(status, true, subStatus, null, message);
  }

  /** This failure at {@code where}, or this very object if it already has a location. */
  public MoveException at(Location where) {
    return location != null
        ? this
        : new MoveException(status, hasSubStatus, subStatus, where, detail());
  }

  /** What failed. */
  public StatusCode status() {
    return status;
  }

  /** More on the failure; the abort code (an unsigned 64-bit number) if the code aborted. */
  public OptionalLong subStatus() {
    return hasSubStatus ? OptionalLong.of(subStatus) : OptionalLong.empty();
  }

  /** Where it failed, if that is known. */
  public Optional<Location> location() {
    return Optional.ofNullable(location);
  }

  /** The message without status and location. */
  public String detail() {
    String detail = super.getMessage();
    return detail == null ? "" : detail;
  }

  /** {@code ABORTED 4016 (sub-status 7) at 0x42::m, function 3, offset 17: detail}. */
  @Override
  public String getMessage() {
    StringBuilder text = new StringBuilder().append(status).append(' ').append(status.code());
    if (hasSubStatus) {
      text.append(" (sub-status ").append(Long.toUnsignedString(subStatus)).append(')');
    }
    if (location != null) {
      text.append(" at ").append(location);
    }
    return detail().isEmpty() ? text.toString() : text.append(": ").append(detail()).toString();
  }
}
