/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.PublicKey;
import dev.sluice.aptos.codec.Signature;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import java.util.Locale;

/** Authenticators as JSON. */
final class SignatureJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SignatureJson() {}

  static ObjectNode of(TransactionAuthenticator authenticator) {
    if (authenticator instanceof TransactionAuthenticator.Sender single && single.direct()) {
      return of(single.sender());
    } else if (authenticator instanceof TransactionAuthenticator.Sender single) {
      return of(single.sender());
    }
    ObjectNode json = JSON.objectNode();
    json.set("sender", of(authenticator.sender()));
    ArrayNode addresses = json.putArray("secondary_signer_addresses");
    authenticator.secondaryAddresses().forEach(a -> addresses.add(a.toStandardString()));
    ArrayNode signers = json.putArray("secondary_signers");
    authenticator.secondarySigners().forEach(signer -> signers.add(of(signer)));
    if (authenticator instanceof TransactionAuthenticator.FeePayer fee) {
      json.put("fee_payer_address", fee.payerAddress().toStandardString());
      json.set("fee_payer_signer", of(fee.payer()));
      return json.put("type", "fee_payer_signature");
    }
    return json.put("type", "multi_agent_signature");
  }

  private static ObjectNode of(AccountAuthenticator authenticator) {
    ObjectNode json = JSON.objectNode();
    if (authenticator instanceof AccountAuthenticator.Ed25519 single) {
      json.put("public_key", single.publicKey().toString());
      json.put("signature", single.signature().toString());
      return json.put("type", "ed25519_signature");
    } else if (authenticator instanceof AccountAuthenticator.MultiEd25519 multi) {
      ArrayNode keys = json.putArray("public_keys");
      multi.publicKeys().forEach(key -> keys.add(key.toString()));
      ArrayNode signatures = json.putArray("signatures");
      multi.signatures().forEach(signature -> signatures.add(signature.toString()));
      json.put("threshold", multi.threshold());
      return json.put("type", "multi_ed25519_signature");
    } else if (authenticator instanceof AccountAuthenticator.SingleKey single) {
      json.set("public_key", of(single.publicKey()));
      json.set("signature", of(single.signature()));
      return json.put("type", "single_key_signature");
    } else if (authenticator instanceof AccountAuthenticator.MultiKey multi) {
      ArrayNode keys = json.putArray("public_keys");
      multi.publicKeys().forEach(key -> keys.add(of(key)));
      ArrayNode signatures = json.putArray("signatures");
      for (int i = 0; i < multi.signers().size(); i++) {
        ObjectNode signature = signatures.addObject();
        signature.put("index", multi.signers().get(i));
        signature.set("signature", of(multi.signatures().get(i)));
      }
      json.put("signatures_required", multi.threshold());
      return json.put("type", "multi_key_signature");
    }
    return json.put("type", "no_account_signature");
  }

  private static ObjectNode of(PublicKey key) {
    return JSON.objectNode()
        .put("value", key.bytes().toString())
        .put("type", key.scheme().name().toLowerCase(Locale.ROOT));
  }

  private static ObjectNode of(Signature signature) {
    return JSON.objectNode()
        .put("value", signature.bytes().toString())
        .put("type", signature.scheme().name().toLowerCase(Locale.ROOT));
  }
}
