/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.channel.cases.ContractCases;
import dev.sluice.testkit.channel.cases.ModelContract;
import dev.sluice.testkit.channel.cases.Scene;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of cases on the contract in Move and on the model at once: equal verdicts, equal states
 * and equal events after every command.
 */
class ContractCasesTest {
  @TestFactory
  Stream<DynamicTest> cases() {
    return ContractCases.all().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name(),
                    () ->
                        row.script()
                            .accept(
                                new Scene(
                                    MoveContract.ground(),
                                    List.of(
                                        new ModelContract(MoveContract.ground()),
                                        new MoveContract())))));
  }

  @Test
  void namesEachCaseOnce() {
    assertThat(ContractCases.all()).extracting(row -> row.name()).doesNotHaveDuplicates();
  }
}
