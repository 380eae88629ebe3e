/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The Move unit tests of the standard library, the framework, the contract and the examples, in our
 * virtual machine. The same tests run on the reference virtual machine by {@code movec test}.
 */
class MoveUnitTest {
  private static final long GAS = 10_000_000_000L;

  private final MoveVm vm = MoveTestModules.vm();
  private final LoadedModules modules = MoveTestModules.modules(vm, Optional.empty());

  @TestFactory
  Stream<DynamicTest> standardLibrary() {
    return tests("MoveStdlib", 52);
  }

  @TestFactory
  Stream<DynamicTest> framework() {
    return tests("AptosFramework", 35);
  }

  @TestFactory
  Stream<DynamicTest> channelCore() {
    return tests("ChannelCore", 16);
  }

  @TestFactory
  Stream<DynamicTest> stateChannel() {
    return tests("StateChannel", 227);
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return tests("ChannelExamples", 26);
  }

  private Stream<DynamicTest> tests(String name, int atLeast) {
    JsonNode cases = MoveTestModules.cases(name);
    assertThat(cases.size()).isGreaterThanOrEqualTo(atLeast);
    return StreamSupport.stream(cases.spliterator(), false)
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.path("name").asText(), () -> run(test.path("steps").get(0))));
  }

  private void run(JsonNode step) {
    String[] function = step.path("function").asText().split("::");
    List<Bytes> arguments = new ArrayList<>();
    step.path("args").forEach(value -> arguments.add(Bytes.fromHex(value.path("bcs").asText())));
    Call call =
        Call.function(module(function), function[2]).withArguments(arguments).withGasLimit(GAS);
    CallResult result = vm.open(modules, StateView.empty()).call(call);

    JsonNode expect = step.path("expect");
    if (expect.path("failure").asBoolean()) {
      assertThat(result.isExecuted()).isFalse();
      return;
    }
    if (expect.has("status")) {
      assertThat(result.status().name())
          .as(() -> result.failure().map(MoveException::getMessage).orElse("executed"))
          .isEqualTo(expect.path("status").asText());
    }
    if (expect.has("abort_code")) {
      assertThat(result.failure().orElseThrow().subStatus())
          .hasValue(Long.parseUnsignedLong(expect.path("abort_code").asText()));
    }
    if (expect.has("location")) {
      assertThat(result.failure().flatMap(MoveException::location).flatMap(Location::module))
          .contains(module(expect.path("location").asText().split("::")));
    }
  }

  private static ModuleId module(String[] path) {
    return new ModuleId(AccountAddress.parse(path[0]), path[1]);
  }
}
