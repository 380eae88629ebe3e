/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.toy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one toy chain; the file is {@code sluice.chain.toy-<name>.cfg}. */
@ObjectClassDefinition(name = "Toy chain", description = "A chain that is a file")
@interface ToyConfiguration {
  /** Name of the chain. */
  @AttributeDefinition(name = "Name", description = "Name of the chain")
  String chain_name();

  /** Path of the file. */
  @AttributeDefinition(name = "Ledger", description = "Path of the file that is the chain")
  String ledger();

  /** Work time of one call. */
  @AttributeDefinition(
      name = "Work",
      description = "Time one call takes, in microseconds, 0 to 1000000")
  int work_micros() default 0;

  /** Not used; shows that secrets are hidden. */
  @AttributeDefinition(name = "Token", description = "Access token", type = AttributeType.PASSWORD)
  String token() default "";
}
