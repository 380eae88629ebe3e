/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.codec.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Publish compiled modules with the account of a key. */
@Service
@Command(
    scope = "chain",
    name = "publish",
    description = "Publish compiled modules with the account of a key")
public final class ChainPublishCommand extends OrderCommand {
  /** Longest file that is read. */
  private static final long MAX_FILE = 1 << 20;

  @Argument(index = 0, name = "chain", required = true, description = "Name of the chain")
  @Completion(ChainNameCompleter.class)
  String chain = "";

  @Argument(index = 1, name = "key", required = true, description = "Name of the key that signs")
  @Completion(KeyNameCompleter.class)
  String key = "";

  @Argument(
      index = 2,
      name = "files",
      required = true,
      multiValued = true,
      description = "Modules, each after those it needs, or the compiler's output directory")
  List<String> files = List.of();

  @Option(name = "--name", description = "Name of the package")
  String name = "package";

  @Override
  Listing listing() {
    Path first = Path.of(files.get(0));
    boolean isDirectory = Files.isDirectory(first);
    List<ChainTools.Module> modules =
        (isDirectory ? modulesIn(first) : files.stream().map(Path::of).toList())
            .stream().map(ChainPublishCommand::module).toList();
    Path metadata = first.resolve("package-metadata.bcs");
    Optional<Bytes> given =
        isDirectory && Files.exists(metadata) ? Optional.of(read(metadata)) : Optional.empty();
    Call call =
        ask(
            ChainTools.class,
            chain,
            (tools, left) ->
                CompletableFuture.completedFuture(tools.publish(name, given, modules)));
    return carryOut(chain, key, call);
  }

  /** Of {@code build/Name} or a folder of modules: in the order of {@code modules.list} if any. */
  private static List<Path> modulesIn(Path directory) {
    Path inner = directory.resolve("bytecode_modules");
    Path list = directory.resolve("modules.list");
    try (Stream<Path> all = Files.list(Files.isDirectory(inner) ? inner : directory)) {
      return Files.exists(list)
          ? Files.readAllLines(list).stream().map(m -> directory.resolve(m + ".mv")).toList()
          : all.filter(file -> file.toString().endsWith(".mv")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** A file has the name of its module. */
  private static ChainTools.Module module(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.mv$", "");
    return new ChainTools.Module(name, read(file));
  }

  private static Bytes read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new IllegalArgumentException(file + " is longer than " + MAX_FILE + " bytes");
      }
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
