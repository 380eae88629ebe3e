/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.Head;
import dev.sluice.codec.StructTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Events by paging through all transactions from a version on and filtering here: nodes keep no
 * index of module events. The cursor is a version and the number of events of that transaction that
 * are behind it. Thread-safe.
 */
final class Events {
  /** Most transactions that nodes give at a time. */
  static final int PAGE = 100;

  /** What one transaction's JSON has that nobody reads here. */
  static final Set<String> SKIPPED =
      Set.of("changes", "payload", "signature", "previous_block_votes_bitvec");

  private final Settings settings;
  private final Calls calls;
  private final NodeClient node;
  private final Layouts layouts;
  private final EventReader reader;

  Events(Settings settings, Calls calls, NodeClient node, Layouts layouts) {
    this.settings = settings;
    this.calls = calls;
    this.node = node;
    this.layouts = layouts;
    this.reader = new EventReader(layouts);
  }

  /** A place between two events. */
  private record Place(long version, int event) {
    private static final String HEIGHT = "height:";
    private static final String EVENT = "version:";

    static Place of(Cursor cursor, Head head) {
      String token = cursor.token();
      try {
        if (cursor.equals(Cursor.EARLIEST)) {
          return new Place(head.oldest().value(), 0);
        } else if (cursor.equals(Cursor.LATEST)) {
          return new Place(head.latest().value() + 1, 0);
        } else if (token.startsWith(HEIGHT)) {
          return checked(Long.parseLong(token.substring(HEIGHT.length())), 0);
        } else if (token.startsWith(EVENT)) {
          String[] parts = token.substring(EVENT.length()).split("/", -1);
          if (parts.length == 2) {
            return checked(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
          }
        }
      } catch (NumberFormatException e) {
        throw new ChainException(Code.INVALID_REQUEST, "no cursor of this chain: " + token, e + "");
      }
      throw new ChainException(Code.INVALID_REQUEST, "no cursor of this chain: " + token);
    }

    private static Place checked(long version, int event) {
      if (version < 0 || event < 0) {
        throw new ChainException(Code.INVALID_REQUEST, "a cursor with a negative number");
      }
      return new Place(version, event);
    }

    Cursor cursor() {
      return event == 0 ? new Cursor(HEIGHT + version) : new Cursor(EVENT + version + "/" + event);
    }
  }

  /** One call: what it wants and until when it waits. */
  private record Search(Calls.Scope scope, Predicate<StructTag> wanted, int limit, long until) {
    boolean mayWait(Duration pause) {
      return !scope.isOver() && System.nanoTime() + pause.toNanos() < until;
    }
  }

  CompletableFuture<EventPage> page(
      Calls.Scope scope, EventFilter filter, Cursor from, int limit, Duration wait) {
    if (limit < 1 || limit > EventPage.MAX_NOTICES) {
      throw new ChainException(
          Code.INVALID_REQUEST, "limit " + limit + ": 1 to " + EventPage.MAX_NOTICES);
    }
    var search =
        new Search(scope, EventReader.wanted(filter), limit, System.nanoTime() + wait.toNanos());
    return head(scope).thenCompose(head -> look(search, Place.of(from, head), head, PAGE));
  }

  private CompletableFuture<Head> head(Calls.Scope scope) {
    return node.ask(scope, NodeRequest.get(""))
        .thenApply(
            answer -> {
              Reads.body(answer);
              return answer.head();
            });
  }

  private CompletableFuture<EventPage> look(Search search, Place place, Head head, int size) {
    if (place.version() < head.oldest().value()) {
      throw new CompletionException(
          new ChainException(
              Code.PRUNED,
              "the node has versions from "
                  + head.oldest()
                  + " on, the cursor is at "
                  + place.version()));
    }
    if (place.version() > head.latest().value()) {
      if (!search.mayWait(settings.poll())) {
        return CompletableFuture.completedFuture(new EventPage(List.of(), place.cursor(), head));
      }
      return calls.after(
          settings.poll(),
          search.scope(),
          s -> head(s).thenCompose(newer -> look(search, place, newer, size)));
    }
    String path = "transactions?start=" + place.version() + "&limit=" + size;
    return node.ask(search.scope(), NodeRequest.get(path))
        .thenCompose(answer -> found(search, place, answer))
        .exceptionallyCompose(
            error -> {
              if (!isTooLong(error)) {
                return CompletableFuture.failedFuture(error);
              }
              // One of the transactions may be huge: less at a time finds the way past the others.
              return size > 1
                  ? look(search, place, head, size / 2)
                  : CompletableFuture.failedFuture(Calls.refusal(error));
            });
  }

  private static boolean isTooLong(Throwable error) {
    return error instanceof LimitedBody.TooLong || error.getCause() instanceof LimitedBody.TooLong;
  }

  private CompletableFuture<EventPage> found(Search search, Place place, NodeAnswer answer) {
    List<Object> transactions = NodeJson.array(NodeJson.tree(Reads.body(answer), SKIPPED));
    Head head = answer.head();
    requireNoGap(transactions, place.version());
    return layouts
        .with(search.scope(), () -> collect(search, place, transactions, head))
        .thenCompose(
            page -> {
              boolean more = page.notices().isEmpty() && search.mayWait(Duration.ZERO);
              return more
                  ? look(search, Place.of(page.next(), head), head, PAGE)
                  : CompletableFuture.completedFuture(page);
            });
  }

  private static void requireNoGap(List<Object> transactions, long start) {
    if (transactions.isEmpty()) {
      throw NodeJson.bad("no transaction at version " + start + " although it is not the newest");
    }
    long expected = start;
    for (Object transaction : transactions) {
      long version = NodeJson.number(NodeJson.object(transaction), "version");
      if (version != expected) {
        throw NodeJson.bad("version " + version + " where " + expected + " should be");
      }
      expected++;
    }
  }

  private EventPage collect(Search search, Place place, List<Object> transactions, Head head) {
    List<EventNotice> notices = new ArrayList<>();
    for (Object item : transactions) {
      Map<String, Object> transaction = NodeJson.object(item);
      long version = NodeJson.number(transaction, "version");
      int from = version == place.version() ? place.event() : 0;
      for (ChainEvent event : reader.read(transaction, from, search.wanted())) {
        notices.add(new EventNotice.Observed(event));
        if (notices.size() == search.limit()) {
          Place next = new Place(version, event.position().event() + 1);
          return new EventPage(notices, next.cursor(), head);
        }
      }
    }
    Place next = new Place(place.version() + transactions.size(), 0);
    return new EventPage(notices, next.cursor(), head);
  }
}
