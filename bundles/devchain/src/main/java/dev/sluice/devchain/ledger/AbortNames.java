/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.LoadedModules;
import java.util.Optional;

/** How a transaction or a view ended, in the words of the public networks. */
public final class AbortNames {
  private AbortNames() {}

  /** The status of a failure; of an abort with the name and the text that its module gives it. */
  public static String status(MoveException failure, LoadedModules modules) {
    Optional<ModuleId> module = failure.location().flatMap(location -> location.module());
    String place = module.map(ModuleId::toString).orElse("script");
    if (failure.status() == StatusCode.ABORTED) {
      long code = failure.subStatus().orElse(0);
      return "Move abort in "
          + place
          + ": "
          + module.flatMap(id -> named(id, code, modules)).orElse("0x" + Long.toHexString(code));
    } else if (failure.status() == StatusCode.OUT_OF_GAS) {
      return "Out of gas";
    } else if (failure.location().isPresent()
        && failure.status().kind() == StatusCode.Kind.EXECUTION) {
      return "Execution failed in "
          + place
          + " at code offset "
          + failure.location().get().offset()
          + ": "
          + failure.status();
    }
    return "Transaction Executed and Committed with Error " + failure.status();
  }

  private static Optional<String> named(ModuleId id, long code, LoadedModules modules) {
    return modules
        .code(id)
        .map(Bytes::toArray)
        .map(bytes -> ModuleMetadata.of(new Deserializer().module(bytes)))
        .flatMap(metadata -> metadata.error(code))
        .map(error -> error.name() + "(0x" + Long.toHexString(code) + "): " + error.description());
  }
}
