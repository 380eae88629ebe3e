/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * Authentication keys, 32 bytes each: SHA3-256 of the public keys and a number for the scheme. The
 * first one of an account is its address. Also the addresses that follow from other addresses.
 */
public final class AuthenticationKeys {
  private static final byte ED25519 = 0;
  private static final byte MULTI_ED25519 = 1;
  private static final byte SINGLE_KEY = 2;
  private static final byte MULTI_KEY = 3;
  private static final byte DERIVED_OBJECT = (byte) 0xFC;
  private static final byte NAMED_OBJECT = (byte) 0xFE;
  private static final byte RESOURCE_ACCOUNT = (byte) 0xFF;

  private AuthenticationKeys() {}

  private static Bytes key(byte[] bytes, byte scheme) {
    return AccountAuthenticator.hash(bytes, new byte[] {scheme});
  }

  /** Of one Ed25519 key, the classic form. */
  public static Bytes ed25519(Bytes publicKey) {
    return key(publicKey.toArray(), ED25519);
  }

  /** Of several Ed25519 keys of which {@code threshold} must sign. */
  public static Bytes multiEd25519(List<Bytes> publicKeys, int threshold) {
    BcsWriter out = new BcsWriter();
    publicKeys.forEach(out::fixedBytes);
    return key(out.u8(threshold).toByteArray(), MULTI_ED25519);
  }

  /** Of one key of any kind. */
  public static Bytes singleKey(PublicKey publicKey) {
    BcsWriter out = new BcsWriter();
    publicKey.write(out);
    return key(out.toByteArray(), SINGLE_KEY);
  }

  /** Of several keys of which {@code threshold} must sign. */
  public static Bytes multiKey(List<PublicKey> publicKeys, int threshold) {
    BcsWriter out = new BcsWriter();
    out.list(publicKeys, (writer, key) -> key.write(writer)).u8(threshold);
    return key(out.toByteArray(), MULTI_KEY);
  }

  /** The address of a new account with this authentication key. */
  public static AccountAddress address(Bytes authenticationKey) {
    return AccountAddress.of(authenticationKey.toArray());
  }

  /** The address of an object that an account makes under a name. */
  public static AccountAddress namedObject(AccountAddress creator, byte[] seed) {
    return derived(creator, seed, NAMED_OBJECT);
  }

  /** The address of a resource account. */
  public static AccountAddress resourceAccount(AccountAddress source, byte[] seed) {
    return derived(source, seed, RESOURCE_ACCOUNT);
  }

  /** The address of an object that follows from another object. */
  public static AccountAddress derivedObject(AccountAddress source, AccountAddress from) {
    return derived(source, from.toArray(), DERIVED_OBJECT);
  }

  private static AccountAddress derived(AccountAddress source, byte[] seed, byte scheme) {
    return address(AccountAuthenticator.hash(source.toArray(), seed, new byte[] {scheme}));
  }
}
