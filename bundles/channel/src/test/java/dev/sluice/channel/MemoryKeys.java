/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in memory. */
final class MemoryKeys implements KeyService {
  private final Map<KeyName, Signer> keys = new ConcurrentHashMap<>();

  private record PairSigner(KeyName name, Ed25519KeyPair pair) implements Signer {
    @Override
    public Bytes publicKey() {
      return Bytes.of(pair.publicKey());
    }

    @Override
    public Bytes sign(byte[] message) {
      return Bytes.of(pair.sign(message));
    }
  }

  @Override
  public boolean unlocked() {
    return true;
  }

  @Override
  public void unlock(char[] passphrase) {}

  @Override
  public void lock() {}

  @Override
  public List<Signer> signers() {
    return List.copyOf(keys.values());
  }

  @Override
  public Signer signer(KeyName name) {
    Signer signer = keys.get(name);
    if (signer == null) {
      throw new KeyException(KeyException.Code.NOT_FOUND, "no key " + name);
    }
    return signer;
  }

  @Override
  public Signer generate(KeyName name) {
    return put(name, Ed25519KeyPair.generate(new SecureRandom()));
  }

  Signer put(KeyName name, Ed25519KeyPair pair) {
    Signer signer = new PairSigner(name, pair);
    keys.put(name, signer);
    return signer;
  }

  @Override
  public void remove(KeyName name) {
    keys.remove(name);
  }
}
