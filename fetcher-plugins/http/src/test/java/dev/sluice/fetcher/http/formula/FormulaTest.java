/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas, kind and unkind. */
class FormulaTest {
  private static final long LIMIT_MS = 2_000;

  private static String apply(Formula.Type type, String body, String formula) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
    var budget = new Budget(Budget.MAX_STEPS, deadline, System::nanoTime);
    return Formula.of(type, formula)
        .apply(body.getBytes(StandardCharsets.UTF_8), Optional.empty(), budget)
        .text();
  }

  private static Code code(Formula.Type type, String body, String formula) {
    long start = System.nanoTime();
    Throwable failure = catchThrowable(() -> apply(type, body, formula));
    assertThat(failure).isInstanceOf(FetchException.class);
    // Far above the limit: machines stall.
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    return ((FetchException) failure).code();
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "-0, 0",
    "-0.0, 0",
    "1e2, 100",
    "1E-2, 0.01",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "123456789012345678901, 123456789012345678901",
    "1234567890123456789012, 1.234567890123456789012e+21",
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "0.1234567890123456789, 0.1234567890123456789",
    "-1.50e3, -1500",
    "9007199254740993, 9007199254740993"
  })
  void numbersHaveOneForm(String in, String out) {
    assertThat(apply(Formula.Type.JSON, in, "")).isEqualTo(out);
    assertThat(apply(Formula.Type.JSON, "[" + in + "]", "$[0]")).isEqualTo(out);
  }

  @Test
  void doublesHaveOneForm() {
    assertThat(Formula.shortest(0.1)).isEqualByComparingTo(new BigDecimal("0.1"));
    assertThat(Formula.shortest(2e-3)).isEqualByComparingTo(new BigDecimal("0.002"));
    for (double d : new double[] {1.0 / 3, Math.PI, 1e300, 5.6843418860808015E-14, 2.0 / 3e7}) {
      assertThat(Formula.shortest(d).doubleValue()).isEqualTo(d);
    }
    assertThat(apply(Formula.Type.XML, "<a><b>1</b><b>3</b></a>", "sum(//b) div 3"))
        .isEqualTo("1.3333333333333333");
    assertThat(code(Formula.Type.XML, "<a/>", "number('x')")).isEqualTo(Code.PARSE_NO_MATCH);
  }

  @Test
  void jsonIsCanonical() {
    assertThat(apply(Formula.Type.JSON, " { \"b\" : [ ] , \"a\\u0000\\/\\u20ac\" : { } } ", ""))
        .isEqualTo("{\"a\\u0000/\u20ac\":{},\"b\":[]}");
    for (String bad :
        List.of(
            "",
            "{",
            "[1,]",
            "{'a':1}",
            "1 2",
            "{\"a\":1,\"a\":2}",
            "NaN",
            "01",
            "\"\\ud800\"",
            "1e999999999",
            "1".repeat(300),
            "[".repeat(100_000),
            "\"\t\"")) {
      assertThat(code(Formula.Type.JSON, bad, ""))
          .as(bad.substring(0, Math.min(9, bad.length())))
          .isEqualTo(Code.PARSE_NO_MATCH);
    }
  }

  @Test
  void xpathWalksOverJson() {
    String json = "{\"aqi\":{\"no2\":[7,{\"v\":8}],\"a b\":true},\"list\":[[1,2],[3]]}";
    assertThat(apply(Formula.Type.JSON, json, "/aqi/no2[1]")).isEqualTo("7");
    assertThat(apply(Formula.Type.JSON, json, "/aqi/no2/v")).isEqualTo("8");
    assertThat(apply(Formula.Type.JSON, json, "/aqi/*[name()='a b']")).isEqualTo("true");
    assertThat(apply(Formula.Type.JSON, json, "//item")).isEqualTo("[1,2,3]");
    assertThat(apply(Formula.Type.JSON, "[{\"a\":1},{\"a\":2}]", "/item[2]/a")).isEqualTo("2");
    assertThat(apply(Formula.Type.JSON, json, "/aqi"))
        .isEqualTo("{\"a b\":true,\"no2\":[7,{\"v\":8}]}");
    assertThat(code(Formula.Type.JSON, json, "/nothing")).isEqualTo(Code.PARSE_NO_MATCH);
  }

  @Test
  void xmlKnowsNamespaces() {
    String xml = "<r xmlns:p='urn:x'><p:a k='v'>1 <![CDATA[<2>]]></p:a><!-- no --><a>3</a></r>";
    assertThat(apply(Formula.Type.XML, xml, "/r/p:a")).isEqualTo("1 <2>");
    assertThat(apply(Formula.Type.XML, xml, "/r/a")).isEqualTo("3");
    assertThat(apply(Formula.Type.XML, xml, "//@k")).isEqualTo("v");
    assertThat(apply(Formula.Type.XML, xml, "//*[local-name()='a'][2]/preceding-sibling::*"))
        .startsWith("1");
    assertThat(code(Formula.Type.XML, xml, "//q:a")).isEqualTo(Code.INVALID_REQUEST);
  }

  @Test
  void documentTypesAreRefused() {
    String xxe = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    String laughs =
        "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;\">]>"
            + "<a>&d;</a>";
    String outside = "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>";
    String parameter = "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]><a/>";
    for (String xml : List.of(xxe, laughs, outside, parameter, "<!DOCTYPE a><a/>", "<a>&x;</a>")) {
      assertThat(code(Formula.Type.XML, xml, "/a")).isEqualTo(Code.PARSE_NO_MATCH);
      assertThat(code(Formula.Type.XML, xml, "")).isEqualTo(Code.PARSE_NO_MATCH);
    }
    assertThat(apply(Formula.Type.XML, "<a>&lt;&#65;</a>", "/a")).isEqualTo("<A");
    assertThat(code(Formula.Type.XML, "<a".repeat(9), "")).isEqualTo(Code.PARSE_NO_MATCH);
  }

  @Test
  void deepAndWideDocumentsAreRefused() {
    assertThat(code(Formula.Type.XML, "<a>".repeat(100_000), "/a")).isEqualTo(Code.TOO_LARGE);
    assertThat(code(Formula.Type.XML, "<a>" + "<b/>".repeat(250_000) + "</a>", "/a"))
        .isIn(Code.TOO_LARGE, Code.TIMEOUT);
    assertThat(code(Formula.Type.HTML, "<div>".repeat(100_000), "p"))
        .isIn(Code.TOO_LARGE, Code.TIMEOUT);
    assertThat(code(Formula.Type.JSON, "{\"a\":".repeat(100), "/a")).isEqualTo(Code.PARSE_NO_MATCH);
  }

  @Test
  void cssSelects() {
    String html = "<ul><li class=x>1<li>2<li class=x> 3 <b>4</b></ul>";
    assertThat(apply(Formula.Type.HTML, html, "li:nth-child(2)")).isEqualTo("2");
    assertThat(apply(Formula.Type.HTML, html, "li.x")).isEqualTo("[\"1\",\"3 4\"]");
    assertThat(apply(Formula.Type.HTML, html, "//li[last()]/b")).isEqualTo("4");
    assertThat(apply(Formula.Type.HTML, "<a href=/x>y</a>", "//a/@href")).isEqualTo("/x");
    assertThat(code(Formula.Type.HTML, html, "table")).isEqualTo(Code.PARSE_NO_MATCH);
  }

  @Test
  void formulasThatMakeNoSenseAreRefused() {
    for (String bad : List.of("/[", "/a(", "//a[@", "foo(/a)", "$", "document('file:///x')")) {
      assertThat(code(Formula.Type.XML, "<a/>", bad)).as(bad).isEqualTo(Code.INVALID_REQUEST);
    }
    for (String bad : List.of("$[", "$.", "$..", "$[?]", "$[?@.a=~/x/]", "$x", "$.a )")) {
      assertThat(code(Formula.Type.JSON, "1", bad)).as(bad).isEqualTo(Code.INVALID_REQUEST);
    }
    for (String bad : List.of("a[", "a:has(b)", "p:matches((a+)+$)", "[a~=(b+)+]", ">>", "a:x")) {
      assertThat(code(Formula.Type.HTML, "<a>", bad)).as(bad).isEqualTo(Code.INVALID_REQUEST);
    }
    for (String c : List.of("(", "[", "-", "not(", "/a[")) {
      String bad = "/a[" + c.repeat(500 / c.length());
      assertThat(code(Formula.Type.XML, "<a/>", bad)).as(c).isEqualTo(Code.INVALID_REQUEST);
    }
    assertThat(code(Formula.Type.JSON, "1", "$" + "[?@".repeat(150)))
        .isEqualTo(Code.INVALID_REQUEST);
    assertThat(code(Formula.Type.JSON, "1", "$" + "x".repeat(600))).isEqualTo(Code.INVALID_REQUEST);
  }

  @Test
  void expensiveFormulasEnd() {
    String wide = "<r>" + "<a>aaaa</a>".repeat(20_000) + "</r>";
    for (String xpath :
        List.of(
            "//*[count(//*[count(//*) > 1]) > 1]",
            "//a[. = //a/following::a]",
            "//a[preceding::a[preceding::a[preceding::a]]]",
            "string(//*[string-length(string(/)) = count(//*[. = 'x'])])",
            "//a/../a/../a/../a")) {
      assertThat(code(Formula.Type.XML, wide, xpath)).as(xpath).isIn(Code.TOO_LARGE, Code.TIMEOUT);
    }
    String json = "[" + "[[[1,2,3,4,5,6,7,8,9]]],".repeat(2_000) + "1]";
    for (String path :
        List.of(
            "$..[*,*,*,*,*]..[*,*,*,*,*]..[*,*,*,*]",
            "$[?count($..*) > 1]",
            "$..[?@ == $[0] || $..[?@ == $[1]]]")) {
      assertThat(code(Formula.Type.JSON, json, path)).as(path).isIn(Code.TOO_LARGE, Code.TIMEOUT);
    }
    String flat = "<p>" + "<i>x</i>".repeat(30_000);
    for (String css : List.of("* ~ * ~ * ~ * ~ b", "i:nth-last-child(7) ~ i:nth-child(9)")) {
      Throwable failure = catchThrowable(() -> apply(Formula.Type.HTML, flat, css));
      assertThat(((FetchException) failure).code()).isNotEqualTo(Code.INVALID_REQUEST);
    }
  }
}
