/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the events of a module or account. */
@Service
@Command(scope = "chain", name = "events", description = "Show the events of a module or account")
public final class ChainEventsCommand extends ChainCommand {
  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(
      index = 1,
      name = "source",
      required = true,
      description = "Module or account that emits them, e.g. 0x1::coin")
  String source = "";

  @Option(name = "--type", multiValued = true, description = "Type wanted; may be repeated")
  List<String> types = List.of();

  @Option(name = "--from", description = "earliest, latest, or height:N; the last row's next")
  String from = "earliest";

  @Option(name = "--limit", description = "Most events, 1 to 1000")
  int limit = 100;

  @Option(name = "--wait", description = "Seconds to wait for a first one, 0 to 10")
  int wait = 1;

  @Override
  Listing listing() {
    if (wait < 0 || wait > 10) {
      throw new IllegalArgumentException("--wait " + wait + ": 0 to 10");
    }
    var filter = new EventFilter(new Address(source), types);
    EventPage page =
        ask(
            chain,
            (instance, left) ->
                instance.events(filter, new Cursor(from), limit, Duration.ofSeconds(wait)));
    List<List<Object>> rows = new ArrayList<>();
    for (EventNotice notice : page.notices()) {
      if (notice instanceof EventNotice.Observed observed) {
        ChainEvent event = observed.event();
        rows.add(
            List.of(
                event.position().height().value(),
                event.position().event(),
                event.type(),
                event.transaction().toString(),
                event.data().isEmpty() ? "" : event.data().get(0).toString()));
      }
    }
    return new Listing(List.of("height", "index", "type", "transaction", "data"), rows);
  }
}
