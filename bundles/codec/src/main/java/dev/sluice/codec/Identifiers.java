/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

/** The names Move gives to modules, structs, functions and fields. */
public final class Identifiers {
  private Identifiers() {}

  /**
   * Whether {@code name} is an identifier: ASCII letters, digits, underscores and dollars; it
   * starts with a letter, or with an underscore or dollar that is not alone.
   */
  public static boolean isValid(String name) {
    if (name.isEmpty() || isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !isDigit(c) && c != '_' && c != '$') {
        return false;
      }
    }
    return name.length() > 1 || isLetter(name.charAt(0));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
