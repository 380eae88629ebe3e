/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainTools;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Run a view and show what it returns. */
@Service
@Command(scope = "chain", name = "view", description = "Run a view and show what it returns")
public final class ChainViewCommand extends ChainCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(
      index = 1,
      name = "function",
      required = true,
      description = "Whole name, e.g. 0x1::coin::balance")
  String function = "";

  @Argument(
      index = 2,
      name = "arguments",
      multiValued = true,
      description = "Numbers, addresses, texts, 0x-hex for bytes, JSON for lists")
  List<String> arguments = List.of();

  @Option(name = "--type", multiValued = true, description = "Type argument; may be repeated")
  List<String> types = List.of();

  @Override
  Listing listing() {
    Call call = encode(chain, function, types, arguments);
    String values =
        ask(
            ChainTools.class,
            chain,
            (tools, left) -> tools.viewAsText(call, Optional.empty(), left));
    return new Listing(List.of("values"), List.of(List.of(values)));
  }
}
