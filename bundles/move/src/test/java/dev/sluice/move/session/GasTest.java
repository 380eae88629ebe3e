/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.StateView;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GasTest {
  private static final String M = "0x42::m::";

  private static ModuleBuilder busy() {
    ModuleBuilder module =
        ModuleBuilder.module("0x42::m")
            .struct("K has key { v: vector<u64> }")
            .struct("E has drop, store { x: u64 }")
            .importFunction("0x1::event::emit<T: drop + store>(T)")
            .importFunction("0x1::hash::sha3_256(vector<u8>): vector<u8>");
    module.constant("vector<u64>", "0201000000000000000200000000000000");
    module.constant("vector<u8>", "0401020304");
    return module
        .function("fun id<T>(T): T", "", "MoveLoc 0; Ret")
        .function(
            "public fun busy(&signer, u64): u64",
            "u64",
            """
            LdU64 0; StLoc 2
            up:; CopyLoc 1; LdU64 0; Gt; BrFalse end
            MoveLoc 1; LdU64 1; Sub; StLoc 1
            MoveLoc 2; LdU64 3; Add; CallGeneric id<u64>; StLoc 2
            LdConst 1; Call 0x1::hash::sha3_256; Pop
            Branch up
            end:; MoveLoc 0; LdConst 0; Pack K; MoveTo K
            CopyLoc 2; Pack E; CallGeneric 0x1::event::emit<E>
            MoveLoc 2; Ret
            """)
        .function("public fun forever()", "", "up:; Branch up")
        .function("public fun abort_at(u64)", "", "MoveLoc 0; Abort");
  }

  @Test
  void runsOutAtEveryLimitBelowTheCost() {
    TestVm vm = TestVm.of(busy().build());
    Call call = vm.call(M + "busy", "0x7", 3);
    CallResult whole = vm.session().call(call);
    gives(whole, 9);
    long cost = whole.gasUsed();
    assertThat(cost).isBetween(5_000L, 20_000L);
    vm.open(StateView.empty());
    for (long limit = 0; limit < cost; limit++) {
      CallResult result = vm.session().call(call.withGasLimit(limit));
      assertThat(result.status()).as("limit %d", limit).isEqualTo(StatusCode.OUT_OF_GAS);
      assertThat(result.gasUsed()).isEqualTo(limit);
      assertThat(result.changes()).isEqualTo(ChangeSet.EMPTY);
      assertThat(result.events()).isEmpty();
    }
    assertThat(vm.session().changes()).isEqualTo(ChangeSet.EMPTY);
    CallResult enough = vm.session().call(call.withGasLimit(cost));
    gives(enough, 9);
    assertThat(enough.gasUsed()).isEqualTo(cost);
    assertThat(enough.changes()).isEqualTo(whole.changes());
    assertThat(enough.events()).isEqualTo(whole.events()).hasSize(1);
  }

  @Test
  void endsEndlessLoops() {
    TestVm vm = TestVm.of(busy().build());
    var failure =
        fails(
            vm.session().call(vm.call(M + "forever").withGasLimit(1_000_000)),
            StatusCode.OUT_OF_GAS);
    assertThat(Results.module(failure)).isEqualTo("0x42::m");
  }

  @Test
  void chargesAbortsForWhatTheyDid() {
    TestVm vm = TestVm.of(busy().build());
    CallResult result = vm.session().call(vm.call(M + "abort_at", 7).withGasLimit(1_000_000));
    fails(result, StatusCode.ABORTED, 7);
    assertThat(result.gasUsed()).isBetween(1_000L, 2_000L);
  }

  @Test
  void followsTheSchedule() {
    GasSchedule dear = GasSchedule.custom(1000, Map.of(GasCost.SHA3_256, 1_000_000L));
    TestVm vm =
        TestVm.of(VmConfig.of(StandardNatives.registry()).withSchedule(dear), busy().build());
    long usual = TestVm.of(busy().build()).run(M + "busy", "0x7", 3).gasUsed();
    assertThat(vm.run(M + "busy", "0x7", 3).gasUsed())
        .isEqualTo(usual + 3 * (1_000_000 - GasSchedule.V1.of(GasCost.SHA3_256)));
    assertThat(dear.version()).isEqualTo(1000);
    assertThatThrownBy(() -> GasSchedule.custom(1, Map.of(GasCost.NOP, -1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isPublished() throws IOException {
    Path document = Path.of("../../docs/reference/move-gas-schedule.md");
    List<String> lines = Files.readAllLines(document);
    for (GasCost cost : GasCost.values()) {
      assertThat(lines)
          .contains("| " + cost + " | " + cost.meaning() + " | " + GasSchedule.V1.of(cost) + " |");
    }
    assertThat(lines.stream().filter(line -> line.matches("\\| [A-Z0-9_]+ \\| .*")))
        .hasSize(GasCost.values().length);
  }
}
