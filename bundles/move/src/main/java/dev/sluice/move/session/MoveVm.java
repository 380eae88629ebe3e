/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.Bytes;
import dev.sluice.move.MoveException;
import dev.sluice.move.engine.Digests;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.Limits;
import dev.sluice.move.state.StateView;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.VerifiedScript;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A Move virtual machine. Verifies each module once, however many stores hold it. Thread-safe; its
 * sessions are not.
 */
public final class MoveVm {
  /** Most modules that are kept verified. */
  public static final int MAX_VERIFIED_MODULES = 4096;

  /** Most scripts that are kept verified. */
  public static final int MAX_VERIFIED_SCRIPTS = 256;

  private final VmConfig config;
  private final VerifierLimits limits = VerifierLimits.PRODUCTION;
  private final Map<Bytes, VerifiedModule> modules = cache(MAX_VERIFIED_MODULES);
  private final Map<Bytes, VerifiedScript> scripts = cache(MAX_VERIFIED_SCRIPTS);

  /** A virtual machine. */
  public MoveVm(VmConfig config) {
    this.config = config;
  }

  private static <V> Map<Bytes, V> cache(int size) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Bytes, V> eldest) {
        return size() > size;
      }
    };
  }

  /** What it is made of. */
  public VmConfig config() {
    return config;
  }

  VerifierLimits limits() {
    return limits;
  }

  /** The modules of a store, each loaded when first used. Share the result between sessions. */
  public LoadedModules load(ModuleStore store) {
    return new LoadedModules(this, store);
  }

  /** A session on a state, with the code in {@code modules}. */
  public Session open(LoadedModules modules, StateView state) {
    return new Session(this, modules, state);
  }

  /**
   * A verified module, not yet compared with those it imports.
   *
   * @throws MoveException if it is no module or is refused
   */
  VerifiedModule verifyModule(Bytes code) {
    return once(
        modules, code, bytes -> Verifier.verifyModule(deserializer().module(bytes), limits));
  }

  /**
   * A verified script, not yet compared with the modules it imports.
   *
   * @throws MoveException if it is no script or is refused
   */
  VerifiedScript verifyScript(Bytes code) {
    return once(
        scripts, code, bytes -> Verifier.verifyScript(deserializer().script(bytes), limits));
  }

  private Deserializer deserializer() {
    return new Deserializer(config.addressLength(), Limits.LEGACY_IDENTIFIER_BYTES);
  }

  private static <V> V once(Map<Bytes, V> cache, Bytes code, Function<byte[], V> verify) {
    byte[] bytes = code.toArray();
    Bytes hash = Bytes.of(Digests.of("SHA-256").digest(bytes));
    synchronized (cache) {
      V known = cache.get(hash);
      if (known != null) {
        return known;
      }
    }
    V verified = verify.apply(bytes);
    synchronized (cache) {
      cache.put(hash, verified);
    }
    return verified;
  }
}
