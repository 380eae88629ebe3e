/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Imports go one way: leaves, then APIs, then services and plugins, then front ends. */
class ImportRulesTest {
  private static final String ROOT = "dev.sluice.";
  private static final Set<String> LEAVES =
      Set.of("codec", "crypto", "move", "merkle", "snark", "aptos");
  private static final Set<String> FRONT_ENDS = Set.of("shell", "rest", "console", "routing");
  private static final Set<String> PLUGIN_ROOTS = Set.of("chain", "fetcher", "storage");

  /** Services that stand under one of the plugin roots' names. */
  private static final Set<String> CORE_UNDER_PLUGIN_ROOT = Set.of("storage.service");

  /** Exported by an API bundle beside its main package. */
  private static final Set<String> API_BY_OTHER_NAME = Set.of("storage.io");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sluice");

  /** The bundle a class belongs to: {@code codec}, {@code channel.api}, {@code storage.pack}. */
  private static String bundle(JavaClass c) {
    String[] parts = c.getPackageName().substring(ROOT.length()).split("\\.");
    boolean two = parts.length > 1 && (parts[1].equals("api") || PLUGIN_ROOTS.contains(parts[0]));
    return two ? parts[0] + "." + parts[1] : parts[0];
  }

  private static boolean ours(JavaClass c) {
    return c.getPackageName().startsWith(ROOT);
  }

  private static boolean leaf(JavaClass c) {
    return ours(c) && LEAVES.contains(bundle(c));
  }

  private static boolean api(JavaClass c) {
    return ours(c) && (bundle(c).endsWith(".api") || API_BY_OTHER_NAME.contains(bundle(c)));
  }

  private static boolean plugin(JavaClass c) {
    if (!ours(c) || api(c)) {
      return false;
    }
    String bundle = bundle(c);
    return bundle.contains(".") && !CORE_UNDER_PLUGIN_ROOT.contains(bundle);
  }

  private static boolean testkit(JavaClass c) {
    return ours(c) && bundle(c).equals("testkit");
  }

  private static DescribedPredicate<JavaClass> is(
      String description, java.util.function.Predicate<JavaClass> predicate) {
    return describe(description, predicate);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  @Test
  void seesTheCode() {
    assertThat(CLASSES.stream().map(ImportRulesTest::bundle))
        .contains("codec", "node.api", "shell");
  }

  @Test
  void leavesAreLeaves() {
    check(
        classes()
            .that(is("leaves", ImportRulesTest::leaf))
            .should()
            .onlyDependOnClassesThat(is("leaves or not ours", c -> leaf(c) || !ours(c))));
    check(
        noClasses()
            .that(is("leaves", ImportRulesTest::leaf))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.osgi..", "org.apache.karaf..", "org.apache.camel.."));
  }

  @Test
  void apisSeeLeavesAndApis() {
    check(
        classes()
            .that(is("APIs", ImportRulesTest::api))
            .should()
            .onlyDependOnClassesThat(
                is("leaves, APIs or not ours", c -> !ours(c) || leaf(c) || api(c))));
    check(
        noClasses()
            .that(is("APIs", ImportRulesTest::api))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.karaf..",
                "org.apache.camel..",
                "org.apache.ignite..",
                "org.web3j..",
                "java.sql..",
                "com.fasterxml.."));
  }

  @Test
  void everythingElseSeesOnlyApisLeavesAndItself() {
    for (JavaClass c : CLASSES) {
      if (leaf(c) || api(c)) {
        continue;
      }
      String own = bundle(c);
      assertThat(
              c.getDirectDependenciesFromSelf().stream()
                  .filter(
                      d -> {
                        JavaClass target = d.getTargetClass();
                        return ours(target)
                            && !leaf(target)
                            && !api(target)
                            && !bundle(target).equals(own)
                            && !simulates(own, bundle(target));
                      })
                  .map(Dependency::getDescription))
          .isEmpty();
    }
  }

  /** The simulator runs the members' real state machine, which is its whole point. */
  private static boolean simulates(String bundle, String target) {
    return bundle.equals("testkit") && target.equals("consensus");
  }

  @Test
  void nobodySeesPluginsOrFrontEndsOrTheTestkit() {
    check(
        noClasses()
            .that(is("core", c -> !plugin(c) && !FRONT_ENDS.contains(bundle(c)) && !testkit(c)))
            .should()
            .dependOnClassesThat(
                is(
                    "plugins, front ends, testkit",
                    c -> ours(c) && (plugin(c) || FRONT_ENDS.contains(bundle(c)) || testkit(c)))));
  }

  @Test
  void foreignFrameworksStayInTheirBundle() {
    only("org.apache.camel..", "routing");
    only("org.apache.ignite..", "storage.ignite");
    // The development chain has a port of its own.
    only("javax.servlet..", "rest", "devchain");
    only("org.apache.karaf.shell..", "shell");
    only("org.web3j..", "chain.eth");
  }

  private static void only(String packages, String... bundles) {
    check(
        noClasses()
            .that(is("outside " + List.of(bundles), c -> !List.of(bundles).contains(bundle(c))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages));
  }
}
