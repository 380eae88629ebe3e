/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import java.util.List;

/**
 * What a fetcher can do.
 *
 * @param kind its name in requests, e.g. {@code http}
 * @param description one line for people
 * @param parameters what a request may hold; others are refused
 */
public record FetcherInfo(String kind, String description, List<Parameter> parameters) {
  public FetcherInfo {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter.
   *
   * @param name as in the request
   * @param type its type
   * @param need whether it must be there
   * @param description one line: meaning, unit, range, default
   */
  public record Parameter(String name, FetchValue.Type type, Need need, String description) {}

  /** Whether a parameter must be there. */
  public enum Need {
    /** The request is refused without it. */
    REQUIRED,
    /** There is a default, told in the description. */
    OPTIONAL
  }
}
