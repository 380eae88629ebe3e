/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.ChainInfo;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show one chain. */
@Service
@Command(scope = "chain", name = "info", description = "Show one chain")
public final class ChainInfoCommand extends ChainCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Override
  Listing listing() {
    ChainInfo info = ask(chain, (instance, left) -> instance.info(left));
    return new Listing(
        List.of(
            "name",
            "type",
            "chainId",
            "development",
            "software",
            "coin",
            "height",
            "oldest",
            "time"),
        List.of(
            List.of(
                info.name().value(),
                info.type(),
                info.chainId(),
                info.development(),
                info.software(),
                info.coin().symbol(),
                info.head().latest().value(),
                info.head().oldest().value(),
                info.head().time().toString())));
  }
}
