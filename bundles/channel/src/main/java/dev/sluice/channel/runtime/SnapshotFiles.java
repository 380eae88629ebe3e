/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.codec.BcsReader;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of a member as files: one for each page, and one that names the snapshot to restart
 * from. Used by one thread at a time.
 */
public final class SnapshotFiles {
  private static final String KEPT = "kept";
  private static final String FRESH = "kept.new";

  private final Disk disk;

  /** Snapshots in a directory of their own. */
  public SnapshotFiles(Disk disk) {
    this.disk = disk;
  }

  private static String name(Hash root, long number) {
    return root.toHex() + "." + number;
  }

  /** Stores a page, durably. */
  void put(Hash root, SnapshotPage page) {
    write(name(root, page.number()), page.encode());
  }

  private void write(String name, byte[] content) {
    try (DiskFile file = disk.create(name)) {
      file.write(0, ByteBuffer.wrap(content));
      file.force();
      disk.sync();
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot " + disk.path() + "/" + name, e);
    }
  }

  private Optional<byte[]> read(String name) {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, content);
      return Optional.of(content.array());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot " + disk.path() + "/" + name, e);
    }
  }

  /** A page, if it is there. */
  Optional<SnapshotPage> page(Hash root, long number) {
    return read(name(root, number)).map(b -> BcsReader.read(b, SnapshotPage::read));
  }

  /** Pages from the first to the last without a gap. */
  List<SnapshotPage> pages(Hash root) {
    List<SnapshotPage> pages = new ArrayList<>();
    Optional<SnapshotPage> page = page(root, 0);
    while (page.isPresent()) {
      pages.add(page.get());
      page = page(root, pages.size());
    }
    return pages;
  }

  /** Deletes a snapshot. */
  void drop(Hash root) {
    try {
      for (String name : disk.files()) {
        if (name.startsWith(root.toHex() + ".")) {
          disk.delete(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot " + disk.path(), e);
    }
  }

  /** The member restarts from this snapshot from now on. */
  void keep(SnapshotManifestMessage manifest) {
    write(FRESH, new PeerFrame(0, 0, manifest).encode());
    try {
      disk.rename(FRESH, KEPT);
      disk.sync();
    } catch (IOException e) {
      throw new UncheckedIOException("snapshot " + disk.path(), e);
    }
  }

  /** The snapshot to restart from. */
  Optional<SnapshotManifestMessage> kept() {
    return read(KEPT)
        .map(
            bytes -> {
              if (PeerFrame.decode(bytes).message() instanceof SnapshotManifestMessage manifest) {
                return manifest;
              }
              throw new IllegalStateException("no manifest in " + disk.path() + "/" + KEPT);
            });
  }
}
