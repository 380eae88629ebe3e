/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Carry out a call and wait for its end. */
@Service
@Command(scope = "chain", name = "call", description = "Carry out a call and wait for its end")
public final class ChainCallCommand extends OrderCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(index = 1, name = "key", required = true, description = "Name of the key that signs")
  @Completion(KeyNameCompleter.class)
  String key = "";

  @Argument(
      index = 2,
      name = "function",
      required = true,
      description = "Whole name, e.g. 0x1::coin::balance")
  String function = "";

  @Argument(
      index = 3,
      name = "arguments",
      multiValued = true,
      description = "Numbers, addresses, texts, 0x-hex for bytes, JSON for lists")
  List<String> arguments = List.of();

  @Option(name = "--type", multiValued = true, description = "Type argument; may be repeated")
  List<String> types = List.of();

  @Override
  Listing listing() {
    return carryOut(chain, key, encode(chain, function, types, arguments));
  }
}
