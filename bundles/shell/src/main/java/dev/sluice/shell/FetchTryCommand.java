/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.FetchValue;
import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.fetcher.api.FetcherInfo;
import dev.sluice.fetcher.api.Provenance;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginService;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Fetches once and shows the answer and how it came. */
@Service
@Command(
    scope = "fetch",
    name = "try",
    description = "Fetch once and show the answer and each step on the way")
public final class FetchTryCommand extends ListingCommand {
  private static final int SHOWN = 2_000;

  @Argument(index = 0, name = "fetcher", required = true, description = "Name of the fetcher")
  @Completion(FetcherNameCompleter.class)
  String fetcher = "";

  @Argument(
      index = 1,
      name = "parameters",
      multiValued = true,
      description = "name=value; name.key=value for fields, e.g. headers.accept=text/html")
  List<String> parameters = List.of();

  @Option(name = "--timeout", description = "Seconds, default 10")
  int timeout = 10;

  @Option(name = "--max-bytes", description = "Most bytes of the answer, default 1048576")
  int maxBytes = 1 << 20;

  @Option(name = "--attempts", description = "Most attempts, default 1")
  int attempts = 1;

  @Reference PluginService plugins;

  @Override
  Listing listing() {
    if (!plugins.instances(Fetcher.class).contains(fetcher)) {
      throw new IllegalArgumentException(
          "no fetcher '" + fetcher + "': see fetch:list and plugin:list");
    }
    Duration limit = Duration.ofSeconds(timeout);
    try (var ref = plugins.ref(Fetcher.class, fetcher)) {
      FetchResult result =
          ref.call(
                  (instance, left) ->
                      instance.fetch(
                          new FetchRequest(
                              values(instance.info(), parameters), limit, maxBytes, attempts)),
                  limit.plusSeconds(2))
              .join();
      return shown(result);
    } catch (CompletionException e) {
      if (e.getCause() instanceof FetchException refused) {
        throw new IllegalStateException(refused.code() + ": " + refused.getMessage(), refused);
      }
      if (e.getCause() instanceof PluginException failed) {
        throw failed;
      }
      throw e;
    }
  }

  /** The parameters by their types. */
  static Map<String, FetchValue> values(FetcherInfo info, List<String> texts) {
    Map<String, FetchValue> values = new LinkedHashMap<>();
    Map<String, Map<String, FetchValue>> fields = new LinkedHashMap<>();
    for (String text : texts) {
      int at = text.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("'" + text + "' is not name=value");
      }
      String name = text.substring(0, at);
      String value = text.substring(at + 1);
      int dot = name.indexOf('.');
      if (dot > 0 && typeOf(info, name.substring(0, dot)) == FetchValue.Type.FIELDS) {
        fields
            .computeIfAbsent(name.substring(0, dot), n -> new LinkedHashMap<>())
            .put(name.substring(dot + 1), new FetchValue.Text(value));
      } else {
        values.put(name, value(typeOf(info, name), name, value));
      }
    }
    fields.forEach((name, map) -> values.put(name, new FetchValue.Fields(map)));
    return values;
  }

  private static FetchValue.Type typeOf(FetcherInfo info, String name) {
    return info.parameters().stream()
        .filter(p -> p.name().equals(name))
        .map(FetcherInfo.Parameter::type)
        .findFirst()
        .orElse(FetchValue.Type.TEXT);
  }

  private static FetchValue value(FetchValue.Type type, String name, String text) {
    return switch (type) {
      case TEXT -> new FetchValue.Text(text);
      case DECIMAL -> new FetchValue.Decimal(new BigDecimal(text));
      case FLAG -> new FetchValue.Flag(Boolean.parseBoolean(text));
      case BINARY ->
          new FetchValue.Binary(text.startsWith("0x") ? Bytes.fromHex(text) : Bytes.utf8(text));
      case ITEMS -> {
        List<FetchValue> items = new ArrayList<>();
        for (String item : text.split(",")) {
          items.add(new FetchValue.Text(item));
        }
        yield new FetchValue.Items(items);
      }
      case FIELDS -> throw new IllegalArgumentException("write " + name + ".KEY=VALUE");
    };
  }

  private static Listing shown(FetchResult result) {
    Provenance from = result.provenance();
    List<List<Object>> rows = new ArrayList<>();
    for (Provenance.Step step : from.steps()) {
      rows.add(List.of(step.name(), step.detail(), milliseconds(step.took())));
    }
    rows.add(List.of("source", from.source(), ""));
    from.raw()
        .ifPresent(
            raw -> {
              rows.add(List.of("address", raw.address(), ""));
              rows.add(List.of("status", raw.status(), ""));
              rows.add(List.of("raw bytes", String.valueOf(raw.bytes()), ""));
              rows.add(List.of("raw sha-256", raw.digest().toHex(), ""));
            });
    from.peer().ifPresent(peer -> rows.add(List.of("peer", peer.subject(), "")));
    rows.add(List.of("attempts", String.valueOf(from.attempts().size()), ""));
    rows.add(List.of("type", result.contentType(), ""));
    rows.add(List.of("sha-256", result.digest().toHex(), ""));
    String body = result.body().toUtf8();
    rows.add(
        List.of("answer", body.length() > SHOWN ? body.substring(0, SHOWN) + " ..." : body, ""));
    return new Listing(List.of("step", "detail", "ms"), rows);
  }

  private static String milliseconds(Duration took) {
    return String.valueOf(Math.floorDiv(took.toNanos(), 100_000L) / 10.0);
  }
}
