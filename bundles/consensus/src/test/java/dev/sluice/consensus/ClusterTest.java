/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7})
  void confirmsTransactionsEverywhere(int n) {
    Cluster cluster = Cluster.of(n);
    Cluster.Node client = cluster.node(n - 1);
    for (int i = 0; i < 10; i++) {
      client.submit(client.transfer(cluster.node(0), 5));
    }
    cluster.runUntil(
        () -> cluster.nodes.stream().allMatch(x -> x.balance(cluster.node(0)) == 1050), 5_000);
    cluster.requireAgreement();
    assertThat(client.balance(client)).isEqualTo(950);
  }
}
