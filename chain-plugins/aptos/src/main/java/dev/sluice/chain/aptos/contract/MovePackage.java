/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A compiled Move package that is published in one transaction. Immutable.
 *
 * @param name of the package
 * @param address where its modules are at home: the account that may publish it
 * @param modules in an order in which each comes after those it needs
 * @param dependencies packages it needs, by account and name
 */
public record MovePackage(
    String name, AccountAddress address, List<Module> modules, List<Dependency> dependencies) {

  /** A module. */
  public record Module(String name, Bytes code) {}

  /** A package that another one needs. */
  public record Dependency(AccountAddress account, String name) {}

  /**
   * The account for which the packages are compiled: that of the Ed25519 key whose seed is SHA3-256
   * of "sluice development publisher". Anybody can use it, so it is for development chains only.
   */
  public static final AccountAddress DEVELOPMENT_PUBLISHER =
      AccountAddress.parse("0x4b5d4dd6dd2ddfae55d9eefa166f1820aa7bbe7eabaccca3fe2499ec200abe94");

  private static final AccountAddress FRAMEWORK = AccountAddress.of(1);
  private static final Dependency LIBRARY = new Dependency(FRAMEWORK, "MoveStdlib");
  private static final int COMPATIBLE_UPGRADES = 1;

  /** Copies the lists. */
  public MovePackage {
    modules = List.copyOf(modules);
    dependencies = List.copyOf(dependencies);
  }

  /** The pure part of the settlement contract. Publish it first. */
  public static MovePackage channelCore() {
    return load("ChannelCore", "channel_core", List.of(LIBRARY));
  }

  /** The settlement contract. Publish it after {@link #channelCore} and with the same account. */
  public static MovePackage stateChannel() {
    return load(
        "StateChannel",
        "state_channel",
        List.of(LIBRARY, new Dependency(FRAMEWORK, "AptosFramework"), developed("ChannelCore")));
  }

  /** Editor, chat and MoveCraft. Publish it after {@link #stateChannel} with the same account. */
  public static MovePackage examples() {
    return load(
        "ChannelExamples",
        "examples",
        List.of(LIBRARY, developed("ChannelCore"), developed("StateChannel")));
  }

  private static Dependency developed(String name) {
    return new Dependency(DEVELOPMENT_PUBLISHER, name);
  }

  private static MovePackage load(String name, String folder, List<Dependency> dependencies) {
    String list = new String(resource(folder + "/modules.list"), StandardCharsets.UTF_8);
    List<Module> modules = new ArrayList<>();
    for (String module : list.lines().toList()) {
      modules.add(new Module(module, Bytes.of(resource(folder + "/" + module + ".mv"))));
    }
    return new MovePackage(name, DEVELOPMENT_PUBLISHER, modules, dependencies);
  }

  private static byte[] resource(String path) {
    try (InputStream in =
        MovePackage.class.getResourceAsStream("/dev/sluice/chain/aptos/" + path)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The package for another account: its own address is replaced wherever it stands in the modules
   * and the dependencies. That is safe because an address of 32 random bytes stands for nothing
   * else.
   */
  public MovePackage at(AccountAddress account) {
    byte[] from = address.toArray();
    byte[] to = account.toArray();
    return new MovePackage(
        name,
        account,
        modules.stream()
            .map(module -> new Module(module.name(), replace(module.code().toArray(), from, to)))
            .toList(),
        dependencies.stream()
            .map(d -> d.account().equals(address) ? new Dependency(account, d.name()) : d)
            .toList());
  }

  private static Bytes replace(byte[] code, byte[] from, byte[] to) {
    for (int i = 0; i + from.length <= code.length; i++) {
      if (Arrays.equals(code, i, i + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, code, i, to.length);
      }
    }
    return Bytes.of(code);
  }

  /** The code, as the second argument of {@code 0x1::code::publish_package_txn}. */
  public List<Bytes> code() {
    return modules.stream().map(Module::code).toList();
  }

  /**
   * The metadata, as the first argument of {@code 0x1::code::publish_package_txn}: upgrades must be
   * compatible, no sources.
   */
  public Bytes metadata() {
    return new BcsWriter()
        .string(name)
        .u8(COMPATIBLE_UPGRADES)
        .u64(0) // upgrade number: set by the chain
        .string("") // source digest
        .bytes(Bytes.EMPTY) // manifest
        .list(modules, MovePackage::writeModule)
        .list(dependencies, (w, d) -> w.address(d.account()).string(d.name()))
        .option(Optional.empty(), (w, none) -> {})
        .toBytes();
  }

  private static void writeModule(BcsWriter writer, Module module) {
    writer
        .string(module.name())
        .bytes(Bytes.EMPTY) // source
        .bytes(Bytes.EMPTY) // source map
        .option(Optional.empty(), (w, none) -> {});
  }
}
