/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.Bytes;
import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginService;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Chains: see, view, look up, read events, fund. Calls are in {@link OrderResource}. */
@Component(service = Route.Resource.class)
public final class ChainResource implements Route.Resource {
  /** Longest call of a chain. */
  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final int EVENTS = 100;

  /** A chain; the same fields as {@code chain:info --json}. */
  record ChainView(
      String name,
      String type,
      String chainId,
      boolean development,
      String software,
      String coin,
      long height,
      long oldest,
      String time) {
    static ChainView of(ChainInfo info) {
      return new ChainView(
          info.name().value(),
          info.type(),
          info.chainId(),
          info.development(),
          info.software(),
          info.coin().symbol(),
          info.head().latest().value(),
          info.head().oldest().value(),
          info.head().time().toString());
    }
  }

  /** The name of a chain. */
  record ChainName(String name) {}

  /** A function with its arguments as texts. */
  record View(String function, List<String> types, List<String> arguments) {
    View {
      types = List.copyOf(types);
      arguments = List.copyOf(arguments);
    }
  }

  /** What a view returned, as JSON. */
  record Values(String values) {}

  /** What became of a transaction. */
  record Outcome(String state, String height, String fee, int events, String error) {}

  /** An event. */
  record Event(long height, int index, String type, String transaction, String data) {}

  /** Events and where to go on. */
  record Events(List<Event> events, String next) {}

  /** Who gets how much. */
  record Fund(String address, String amount) {}

  private final PluginService plugins;

  @Activate
  public ChainResource(@Reference PluginService plugins) {
    this.plugins = plugins;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list(
            "/chains",
            "The chains",
            ChainName.class,
            call -> plugins.instances(Chain.class).stream().map(ChainName::new).toList()),
        Route.get(
            "/chains/{chain}",
            "One chain and where it stands",
            ChainView.class,
            call -> ChainView.of(ask(plugins, Chain.class, call, (c, left) -> c.info(left)))),
        Route.post(
            "/chains/{chain}/view",
            Role.VIEWER,
            "Run a view",
            View.class,
            Values.class,
            this::view),
        Route.get(
            "/chains/{chain}/transactions/{hash}",
            "What became of a transaction",
            Outcome.class,
            this::transaction),
        Route.get(
            "/chains/{chain}/events",
            "Events of the module or account source, from a cursor on",
            Events.class,
            this::events),
        Route.post(
            "/chains/{chain}/fund",
            Role.OPERATOR,
            "Give coins of a test chain to an account",
            Fund.class,
            ApiServlet.Done.class,
            this::fund));
  }

  private Object view(Call call) throws Exception {
    View wanted = call.body(View.class);
    var encoded =
        ask(
            plugins,
            ChainTools.class,
            call,
            (tools, left) ->
                tools.encode(wanted.function(), wanted.types(), wanted.arguments(), left));
    return new Values(
        ask(
            plugins,
            ChainTools.class,
            call,
            (tools, left) -> tools.viewAsText(encoded, Optional.empty(), left)));
  }

  private Object transaction(Call call) {
    TxHash hash = checked(() -> new TxHash(Bytes.fromHex(call.path("hash"))));
    return outcome(
        ask(plugins, Chain.class, call, (c, left) -> c.status(hash, Validity.UNKNOWN, left)));
  }

  static Outcome outcome(TransactionStatus status) {
    if (status instanceof TransactionStatus.Committed done) {
      return new Outcome(
          "Committed", done.at().toString(), done.feePaid().toString(), done.events().size(), "");
    } else if (status instanceof TransactionStatus.Failed failed) {
      return new Outcome(
          "Failed",
          failed.at().toString(),
          failed.feePaid().toString(),
          0,
          failed.error().code() + ": " + failed.error().getMessage());
    }
    return new Outcome(status.getClass().getSimpleName(), "", "", 0, "");
  }

  private Object events(Call call) {
    EventFilter filter =
        checked(
            () ->
                new EventFilter(
                    new Address(call.query("source").orElse("")),
                    call.query("type").map(List::of).orElse(List.of())));
    Cursor from = checked(() -> new Cursor(call.query("from").orElse("earliest")));
    int limit = checked(() -> Integer.parseInt(call.query("limit").orElse("" + EVENTS)));
    EventPage page =
        ask(plugins, Chain.class, call, (c, left) -> c.events(filter, from, limit, Duration.ZERO));
    return new Events(
        page.notices().stream()
            .filter(EventNotice.Observed.class::isInstance)
            .map(notice -> ((EventNotice.Observed) notice).event())
            .map(
                event ->
                    new Event(
                        event.position().height().value(),
                        event.position().event(),
                        event.type(),
                        event.transaction().toString(),
                        event.data().isEmpty() ? "" : event.data().get(0).toString()))
            .toList(),
        page.next().token());
  }

  private Object fund(Call call) throws Exception {
    Fund wanted = call.body(Fund.class);
    Address address = checked(() -> new Address(wanted.address()));
    BigInteger amount = checked(() -> new BigInteger(wanted.amount()));
    ask(plugins, ChainTools.class, call, (tools, left) -> tools.fund(address, amount, left));
    return new ApiServlet.Done(true);
  }

  private static <T> T checked(java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          400, "BAD_REQUEST", String.valueOf(e.getMessage()), "See /api/v1/openapi.json");
    }
  }

  /** Asks the chain of a call's path and waits. */
  static <S, T> T ask(PluginService plugins, Class<S> type, Call call, PluginCall<S, T> question) {
    String chain = call.path("chain");
    if (!plugins.instances(type).contains(chain)) {
      throw new ApiException(404, "NOT_FOUND", "no chain " + chain, "See GET /api/v1/chains");
    }
    try (var ref = plugins.ref(type, chain)) {
      return ref.call(question, TIMEOUT).join();
    } catch (ChainException e) {
      throw refusal(e); // of a question that is answered at once
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChainException refused) {
        throw refusal(refused);
      }
      if (e.getCause() instanceof PluginException failed) {
        throw new ApiException(
            503, failed.code().name(), String.valueOf(failed.getMessage()), "Try again later.");
      }
      throw e;
    }
  }

  private static ApiException refusal(ChainException e) {
    int status =
        switch (e.code()) {
          case NOT_FOUND -> 404;
          case INVALID_REQUEST, UNSUPPORTED -> 400;
          case PRUNED -> 410;
          case TOO_LARGE -> 413;
          case UNAVAILABLE, OVERLOADED -> 503;
          case TIMEOUT -> 504;
          case BAD_ANSWER -> 502;
          default -> 409;
        };
    return new ApiException(
        status,
        e.code().name(),
        String.valueOf(e.getMessage()),
        e.code().isPassing() ? "Try again later." : "See the message.");
  }
}
