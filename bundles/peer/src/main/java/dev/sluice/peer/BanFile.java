/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bans without end in a file: one a line, the key, a space, the reason. */
final class BanFile {
  private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);

  private final Path path;

  BanFile(Path path) {
    this.path = path;
  }

  List<Ban> read() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<Ban> bans = new ArrayList<>();
    for (String line : Files.readAllLines(path, UTF_8)) {
      int space = line.indexOf(' ');
      try {
        PeerKey key = PeerKey.parse(space < 0 ? line : line.substring(0, space));
        bans.add(new Ban(key, Optional.empty(), space < 0 ? "" : line.substring(space + 1)));
      } catch (PeerException e) {
        LOG.warn("{} has a line that is no ban: {}", path, line);
      }
    }
    return bans.subList(0, Math.min(bans.size(), Ban.MAX_BANS));
  }

  void write(List<Ban> bans) {
    List<String> lines =
        bans.stream()
            .map(ban -> ban.key() + " " + ban.reason().replaceAll("\\p{Cntrl}", " "))
            .toList();
    Path made = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      Files.write(made, lines, UTF_8);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("Bans cannot be kept in {}; they hold until this node stops", path, e);
    }
  }
}
