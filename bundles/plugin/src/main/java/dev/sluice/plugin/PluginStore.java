/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jars of managed plugins on disk: for each plugin the one in service and some before it. A plugin
 * has a folder with its jars and the file {@code state}, which is only ever replaced as a whole; a
 * jar that no state names is rubbish. Not thread-safe, but for taking uploads in and discarding
 * them.
 */
final class PluginStore {
  private static final Logger LOG = LoggerFactory.getLogger(PluginStore.class);
  private static final String STATE = "state";
  private static final String UPLOAD = "upload-";
  private static final int CHUNK = 64 << 10;

  private final Path directory;
  private final int keep;

  /**
   * @param directory created if it is not there
   * @param keep how many versions before the present one are kept
   */
  PluginStore(Path directory, int keep) {
    this.directory = directory;
    this.keep = keep;
    guard(
        () -> {
          Files.createDirectories(directory);
          try (Stream<Path> files = Files.list(directory)) {
            for (Path left : files.filter(f -> name(f).startsWith(UPLOAD)).toList()) {
              Files.delete(left);
            }
          }
          return null;
        });
  }

  /** A jar that was taken in and belongs to no plugin yet. */
  record Upload(Path file, String sha256) {}

  /** Takes in a jar. */
  Upload upload(InputStream jar, long maxBytes) {
    return guard(
        () -> {
          Path file = Files.createTempFile(directory, UPLOAD, ".jar");
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            String digest = copy(jar, Channels.newOutputStream(channel), maxBytes);
            channel.force(true);
            return new Upload(file, digest);
          } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
          }
        });
  }

  private static String copy(InputStream in, OutputStream out, long maxBytes) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      size += n;
      if (size > maxBytes) {
        throw new PluginException(
            Code.TOO_LARGE, "the jar is larger than " + maxBytes + " bytes (max.jar.bytes)");
      }
      digest.update(chunk, 0, n);
      out.write(chunk, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void discard(Upload upload) {
    guard(() -> Files.deleteIfExists(upload.file()));
  }

  /** Makes an upload a version of a plugin. No state names it yet. */
  String adopt(PluginName plugin, String version, Upload upload) {
    return guard(
        () -> {
          Path folder = Files.createDirectories(folder(plugin));
          String file = version + "-" + upload.sha256().substring(0, 12) + ".jar";
          Files.move(upload.file(), folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
          return file;
        });
  }

  Path jar(PluginName plugin, String file) {
    return folder(plugin).resolve(file);
  }

  /** All plugins that have a folder. */
  List<PluginName> plugins() {
    return guard(
        () -> {
          try (Stream<Path> files = Files.list(directory)) {
            return files
                .filter(Files::isDirectory)
                .flatMap(file -> plugin(file).stream())
                .sorted()
                .toList();
          }
        });
  }

  /** Empty for a folder that is not ours, like that of a file system for lost files. */
  private static Optional<PluginName> plugin(Path folder) {
    try {
      return Optional.of(new PluginName(name(folder)));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is no plugin's folder: left alone", folder);
      return Optional.empty();
    }
  }

  /**
   * Empty if the plugin is not there, or its installation did not come to its end.
   *
   * @throws PluginException with {@link Code#STORAGE} if what is written there makes no sense
   */
  Optional<PluginState> read(PluginName plugin) {
    return guard(
        () -> {
          Path file = folder(plugin).resolve(STATE);
          return Files.exists(file) ? Optional.of(parse(file)) : Optional.<PluginState>empty();
        });
  }

  private static PluginState parse(Path file) throws IOException {
    try {
      return PluginState.parse(Files.readString(file));
    } catch (IllegalArgumentException | MalformedInputException e) {
      throw new PluginException(
          Code.STORAGE,
          file + " makes no sense: restore it, or delete the folder and install the plugin anew",
          e);
    }
  }

  /** Makes a state the plugin's own, on disk, and removes jars that it does not name. */
  PluginState write(PluginName plugin, PluginState wanted) {
    PluginState state = wanted.keeping(keep);
    guard(
        () -> {
          Path folder = Files.createDirectories(folder(plugin));
          Path temporary = folder.resolve(STATE + ".tmp");
          Files.writeString(temporary, state.text());
          force(temporary, StandardOpenOption.WRITE);
          Files.move(temporary, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
          force(folder, StandardOpenOption.READ);
          force(directory, StandardOpenOption.READ);
          for (Path file : list(folder)) {
            if (!name(file).equals(STATE) && !state.names(name(file))) {
              Files.delete(file);
            }
          }
          return null;
        });
    return state;
  }

  /** Removes a plugin; what is left after a crash has no state. */
  void delete(PluginName plugin) {
    guard(
        () -> {
          Path folder = folder(plugin);
          Files.deleteIfExists(folder.resolve(STATE));
          if (Files.exists(folder)) {
            for (Path file : list(folder)) {
              Files.delete(file);
            }
            Files.delete(folder);
            force(directory, StandardOpenOption.READ);
          }
          return null;
        });
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private Path folder(PluginName plugin) {
    return directory.resolve(plugin.value());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T guard(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new PluginException(
          Code.STORAGE,
          "cannot read or write under "
              + directory
              + ": "
              + e.getMessage()
              + "; check disk and"
              + " permissions",
          e);
    }
  }
}
