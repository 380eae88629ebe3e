/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the chains and where they stand. */
@Service
@Command(scope = "chain", name = "list", description = "Show the chains and where they stand")
public final class ChainListCommand extends ChainCommand {
  @Override
  Listing listing() {
    List<List<Object>> rows = new ArrayList<>();
    for (String name : plugins.instances(Chain.class)) {
      try {
        ChainInfo info = ask(name, (chain, left) -> chain.info(left));
        rows.add(
            List.of(
                name,
                info.type(),
                info.chainId(),
                info.development(),
                info.head().latest().value(),
                "ok"));
      } catch (IllegalStateException e) {
        rows.add(List.of(name, "", "", false, -1L, String.valueOf(e.getMessage())));
      }
    }
    return new Listing(List.of("name", "type", "chainId", "development", "height", "state"), rows);
  }
}
