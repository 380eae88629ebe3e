/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.plugin.api.PluginService;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of fetchers. */
@Service
public final class FetcherNameCompleter implements Completer {
  @Reference PluginService plugins;

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    var names = new StringsCompleter();
    names.getStrings().addAll(plugins.instances(Fetcher.class));
    return names.complete(session, line, candidates);
  }
}
