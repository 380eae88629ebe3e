/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import dev.sluice.node.api.NodeService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.karaf.features.BootFinished;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Holds the process id in the file {@code ready} of the data directory while the node is up. The
 * shell's prompt comes before the boot features are there; this file comes after them.
 */
@Component(service = {})
public final class ReadyFile {
  private final Path file;

  /**
   * Writes the file.
   *
   * @param bootFinished there when all boot features are installed
   * @param node the node that is ready
   * @throws IOException if the data directory cannot be written
   */
  @Activate
  public ReadyFile(@Reference BootFinished bootFinished, @Reference NodeService node)
      throws IOException {
    file = node.info().data().resolve("ready");
    Path temporary = file.resolveSibling("ready.tmp");
    Files.writeString(temporary, node.info().pid() + "\n");
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Deactivate
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
