/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The public compliance suite of RFC 9535 (jsonpath-compliance-test-suite), which is not part of
 * this project: the property {@value #SUITE} names its file {@code cts.json}. Cases with the
 * functions match and search are expected to be refused.
 */
class JsonPathComplianceTest {
  private static final String SUITE = "sluice.jsonpath.suite";

  private static String canonical(JsonNode node) {
    return CanonicalJson.write(read(node), budget());
  }

  private static JsonValue read(JsonNode node) {
    return JsonInput.read(node.toString().getBytes(StandardCharsets.UTF_8), budget());
  }

  private static Budget budget() {
    return new Budget(Budget.MAX_STEPS, 0, () -> 0);
  }

  @Test
  void holds() throws Exception {
    String file = System.getProperty(SUITE);
    assumeTrue(file != null, "skipped: " + SUITE + " names no file");
    JsonNode suite = new ObjectMapper().readTree(Files.readString(Path.of(file)));
    List<String> wrong = new ArrayList<>();
    int regular = 0;
    for (JsonNode test : suite.get("tests")) {
      String selector = test.get("selector").asText();
      String name = test.get("name").asText() + ": " + selector;
      if (selector.matches("(?s).*\\b(match|search)\\s*\\(.*")) {
        regular++;
        if (!refused(selector)) {
          wrong.add("not refused: " + name);
        }
      } else if (test.path("invalid_selector").asBoolean()) {
        if (!refused(selector)) {
          wrong.add("not refused: " + name);
        }
      } else {
        check(test, selector, name, wrong);
      }
    }
    assertThat(suite.get("tests").size()).isGreaterThan(700);
    assertThat(regular).isLessThan(suite.get("tests").size() / 5);
    assertThat(wrong).isEmpty();
  }

  private static boolean refused(String selector) {
    Throwable failure = catchThrowable(() -> JsonPathParser.parse(selector));
    return failure instanceof FetchException e && e.code() == Code.INVALID_REQUEST;
  }

  private static void check(JsonNode test, String selector, String name, List<String> wrong) {
    try {
      JsonValue document = read(test.get("document"));
      String found =
          CanonicalJson.write(
              new JsonValue.Items(
                  new JsonPathEvaluator(document, budget()).select(JsonPathParser.parse(selector))),
              budget());
      List<String> right = new ArrayList<>();
      if (test.has("results")) {
        test.get("results").forEach(r -> right.add(canonical(r)));
      } else {
        right.add(canonical(test.get("result")));
      }
      if (!right.contains(found)) {
        wrong.add(name + " gives " + found);
      }
    } catch (FetchException e) {
      wrong.add(name + " fails: " + e.getMessage());
    }
  }
}
