/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.natives.NativeRegistry;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The modules of library, framework, contract and examples compiled with their unit tests, as
 * {@code movec tests} writes them, and a virtual machine that can sign.
 */
public final class MoveTestModules {
  private static final Path DIRECTORY =
      Path.of("src/test/resources/dev/sluice/chain/aptos/move").toAbsolutePath();

  private MoveTestModules() {}

  /** A virtual machine that can sign. */
  public static MoveVm vm() {
    return new MoveVm(
        VmConfig.of(
            NativeRegistry.builder()
                .addAll(StandardNatives.registry())
                .add(AccountAddress.of(1), "ed25519", "sign", MoveTestModules::sign)
                .build()));
  }

  private static void sign(NativeContext context) {
    byte[] message = context.takeBytes(0);
    byte[] seed = context.takeBytes(1);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(seed));
    signer.update(message, 0, message.length);
    context.returnBytes(signer.generateSignature());
  }

  /** The modules at an address; all of them for none. */
  public static LoadedModules modules(MoveVm vm, Optional<AccountAddress> address) {
    Map<ModuleId, Bytes> modules = new HashMap<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".mv")).toList()) {
        byte[] code = Files.readAllBytes(file);
        ModuleId id = new Deserializer().module(code).id();
        if (address.isEmpty() || address.get().equals(id.address())) {
          modules.put(id, Bytes.of(code));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vm.load(id -> Optional.ofNullable(modules.get(id)));
  }

  /** The unit tests of a package. */
  static JsonNode cases(String name) {
    try {
      return new ObjectMapper().readTree(DIRECTORY.resolve(name + ".json").toFile()).path("cases");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
