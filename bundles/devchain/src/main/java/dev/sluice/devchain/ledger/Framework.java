/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.Call;
import dev.sluice.move.stdlib.StandardLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The modules that a chain comes with, and the functions of them that the ledger calls. */
public final class Framework {
  /** Where the framework is. */
  public static final AccountAddress ADDRESS = AccountAddress.of(1);

  /** The account that may mint: the faucet. */
  public static final AccountAddress FAUCET = AccountAddress.of(0xA550C18);

  /** The coin that pays for transactions. */
  public static final StructTag COIN = StructTag.of(ADDRESS, "aptos_coin", "AptosCoin");

  static final StructTag ACCOUNT = StructTag.of(ADDRESS, "account", "Account");
  static final StructTag COIN_STORE = new StructTag(ADDRESS, "coin", "CoinStore", List.of(COIN));

  private static final AccountAddress VM = AccountAddress.of(0);
  private static final String DIRECTORY = "/dev/sluice/devchain/framework/";

  private Framework() {}

  /** The compiled modules, as they are written into the first state. */
  static List<Write> modules() {
    List<Bytes> code = new ArrayList<>(StandardLibrary.modules());
    String names = new String(resource("modules.list"), StandardCharsets.UTF_8);
    names.lines().forEach(name -> code.add(Bytes.of(resource(name + ".mv"))));
    List<Write> writes = new ArrayList<>();
    for (Bytes module : code) {
      ModuleId id = new Deserializer().module(module.toArray()).id();
      writes.add(new Write.Module(id, Optional.of(module)));
    }
    return writes;
  }

  private static byte[] resource(String name) {
    try (InputStream in = Framework.class.getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Call call(String module, String function, Bytes... arguments) {
    return Call.function(new ModuleId(ADDRESS, module), function).withArguments(List.of(arguments));
  }

  private static Bytes address(AccountAddress address) {
    return Bytes.of(address.toArray());
  }

  private static Bytes u64(long value) {
    return new BcsWriter(16).u64(value).toBytes();
  }

  private static Bytes u8(int value) {
    return Bytes.of((byte) value);
  }

  static Call initialize(int chainId, Bytes faucetKey) {
    return call("genesis", "initialize", u8(chainId), new BcsWriter().bytes(faucetKey).toBytes());
  }

  /** Gives the faucet what it pays its own transactions with. */
  static Call fillFaucet(long amount) {
    return call("aptos_coin", "mint", address(FAUCET), address(FAUCET), u64(amount));
  }

  static Call blockPrologue(long timestampMicros) {
    return call("block", "block_prologue", address(VM), u64(timestampMicros));
  }

  static Call prologue(
      AccountAddress sender,
      long sequence,
      Bytes key,
      long gasPrice,
      long maxGas,
      long expiration,
      int chainId) {
    return call(
        "transaction_validation",
        "script_prologue",
        address(sender),
        u64(sequence),
        new BcsWriter(40).bytes(key).toBytes(),
        u64(gasPrice),
        u64(maxGas),
        u64(expiration),
        u8(chainId));
  }

  static Call epilogue(AccountAddress sender, long gasPrice, long maxGas, long remaining) {
    return call(
        "transaction_validation",
        "epilogue",
        address(sender),
        u64(gasPrice),
        u64(maxGas),
        u64(remaining));
  }

  static Call burnFee(AccountAddress payer, long fee) {
    return call("transaction_fee", "burn_fee", address(payer), u64(fee));
  }
}
