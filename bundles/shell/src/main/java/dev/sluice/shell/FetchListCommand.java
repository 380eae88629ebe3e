/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.fetcher.api.FetcherInfo;
import dev.sluice.plugin.api.PluginService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the fetchers and their parameters. */
@Service
@Command(scope = "fetch", name = "list", description = "Show the fetchers and their parameters")
public final class FetchListCommand extends ListingCommand {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Reference PluginService plugins;

  @Override
  Listing listing() {
    List<List<Object>> rows = new ArrayList<>();
    for (String name : plugins.instances(Fetcher.class)) {
      try (var ref = plugins.ref(Fetcher.class, name)) {
        FetcherInfo info =
            ref.call((fetcher, left) -> CompletableFuture.completedFuture(fetcher.info()), TIMEOUT)
                .join();
        for (FetcherInfo.Parameter p : info.parameters()) {
          rows.add(
              List.of(
                  name,
                  info.kind(),
                  p.name(),
                  p.type().name(),
                  p.need() == FetcherInfo.Need.REQUIRED,
                  p.description()));
        }
      }
    }
    return new Listing(
        List.of("fetcher", "kind", "parameter", "type", "required", "description"), rows);
  }
}
