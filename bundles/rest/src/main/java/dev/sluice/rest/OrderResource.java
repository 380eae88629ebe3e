/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxException;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import dev.sluice.plugin.api.PluginService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Calls and code onto chains, through the outbox. An order is answered at once; how it stands is
 * asked by its reference; giving a known reference again changes nothing.
 */
@Component(service = Route.Resource.class)
public final class OrderResource implements Route.Resource {
  private static final Duration GIVE_UP = Duration.ofMinutes(2);

  /** A call with its arguments as texts. */
  record NewCall(
      String reference, String key, String function, List<String> types, List<String> arguments) {
    NewCall {
      types = List.copyOf(types);
      arguments = List.copyOf(arguments);
    }
  }

  /** A module and its name, the code in hex. */
  record NewModule(String name, String code) {}

  /** A package; the metadata in hex, empty if there is none. */
  record NewPackage(
      String reference, String key, String name, String metadata, List<NewModule> modules) {
    NewPackage {
      modules = List.copyOf(modules);
    }
  }

  /** How an order stands. */
  record OrderView(
      String reference, String chain, String key, String state, String hash, String error) {
    static OrderView of(Submission s) {
      return new OrderView(
          s.reference(),
          s.chain().value(),
          s.key().value(),
          s.state().name(),
          s.hash().map(Object::toString).orElse(""),
          s.error().map(e -> e.code() + ": " + e.getMessage()).orElse(""));
    }
  }

  private final PluginService plugins;
  private final OutboxService outbox;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public OrderResource(@Reference PluginService plugins, @Reference OutboxService outbox) {
    this.plugins = plugins;
    this.outbox = outbox;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
            "/chains/{chain}/calls",
            Role.OPERATOR,
            "Give a call to the outbox",
            NewCall.class,
            OrderView.class,
            this::call),
        Route.post(
            "/chains/{chain}/packages",
            Role.OPERATOR,
            "Give the publishing of code to the outbox",
            NewPackage.class,
            OrderView.class,
            this::publish),
        Route.get("/orders/{reference}", "How an order stands", OrderView.class, this::order));
  }

  private Object call(Call call) throws Exception {
    NewCall wanted = call.body(NewCall.class);
    var encoded =
        ChainResource.ask(
            plugins,
            ChainTools.class,
            call,
            (tools, left) ->
                tools.encode(wanted.function(), wanted.types(), wanted.arguments(), left));
    return submit(call, wanted.reference(), wanted.key(), encoded);
  }

  private Object publish(Call call) throws Exception {
    NewPackage wanted = call.body(NewPackage.class);
    try {
      Optional<Bytes> metadata =
          wanted.metadata().isEmpty()
              ? Optional.empty()
              : Optional.of(Bytes.fromHex(wanted.metadata()));
      List<ChainTools.Module> modules =
          wanted.modules().stream()
              .map(m -> new ChainTools.Module(m.name(), Bytes.fromHex(m.code())))
              .toList();
      var encoded =
          ChainResource.ask(
              plugins,
              ChainTools.class,
              call,
              (tools, left) ->
                  CompletableFuture.completedFuture(
                      tools.publish(wanted.name(), metadata, modules)));
      return submit(call, wanted.reference(), wanted.key(), encoded);
    } catch (CodecException e) {
      throw bad(e);
    }
  }

  private OrderView submit(
      Call call, String reference, String key, dev.sluice.chain.api.Call encoded) {
    if (outbox.submission(reference).isPresent()) {
      return one(reference);
    }
    // So that a name that is none is told here and not kept.
    ChainResource.ask(plugins, Chain.class, call, (chain, left) -> chain.info(left));
    try {
      CompletableFuture<Submission> done =
          outbox.submit(
              Order.of(
                  reference,
                  new ChainName(call.path("chain")),
                  new KeyName(key),
                  encoded,
                  clock.instant().plus(GIVE_UP)));
      if (done.isCompletedExceptionally()) {
        done.join();
      }
      return one(reference);
    } catch (IllegalArgumentException | KeyException e) {
      throw bad(e);
    } catch (OutboxException e) {
      throw refusal(e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof OutboxException refused ? refusal(refused) : e;
    }
  }

  private Object order(Call call) {
    return one(call.path("reference"));
  }

  private OrderView one(String reference) {
    return outbox
        .submission(reference)
        .map(OrderView::of)
        .orElseThrow(
            () -> new ApiException(404, "NOT_FOUND", "no order " + reference, "Give it first."));
  }

  private static ApiException bad(RuntimeException e) {
    return new ApiException(
        400, "BAD_REQUEST", String.valueOf(e.getMessage()), "See /api/v1/openapi.json");
  }

  private static ApiException refusal(OutboxException e) {
    int status =
        switch (e.code()) {
          case INVALID_ORDER -> 400;
          case OTHER_ORDER -> 409;
          case FULL, CLOSED -> 503;
          case STORAGE -> 507;
        };
    return new ApiException(
        status, e.code().name(), String.valueOf(e.getMessage()), "See GET /api/v1/chains");
  }
}
