/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the outbox; the file is {@code sluice.outbox.cfg}. */
@ObjectClassDefinition(name = "Sluice outbox", description = "Transactions on their way to chains")
@interface OutboxConfig {
  /** Which store keeps the journal. */
  @AttributeDefinition(
      name = "Store",
      description = "Name of the storage instance that keeps the journal")
  String store() default "default";

  /** Longest call. */
  @AttributeDefinition(
      name = "Longest call",
      description = "Longest call of a chain or store, in milliseconds, 100 to 600000",
      min = "100",
      max = "600000")
  int call_ms() default 10_000;
}
