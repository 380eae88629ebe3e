/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the API packages show, one reviewed file each under {@code docs/reference/api}. Until the
 * first release there is nothing to compare versions with; a change of these files in a commit is
 * what a reviewer looks at. {@code -Dapi.update} writes them anew.
 */
class ApiListingTest {
  private static final Path FILES = Path.of("../docs/reference/api");

  @Test
  void matchesTheReviewedListing() throws IOException {
    Map<String, String> now = listings();
    assertThat(now).containsKey("dev.sluice.node.api");
    if (System.getProperty("api.update") != null) {
      write(now);
    }
    var reviewed = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        String name = file.getFileName().toString();
        reviewed.put(name.substring(0, name.length() - 4), Files.readString(file));
      }
    }
    assertThat(now)
        .as("APIs changed. Review the change, then: ./mvnw -pl checks -am verify -Dapi.update")
        .isEqualTo(reviewed);
  }

  private static void write(Map<String, String> listings) throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path old : files.toList()) {
        Files.delete(old);
      }
    }
    for (var listing : listings.entrySet()) {
      Files.writeString(FILES.resolve(listing.getKey() + ".txt"), listing.getValue());
    }
  }

  private static Map<String, String> listings() {
    var lines = new TreeMap<String, TreeSet<String>>();
    for (JavaClass c :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice")) {
      if (c.getPackageName().matches("dev\\.sluice\\.\\w+\\.api(\\..*)?")
          && c.getModifiers().contains(JavaModifier.PUBLIC)) {
        lines
            .computeIfAbsent(c.getPackageName(), p -> new TreeSet<>())
            .addAll(members(c.reflect()));
      }
    }
    var listings = new TreeMap<String, String>();
    lines.forEach((name, set) -> listings.put(name, String.join("\n", set) + "\n"));
    return listings;
  }

  private static Set<String> members(Class<?> c) {
    var lines = new TreeSet<String>();
    String name = c.getName().substring(c.getPackageName().length() + 1);
    lines.add(name + " : " + c.toGenericString() + supertypes(c));
    for (Constructor<?> constructor : c.getDeclaredConstructors()) {
      if (visible(constructor.getModifiers())) {
        lines.add(name + " # " + constructor.toGenericString());
      }
    }
    for (Method method : c.getDeclaredMethods()) {
      if (visible(method.getModifiers()) && !method.isSynthetic()) {
        lines.add(name + " # " + method.toGenericString());
      }
    }
    for (Field field : c.getDeclaredFields()) {
      if (visible(field.getModifiers()) && !field.isSynthetic()) {
        lines.add(name + " # " + field.toGenericString());
      }
    }
    return lines;
  }

  private static String supertypes(Class<?> c) {
    var types = new TreeSet<String>();
    if (c.getGenericSuperclass() != null && c.getSuperclass() != Object.class) {
      types.add(c.getGenericSuperclass().getTypeName());
    }
    Arrays.stream(c.getGenericInterfaces()).forEach(t -> types.add(t.getTypeName()));
    return types.isEmpty() ? "" : " < " + String.join(", ", types);
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
