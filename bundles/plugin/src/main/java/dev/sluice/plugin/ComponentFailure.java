/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * Why a component did not start, in words for the operator.
 *
 * @param why the message of the outermost exception that has one
 * @param next what to do about it
 */
record ComponentFailure(String why, String next) {
  /** Property of a configuration: URI of the file that it was read from. */
  static final String FILE = "felix.fileinstall.filename";

  static ComponentFailure of(ComponentConfigurationDTO failed) {
    return new ComponentFailure(why(failed.failure), next(failed));
  }

  private static String why(String trace) {
    List<String> exceptions =
        trace
            .lines()
            .filter(line -> !line.startsWith("\t") && !line.isBlank())
            .map(line -> line.replaceFirst("^Caused by: ", ""))
            .toList();
    return exceptions.stream()
        .filter(line -> line.contains(": "))
        .findFirst()
        .map(line -> line.replaceFirst("^[\\w.$]+: ", ""))
        .orElse(exceptions.isEmpty() ? "failed" : exceptions.get(exceptions.size() - 1));
  }

  private static String next(ComponentConfigurationDTO failed) {
    return failed.properties.get(FILE) instanceof String uri
        ? "correct " + Path.of(URI.create(uri)) + "; it is read again when it is saved"
        : "see the log for the whole error";
  }
}
