/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import java.util.List;
import java.util.stream.Stream;

/** The table. */
public final class ContractCases {
  private ContractCases() {}

  /** Every row. */
  public static List<ContractCase> all() {
    return Stream.of(
            QuorumCases.all(),
            LeaderCases.all(),
            SanctionCases.all(),
            VoteCases.all(),
            CertificateCases.all(),
            ExitCases.all(),
            CutCases.all(),
            MoneyCases.all(),
            MemberCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
