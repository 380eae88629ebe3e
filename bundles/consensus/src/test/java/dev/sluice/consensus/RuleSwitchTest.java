/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consensus.RuleSwitch.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every switch is read where its rule is kept, and the document lists each. */
class RuleSwitchTest {
  private static final Path CORE = Path.of("src/main/java");
  private static final Path CONTRACT =
      Path.of("../testkit/src/main/java/dev/sluice/testkit/channel/contract");
  private static final Path DOCUMENT = Path.of("../../docs/reference/channel-protocol.md");

  private static String sources(Path root, String without) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".java") && !f.endsWith(without))
          .map(RuleSwitchTest::text)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean reads(String sources, String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(sources).find();
  }

  @ParameterizedTest
  @EnumSource
  void isReadWhereItsRuleIsKept(RuleSwitch rule) {
    String core = sources(CORE, "RuleSwitch.java");
    String contract = sources(CONTRACT, "ContractSwitch.java");
    boolean member = rule.holder() == Holder.MEMBER || rule.holder() == Holder.BOTH;
    boolean chain = rule.holder() == Holder.CONTRACT || rule.holder() == Holder.BOTH;
    assertThat(reads(core, "RuleSwitch\\." + rule)).isEqualTo(member);
    assertThat(reads(contract, "ContractSwitch\\." + rule)).isEqualTo(chain);
  }

  @Test
  void areThoseOfTheDocument() {
    String document = text(DOCUMENT);
    String table = document.substring(document.indexOf("## Appendix B"));
    assertThat(
            Pattern.compile("(?m)^\\| ([A-Z_]{3,}) \\|")
                .matcher(table)
                .results()
                .map(m -> m.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RuleSwitch.values()).map(RuleSwitch::name).toList());
    assertThat(RuleSwitch.values()).hasSizeGreaterThanOrEqualTo(25);
  }
}
