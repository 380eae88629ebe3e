/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.SecretService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Keeps a secret. From a file, so that it stands in no history and no list of processes. */
@Service
@Command(scope = "secret", name = "put", description = "Keep the text of a file as a secret")
public final class SecretPutCommand extends ListingCommand {
  @Argument(index = 0, name = "name", required = true, description = "a-z 0-9 . -")
  String name = "";

  @Argument(
      index = 1,
      name = "file",
      required = true,
      description = "File that holds it; blanks at its end are left out")
  @Completion(FileCompleter.class)
  String file = "";

  @Reference SecretService secrets;

  @Override
  Listing listing() {
    try {
      byte[] bytes;
      try (var in = Files.newInputStream(PluginCommand.absolute(file))) {
        bytes = in.readNBytes(2 * SecretService.MAX_BYTES);
      }
      secrets.putSecret(
          new KeyName(name), new String(bytes, StandardCharsets.UTF_8).stripTrailing());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return new Listing(List.of("name"), List.of(List.of(name)));
  }
}
