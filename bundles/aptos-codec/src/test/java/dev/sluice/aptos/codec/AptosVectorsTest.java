/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.aptos.codec.AccountAuthenticator.MultiEd25519;
import dev.sluice.aptos.codec.AccountAuthenticator.MultiKey;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.TypeTag;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.Ed25519KeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector of aptos.json, which the official client made. */
class AptosVectorsTest {
  private static final JsonNode VECTORS = load();

  private static JsonNode load() {
    try (InputStream in = AptosVectorsTest.class.getResourceAsStream("/aptos.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonNode> transactions() {
    return StreamSupport.stream(VECTORS.get("transactions").spliterator(), false);
  }

  private static Bytes hex(JsonNode node, String field) {
    return Bytes.fromHex(node.get(field).asText());
  }

  private static AccountAddress address(JsonNode node, String field) {
    return AccountAddress.parse(node.get(field).asText());
  }

  private static long u64(JsonNode node, String field) {
    return Long.parseUnsignedLong(node.get(field).asText());
  }

  private static Ed25519KeyPair key(String text) {
    return Ed25519KeyPair.ofSeed(Bytes.fromHex(text).toArray());
  }

  /** The transaction made from the fields, not from the bytes. */
  private static RawTransaction raw(JsonNode v) {
    List<TypeTag> typeArguments = new ArrayList<>();
    v.get("type_arguments").forEach(tag -> typeArguments.add(TypeTag.parse(tag.asText())));
    List<Bytes> arguments = new ArrayList<>();
    v.get("arguments").forEach(argument -> arguments.add(hex(argument, "bcs")));
    EntryFunction call =
        new EntryFunction(
            address(v, "module_address"),
            v.get("module_name").asText(),
            v.get("function").asText(),
            typeArguments,
            arguments);
    TransactionPayload payload =
        v.has("replay_protection_nonce")
            ? new InnerPayload(
                call, Optional.empty(), OptionalLong.of(u64(v, "replay_protection_nonce")))
            : call;
    return new RawTransaction(
        address(v, "sender"),
        u64(v, "sequence_number"),
        payload,
        u64(v, "max_gas_amount"),
        u64(v, "gas_unit_price"),
        u64(v, "expiration_timestamp_secs"),
        v.get("chain_id").asInt());
  }

  private static AccountAuthenticator ed25519(String privateKey, Bytes message) {
    Ed25519KeyPair key = key(privateKey);
    return new AccountAuthenticator.Ed25519(
        Bytes.of(key.publicKey()), Bytes.of(key.sign(message.toArray())));
  }

  private static SignedTransaction signed(JsonNode v) {
    RawTransaction raw = raw(v);
    String privateKey = v.get("sender_private_key").asText();
    if (v.has("fee_payer")) {
      AccountAddress payer = address(v, "fee_payer");
      Bytes message = raw.feePayerMessage(List.of(), payer);
      assertThat(message).isEqualTo(hex(v, "signing_message"));
      return new SignedTransaction(
          raw,
          new TransactionAuthenticator.FeePayer(
              ed25519(privateKey, message),
              List.of(),
              List.of(),
              payer,
              ed25519(v.get("fee_payer_private_key").asText(), message)));
    } else if (v.has("secondary_signers")) {
      List<AccountAddress> secondary = new ArrayList<>();
      v.get("secondary_signers").forEach(a -> secondary.add(AccountAddress.parse(a.asText())));
      Bytes message = raw.multiAgentMessage(secondary);
      assertThat(message).isEqualTo(hex(v, "signing_message"));
      List<AccountAuthenticator> others = new ArrayList<>();
      v.get("secondary_private_keys").forEach(k -> others.add(ed25519(k.asText(), message)));
      return new SignedTransaction(
          raw,
          new TransactionAuthenticator.MultiAgent(ed25519(privateKey, message), secondary, others));
    }
    Bytes message = raw.signingMessage();
    assertThat(message).isEqualTo(hex(v, "signing_message"));
    AccountAuthenticator classic = ed25519(privateKey, message);
    if (v.get("key_scheme").asText().equals("ed25519")) {
      return new SignedTransaction(raw, TransactionAuthenticator.of(classic));
    }
    SignatureClaim claim = classic.claims().get(0);
    return new SignedTransaction(
        raw,
        TransactionAuthenticator.of(
            new AccountAuthenticator.SingleKey(claim.key(), claim.signature())));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void makesTheBytesOfTheOfficialClient(JsonNode v) {
    SignedTransaction signed = signed(v);
    assertThat(signed.raw().payload().toBcs()).isEqualTo(hex(v, "payload_bcs"));
    assertThat(signed.raw().toBcs()).isEqualTo(hex(v, "raw_transaction_bcs"));
    assertThat(signed.authenticator().sender().toBcs())
        .isEqualTo(hex(v, "sender_authenticator_bcs"));
    assertThat(signed.toBcs()).isEqualTo(hex(v, "signed_transaction_bcs"));
    assertThat(signed.hash()).isEqualTo(hex(v, "transaction_hash"));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void readsWhatTheOfficialClientMade(JsonNode v) {
    Bytes bytes = hex(v, "signed_transaction_bcs");
    SignedTransaction read = SignedTransaction.of(bytes);
    assertThat(read).isEqualTo(signed(v));
    assertThat(read.toBcs()).isEqualTo(bytes);
    assertThat(isAuthentic(read)).isTrue();
  }

  /** Whether all signatures hold and the keys are those the addresses were made from. */
  private static boolean isAuthentic(SignedTransaction transaction) {
    return transaction.signers().stream()
        .allMatch(
            signer ->
                signer
                        .authenticator()
                        .authenticationKey()
                        .map(AuthenticationKeys::address)
                        .equals(Optional.of(signer.address()))
                    && signer.authenticator().claims().stream()
                        .allMatch(
                            claim ->
                                claim.isOfOneScheme()
                                    && signer.messages().stream()
                                        .anyMatch(
                                            message ->
                                                Ed25519.verifyStrict(
                                                    claim.key().bytes().toArray(),
                                                    message.toArray(),
                                                    claim.signature().bytes().toArray()))));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void noticesEveryFlippedByte(JsonNode v) {
    byte[] bytes = hex(v, "signed_transaction_bcs").toArray();
    Bytes hash = hex(v, "transaction_hash");
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 0x01;
      try {
        SignedTransaction read = SignedTransaction.of(Bytes.of(flipped));
        assertThat(read.toBcs()).isEqualTo(Bytes.of(flipped));
        assertThat(read.hash()).isNotEqualTo(hash);
        assertThat(isAuthentic(read)).as("byte %d", i).isFalse();
      } catch (CodecException e) {
        assertThat(e.reason()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void refusesMissingAndTrailingBytes(JsonNode v) {
    byte[] bytes = hex(v, "signed_transaction_bcs").toArray();
    for (int length = 0; length < bytes.length; length++) {
      Bytes cut = Bytes.copyOfRange(bytes, 0, length);
      assertThatThrownBy(() -> SignedTransaction.of(cut)).isInstanceOf(CodecException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> SignedTransaction.of(Bytes.of(longer)))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void derivesAccounts() {
    VECTORS
        .get("accounts")
        .forEach(
            v -> {
              Bytes key = hex(v, "ed25519_public_key");
              assertThat(Bytes.of(key(v.get("private_key").asText()).publicKey())).isEqualTo(key);
              assertThat(AuthenticationKeys.address(AuthenticationKeys.ed25519(key)))
                  .isEqualTo(address(v, "ed25519_legacy_address"));
              assertThat(
                      AuthenticationKeys.address(
                          AuthenticationKeys.singleKey(PublicKey.ed25519(key))))
                  .isEqualTo(address(v, "ed25519_single_key_address"));
              Bytes secp256k1 = hex(v, "secp256k1_public_key_uncompressed");
              assertThat(
                      AuthenticationKeys.address(
                          AuthenticationKeys.singleKey(PublicKey.secp256k1(secp256k1))))
                  .isEqualTo(address(v, "secp256k1_single_key_address"));
            });
  }

  @Test
  void derivesAddresses() {
    VECTORS
        .get("derived")
        .forEach(
            v -> {
              AccountAddress expected = address(v, "address");
              AccountAddress actual =
                  switch (v.get("kind").asText()) {
                    case "object_from_seed" ->
                        AuthenticationKeys.namedObject(address(v, "creator"), seed(v));
                    case "resource_account" ->
                        AuthenticationKeys.resourceAccount(address(v, "creator"), seed(v));
                    default ->
                        AuthenticationKeys.derivedObject(
                            address(v, "source"), address(v, "derive_from"));
                  };
              assertThat(actual).isEqualTo(expected);
            });
  }

  private static byte[] seed(JsonNode v) {
    return v.get("seed_utf8").asText().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void signsMessages() {
    VECTORS
        .get("messages")
        .forEach(
            v ->
                assertThat(
                        Bytes.of(
                            key(v.get("private_key").asText()).sign(hex(v, "message").toArray())))
                    .isEqualTo(hex(v, "signature")));
  }

  @Test
  void startsWhatIsSignedWithThePublishedPrefixes() {
    VECTORS
        .get("signing_prefixes")
        .properties()
        .forEach(
            entry ->
                assertThat(RawTransaction.prefix(entry.getKey()))
                    .isEqualTo(Bytes.fromHex(entry.getValue().asText())));
  }

  @Test
  void readsBackAccountsOfSeveralKeys() {
    Bytes key = Bytes.of(new byte[32]);
    Bytes signature = Bytes.of(new byte[64]);
    AccountAuthenticator classic =
        new MultiEd25519(List.of(key, key, key), 2, List.of(0, 2), List.of(signature, signature));
    AccountAuthenticator any =
        new MultiKey(
            List.of(PublicKey.ed25519(key), PublicKey.secp256k1(Bytes.of(new byte[65]))),
            1,
            List.of(1),
            List.of(Signature.secp256k1(signature)));
    for (AccountAuthenticator authenticator : List.of(classic, any)) {
      assertThat(BcsReader.read(authenticator.toBcs().toArray(), AccountAuthenticator::read))
          .isEqualTo(authenticator);
      assertThat(authenticator.authenticationKey()).isPresent();
    }
    // Bits count from the left of the first byte: keys 0 and 2.
    assertThat(classic.toBcs().toHex()).endsWith("a0000000");
    assertThat(any.toBcs().toHex()).endsWith("0440000000");
    assertThatThrownBy(() -> new MultiEd25519(List.of(key, key), 2, List.of(0), List.of(signature)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> new MultiEd25519(List.of(key), 1, List.of(1), List.of(signature)))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void readsBackOtherPayloads() {
    EntryFunction call =
        new EntryFunction(AccountAddress.of(1), "m", "f", List.of(), List.of(Bytes.of((byte) 7)));
    Script script =
        new Script(
            Bytes.of((byte) 1, (byte) 2),
            List.of(TypeTag.Primitive.U8),
            List.of(
                new ScriptArgument(ScriptArgument.Kind.BOOL, Bytes.of((byte) 1)),
                new ScriptArgument(ScriptArgument.Kind.U64, Bytes.of(new byte[8])),
                new ScriptArgument(ScriptArgument.Kind.U8_VECTOR, Bytes.fromHex("0209ff")),
                new ScriptArgument(ScriptArgument.Kind.SERIALIZED, Bytes.fromHex("0102"))));
    for (TransactionPayload payload :
        List.of(
            script,
            new MultisigPayload(AccountAddress.of(5), Optional.of(call)),
            new MultisigPayload(AccountAddress.of(5), Optional.empty()),
            new InnerPayload(script, Optional.empty(), OptionalLong.empty()),
            new InnerPayload(
                new Executable.Empty(), Optional.of(AccountAddress.of(6)), OptionalLong.of(3)))) {
      assertThat(BcsReader.read(payload.toBcs().toArray(), TransactionPayload::read))
          .isEqualTo(payload);
    }
    assertThat(script.toBcs().toHex())
        .isEqualTo(
            "00"
                + "020102"
                + "0101"
                + "04"
                + "0501"
                + "010000000000000000"
                + "040209ff"
                + "09020102");
  }
}
