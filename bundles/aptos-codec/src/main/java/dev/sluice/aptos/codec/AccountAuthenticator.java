/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import dev.sluice.crypto.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one account signs. An authenticator only claims: who reads one checks the signatures of
 * {@link #claims} over the signing message and compares {@link #authenticationKey} with the one of
 * the account.
 */
public sealed interface AccountAuthenticator {
  /** Bytes of an Ed25519 public key. */
  int KEY_SIZE = 32;

  /** Bytes of an Ed25519 signature. */
  int SIGNATURE_SIZE = 64;

  /** Most keys of an account with several keys. */
  int MAX_KEYS = 32;

  /** One Ed25519 key, the classic form. */
  record Ed25519(Bytes publicKey, Bytes signature) implements AccountAuthenticator {
    /** Checks the lengths. */
    public Ed25519 {
      requireLength("an Ed25519 public key", publicKey, KEY_SIZE);
      requireLength("an Ed25519 signature", signature, SIGNATURE_SIZE);
    }
  }

  /**
   * Several Ed25519 keys, some of which must sign.
   *
   * @param publicKeys the keys
   * @param threshold how many must sign
   * @param signers which keys signed, in ascending order
   * @param signatures their signatures
   */
  record MultiEd25519(
      List<Bytes> publicKeys, int threshold, List<Integer> signers, List<Bytes> signatures)
      implements AccountAuthenticator {
    /** Checks the numbers. */
    public MultiEd25519 {
      publicKeys = List.copyOf(publicKeys);
      signers = List.copyOf(signers);
      signatures = List.copyOf(signatures);
      requireThreshold(publicKeys.size(), threshold, signers, signatures.size());
      publicKeys.forEach(key -> requireLength("an Ed25519 public key", key, KEY_SIZE));
      signatures.forEach(s -> requireLength("an Ed25519 signature", s, SIGNATURE_SIZE));
    }
  }

  /** One key of any kind. */
  record SingleKey(PublicKey publicKey, Signature signature) implements AccountAuthenticator {}

  /**
   * Several keys of any kinds, some of which must sign.
   *
   * @param publicKeys the keys
   * @param threshold how many must sign
   * @param signers which keys signed, in ascending order
   * @param signatures their signatures
   */
  record MultiKey(
      List<PublicKey> publicKeys, int threshold, List<Integer> signers, List<Signature> signatures)
      implements AccountAuthenticator {
    /** Checks the numbers. */
    public MultiKey {
      publicKeys = List.copyOf(publicKeys);
      signers = List.copyOf(signers);
      signatures = List.copyOf(signatures);
      requireThreshold(publicKeys.size(), threshold, signers, signatures.size());
    }
  }

  /** No signature: for simulations of accounts whose keys are not known. */
  record NoAccount() implements AccountAuthenticator {}

  /** Reads an authenticator; keyless and abstract accounts are refused. */
  static AccountAuthenticator read(BcsReader in) {
    return switch (in.variant(6)) {
      case 0 -> AuthenticatorBcs.readEd25519(in);
      case 1 -> AuthenticatorBcs.readMultiEd25519(in);
      case 2 -> new SingleKey(PublicKey.read(in), Signature.read(in));
      case 3 -> AuthenticatorBcs.readMultiKey(in);
      case 4 -> new NoAccount();
      default -> throw unsupported("abstract accounts");
    };
  }

  /** Writes the authenticator with its variant number. */
  default void write(BcsWriter out) {
    if (this instanceof Ed25519 single) {
      out.variant(0).bytes(single.publicKey()).bytes(single.signature());
    } else if (this instanceof MultiEd25519 multi) {
      AuthenticatorBcs.writeMultiEd25519(out.variant(1), multi);
    } else if (this instanceof SingleKey single) {
      single.publicKey().write(out.variant(2));
      single.signature().write(out);
    } else if (this instanceof MultiKey multi) {
      AuthenticatorBcs.writeMultiKey(out.variant(3), multi);
    } else {
      out.variant(4);
    }
  }

  /** The authenticator in BCS. */
  default Bytes toBcs() {
    BcsWriter out = new BcsWriter(128);
    write(out);
    return out.toBytes();
  }

  /** The key that the account must have for these public keys to open it; empty without keys. */
  default Optional<Bytes> authenticationKey() {
    if (this instanceof Ed25519 single) {
      return Optional.of(AuthenticationKeys.ed25519(single.publicKey()));
    } else if (this instanceof MultiEd25519 multi) {
      return Optional.of(AuthenticationKeys.multiEd25519(multi.publicKeys(), multi.threshold()));
    } else if (this instanceof SingleKey single) {
      return Optional.of(AuthenticationKeys.singleKey(single.publicKey()));
    } else if (this instanceof MultiKey multi) {
      return Optional.of(AuthenticationKeys.multiKey(multi.publicKeys(), multi.threshold()));
    }
    return Optional.empty();
  }

  /** The signatures that all have to be valid. */
  default List<SignatureClaim> claims() {
    List<SignatureClaim> claims = new ArrayList<>();
    if (this instanceof Ed25519 single) {
      claims.add(ed25519Claim(single.publicKey(), single.signature()));
    } else if (this instanceof MultiEd25519 multi) {
      for (int i = 0; i < multi.signers().size(); i++) {
        Bytes key = multi.publicKeys().get(multi.signers().get(i));
        claims.add(ed25519Claim(key, multi.signatures().get(i)));
      }
    } else if (this instanceof SingleKey single) {
      claims.add(new SignatureClaim(single.publicKey(), single.signature()));
    } else if (this instanceof MultiKey multi) {
      for (int i = 0; i < multi.signers().size(); i++) {
        PublicKey key = multi.publicKeys().get(multi.signers().get(i));
        claims.add(new SignatureClaim(key, multi.signatures().get(i)));
      }
    }
    return claims;
  }

  private static SignatureClaim ed25519Claim(Bytes key, Bytes signature) {
    return new SignatureClaim(PublicKey.ed25519(key), Signature.ed25519(signature));
  }

  private static void requireLength(String what, Bytes bytes, int length) {
    if (bytes.length() != length) {
      throw new CodecException(
          Reason.OUT_OF_RANGE, what + " has " + length + " bytes, not " + bytes.length());
    }
  }

  private static void requireThreshold(
      int keys, int threshold, List<Integer> signers, int signatures) {
    if (keys < 1 || keys > MAX_KEYS || threshold < 1 || threshold > keys) {
      throw new CodecException(Reason.OUT_OF_RANGE, threshold + " of " + keys + " keys");
    }
    if (signers.size() != signatures) {
      throw new CodecException(
          Reason.OUT_OF_RANGE, signatures + " signatures of " + signers.size() + " signers");
    }
    int last = -1;
    for (int signer : signers) {
      if (signer <= last || signer >= keys) {
        throw new CodecException(Reason.OUT_OF_RANGE, "signer " + signer + " of " + keys);
      }
      last = signer;
    }
    if (signatures < threshold) {
      throw new CodecException(
          Reason.OUT_OF_RANGE, signatures + " signatures where " + threshold + " are needed");
    }
  }

  /** A refusal of what this codec does not know. */
  static CodecException unsupported(String what) {
    return new CodecException(Reason.UNKNOWN_VARIANT, what + " are not supported");
  }

  /** SHA3-256 over the parts. */
  static Bytes hash(byte[]... parts) {
    return Bytes.of(Hashes.sha3_256(parts));
  }
}
