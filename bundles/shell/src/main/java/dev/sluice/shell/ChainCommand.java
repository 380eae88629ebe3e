/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** A command about one chain. */
abstract class ChainCommand extends ListingCommand {
  /** Longest call of a chain. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Reference PluginService plugins;

  /** Asks a chain by one of its interfaces and waits. */
  <S, T> T ask(Class<S> type, String chain, PluginCall<S, T> call) {
    if (!plugins.instances(type).contains(chain)) {
      throw new IllegalArgumentException(
          "no chain '" + chain + "' that can do this: see chain:list and plugin:list");
    }
    try (var ref = plugins.ref(type, chain)) {
      return ref.call(call, TIMEOUT).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChainException refused) {
        throw new IllegalStateException(refused.code() + ": " + refused.getMessage(), refused);
      }
      if (e.getCause() instanceof PluginException failed) {
        throw failed;
      }
      throw e;
    }
  }

  <T> T ask(String chain, PluginCall<Chain, T> call) {
    return ask(Chain.class, chain, call);
  }

  /** A call by its function's whole name and its arguments as text. */
  Call encode(String chain, String function, List<String> types, List<String> arguments) {
    return ask(
        ChainTools.class, chain, (tools, left) -> tools.encode(function, types, arguments, left));
  }
}
