/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.TypeTag;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.state.ChangeSet;
import java.util.OptionalLong;

/** What tests expect of calls. */
public final class Results {
  private Results() {}

  /** Requires that the call gave these values. */
  public static void gives(CallResult result, Object... values) {
    assertThat(result.failure().map(MoveException::getMessage)).isEmpty();
    assertThat(result.values()).hasSize(values.length);
    for (int i = 0; i < values.length; i++) {
      CallResult.Value value = result.values().get(i);
      assertThat(value.bcs()).isEqualTo(TestVm.bcs(value.type(), values[i]));
    }
  }

  /** Requires that the call failed with this status and had no effect. */
  public static MoveException fails(CallResult result, StatusCode status) {
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.values()).isEmpty();
    assertThat(result.changes()).isEqualTo(ChangeSet.EMPTY);
    assertThat(result.events()).isEmpty();
    return result.failure().orElseThrow();
  }

  /** Requires that the call failed with this status and sub-status. */
  public static MoveException fails(CallResult result, StatusCode status, long subStatus) {
    MoveException failure = fails(result, status);
    assertThat(failure.subStatus()).isEqualTo(OptionalLong.of(subStatus));
    return failure;
  }

  /** The module a failure is located in. */
  public static String module(MoveException failure) {
    return failure.location().flatMap(Location::module).map(ModuleId::toString).orElse("none");
  }

  /** The offset of the instruction that failed. */
  public static int offset(MoveException failure) {
    return failure.location().orElseThrow().offset();
  }

  /** A type. */
  public static TypeTag type(String text) {
    return TypeTag.parse(text);
  }
}
