/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The node's view of itself. Thread-safe. */
@ProviderType
public interface NodeService {
  /** Identity of this node. Never blocks. */
  NodeInfo info();

  /**
   * The latest finding of every registered health check tagged {@code sluice}, worst first, then by
   * name. Runs the checks that are due; returns within {@value #CHECK_TIMEOUT_MS} ms, with a
   * critical finding for a check that takes longer.
   */
  List<Finding> findings();

  /** Longest time one check may take, in milliseconds. */
  int CHECK_TIMEOUT_MS = 2_000;
}
