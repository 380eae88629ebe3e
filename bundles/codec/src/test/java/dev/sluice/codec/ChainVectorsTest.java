/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values, type tags and addresses that the official client libraries of Aptos, Sui and Rooch made.
 */
class ChainVectorsTest {
  private static JsonNode vectors(String chain) {
    try (InputStream in = ChainVectorsTest.class.getResourceAsStream("/" + chain + ".json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static Stream<JsonNode> values() {
    return Stream.of(
            vectors("aptos").get("bcs_values"),
            vectors("sui").get("bcs_values"),
            vectors("rooch").get("args"))
        .flatMap(ChainVectorsTest::stream);
  }

  static Stream<JsonNode> typeTags() {
    return Stream.of("aptos", "sui", "rooch").flatMap(c -> stream(vectors(c).get("type_tags")));
  }

  private static byte[] hex(JsonNode node) {
    return Hex.decode(node.asText());
  }

  /** Writes the JSON value as a value of the type, from its text alone. */
  private static void write(BcsWriter writer, String type, JsonNode value) {
    if (type.startsWith("vector<") && !type.equals("vector<u8>")) {
      String element = type.substring(7, type.length() - 1);
      writer.list(stream(value).toList(), (w, v) -> write(w, element, v));
      return;
    } else if (type.startsWith("0x1::option::Option<")) {
      String element = type.substring(20, type.length() - 1);
      Optional<JsonNode> some = value.isNull() ? Optional.empty() : Optional.of(value);
      writer.option(some, (w, v) -> write(w, element, v));
      return;
    }
    BigInteger number = type.matches("u\\d+") ? new BigInteger(value.asText()) : BigInteger.ZERO;
    switch (type) {
      case "bool" -> writer.bool(value.asBoolean());
      case "u8" -> writer.u8(number.intValueExact());
      case "u16" -> writer.u16(number.intValueExact());
      case "u32" -> writer.u32(number.longValueExact());
      case "u64" -> writer.u64(number.longValue());
      case "u128" -> writer.u128(U128.of(number));
      case "u256" -> writer.u256(U256.of(number));
      case "uleb128(u32)" -> writer.uleb32(value.asLong());
      case "address" -> writer.address(AccountAddress.parse(value.asText()));
      // A path of parts, each an address.
      case "0x2::object::ObjectID" ->
          writer.length(1).address(AccountAddress.parse(value.asText()));
      case "0x1::string::String" -> writer.string(value.asText());
      case "vector<u8>" -> writer.bytes(hex(value));
      default -> throw new IllegalArgumentException(type);
    }
  }

  /** Reads a value of the type and returns its bytes as written again. */
  private static BcsWriter rewrite(BcsReader reader, BcsWriter writer, String type) {
    if (type.startsWith("vector<") && !type.equals("vector<u8>")) {
      String element = type.substring(7, type.length() - 1);
      List<BcsWriter> read = reader.list(r -> rewrite(r, new BcsWriter(), element));
      return writer.list(read, (w, v) -> w.fixedBytes(v.toByteArray()));
    } else if (type.startsWith("0x1::option::Option<")) {
      String element = type.substring(20, type.length() - 1);
      Optional<BcsWriter> read = reader.option(r -> rewrite(r, new BcsWriter(), element));
      return writer.option(read, (w, v) -> w.fixedBytes(v.toByteArray()));
    }
    return switch (type) {
      case "bool" -> writer.bool(reader.bool());
      case "u8" -> writer.u8(reader.u8());
      case "u16" -> writer.u16(reader.u16());
      case "u32" -> writer.u32(reader.u32());
      case "u64" -> writer.u64(reader.u64());
      case "u128" -> writer.u128(reader.u128());
      case "u256" -> writer.u256(reader.u256());
      case "uleb128(u32)" -> writer.uleb32(reader.uleb32());
      case "address" -> writer.address(reader.address());
      case "0x2::object::ObjectID" ->
          writer.list(reader.list(BcsReader::address), BcsWriter::address);
      case "0x1::string::String" -> writer.string(reader.string());
      case "vector<u8>" -> writer.bytes(reader.bytes());
      default -> throw new IllegalArgumentException(type);
    };
  }

  /**
   * Applies {@code read} to the bytes with each single bit flipped, and cut and extended by one.
   */
  private static void tamper(byte[] bytes, Function<byte[], byte[]> read) {
    Stream.Builder<byte[]> variants = Stream.builder();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      variants.add(changed);
    }
    variants.add(Arrays.copyOf(bytes, bytes.length - 1));
    variants.add(Arrays.copyOf(bytes, bytes.length + 1));
    variants
        .build()
        .forEach(
            changed -> {
              byte[] again;
              try {
                again = read.apply(changed);
              } catch (CodecException e) {
                return;
              }
              // What is accepted is another value, in the one form that value has.
              assertThat(again).isEqualTo(changed).isNotEqualTo(bytes);
            });
  }

  @ParameterizedTest
  @MethodSource("values")
  void bcsValues(JsonNode vector) {
    String type = vector.get("type").asText();
    byte[] expected = hex(vector.get("bcs"));
    BcsWriter writer = new BcsWriter();
    write(writer, type, vector.get("value"));
    assertThat(writer.toByteArray()).isEqualTo(expected);
    Function<byte[], byte[]> read =
        bytes -> BcsReader.read(bytes, r -> rewrite(r, new BcsWriter(), type)).toByteArray();
    assertThat(read.apply(expected)).isEqualTo(expected);
    tamper(expected, read);
  }

  @ParameterizedTest
  @MethodSource("typeTags")
  void typeTagsInTextAndBytes(JsonNode vector) {
    TypeTag tag = TypeTag.parse(vector.get("input").asText());
    byte[] expected = hex(vector.get("bcs"));
    assertThat(tag.toBcs().toArray()).isEqualTo(expected);
    assertThat(BcsReader.<TypeTag>read(expected, TypeTag::read)).isEqualTo(tag);
    if (vector.has("canonical")) {
      assertThat(vector.get("canonical").asText())
          .isIn(tag.toLongString(), tag.format(AccountAddress::toStandardString));
    }
    tamper(expected, b -> BcsReader.<TypeTag>read(b, TypeTag::read).toBcs().toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"aptos", "sui"})
  void addresses(String chain) {
    for (JsonNode vector : vectors(chain).get("addresses")) {
      AccountAddress address = AccountAddress.parse(vector.get("input").asText());
      if (chain.equals("aptos")) {
        assertThat(address.toLongString()).isEqualTo(vector.get("long").asText());
        assertThat(address.toStandardString()).isEqualTo(vector.get("standard").asText());
      } else {
        assertThat(address.toLongString()).isEqualTo(vector.get("normalized").asText());
      }
    }
  }

  /** The hash of the input; checks that each byte of it counts. */
  private static AccountAddress hash(Digest digest, BcsWriter input) {
    byte[] bytes = input.toByteArray();
    AccountAddress result = hash(digest, bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      assertThat(hash(digest, bytes)).isNotEqualTo(result);
      bytes[i] ^= 1;
    }
    return result;
  }

  private static AccountAddress hash(Digest digest, byte[] input) {
    byte[] result = new byte[digest.getDigestSize()];
    digest.update(input, 0, input.length);
    digest.doFinal(result, 0);
    return AccountAddress.of(result);
  }

  private static AccountAddress sha3(BcsWriter input) {
    return hash(new SHA3Digest(256), input);
  }

  private static AccountAddress blake2b(BcsWriter input) {
    return hash(new Blake2bDigest(256), input);
  }

  private static AccountAddress address(JsonNode vector, String field) {
    return AccountAddress.parse(vector.get(field).asText());
  }

  @Test
  void aptosAddresses() {
    for (JsonNode account : vectors("aptos").get("accounts")) {
      byte[] ed25519 = hex(account.get("ed25519_public_key"));
      byte[] secp256k1 = hex(account.get("secp256k1_public_key_uncompressed"));
      assertThat(sha3(new BcsWriter().fixedBytes(ed25519).u8(0)))
          .isEqualTo(address(account, "ed25519_legacy_address"));
      assertThat(sha3(new BcsWriter().variant(0).bytes(ed25519).u8(2)))
          .isEqualTo(address(account, "ed25519_single_key_address"));
      assertThat(sha3(new BcsWriter().variant(1).bytes(secp256k1).u8(2)))
          .isEqualTo(address(account, "secp256k1_single_key_address"));
    }
    for (JsonNode derived : vectors("aptos").get("derived")) {
      BcsWriter input = new BcsWriter();
      String kind = derived.get("kind").asText();
      if (kind.equals("user_derived_object")) {
        input.address(address(derived, "source")).address(address(derived, "derive_from"));
      } else {
        byte[] seed = derived.get("seed_utf8").asText().getBytes(StandardCharsets.UTF_8);
        input.address(address(derived, "creator")).fixedBytes(seed);
      }
      int suffix =
          switch (kind) {
            case "object_from_seed" -> 0xfe;
            case "resource_account" -> 0xff;
            case "user_derived_object" -> 0xfc;
            default -> throw new IllegalArgumentException(kind);
          };
      assertThat(sha3(input.u8(suffix))).isEqualTo(address(derived, "address"));
    }
  }

  @Test
  void suiAddresses() {
    for (JsonNode account : vectors("sui").get("accounts")) {
      String key = account.get("bech32_private_key").asText();
      Bytes payload = Bytes.fromHex("00" + account.get("private_key").asText().substring(2));
      assertThat(Bech32.of(Bech32.Variant.BECH32, "suiprivkey", payload)).hasToString(key);
      assertThat(Bech32.parse(key).payload()).isEqualTo(payload);
      for (String scheme : List.of("ed25519", "secp256k1")) {
        int flag = scheme.equals("ed25519") ? 0 : 1;
        byte[] publicKey = hex(account.get(scheme + "_public_key"));
        assertThat(blake2b(new BcsWriter().u8(flag).fixedBytes(publicKey)))
            .isEqualTo(address(account, scheme + "_address"));
      }
    }
    for (JsonNode derived : vectors("sui").get("derived")) {
      AccountAddress id = address(derived, "id");
      if (derived.get("kind").asText().equals("created_object_id")) {
        byte[] digest = Base58.decode(derived.get("tx_digest").asText());
        BcsWriter input = new BcsWriter().u8(0xf1).fixedBytes(digest);
        assertThat(blake2b(input.u64(derived.get("creation_index").asLong()))).isEqualTo(id);
        continue;
      }
      byte[] key = hex(derived.get("key_bcs"));
      String type = derived.get("key_type").asText();
      if (derived.get("kind").asText().equals("derived_object_id")) {
        type = "0x2::derived_object::DerivedObjectKey<" + type + ">";
      }
      BcsWriter input = new BcsWriter().u8(0xf0).address(address(derived, "parent"));
      input.u64(key.length).fixedBytes(key);
      TypeTag.parse(type).write(input);
      assertThat(blake2b(input)).isEqualTo(id);
    }
    for (JsonNode transaction : vectors("sui").get("transactions")) {
      byte[] prefix = "TransactionData::".getBytes(StandardCharsets.US_ASCII);
      byte[] data = hex(transaction.get("transaction_data_bcs"));
      AccountAddress digest = blake2b(new BcsWriter().fixedBytes(prefix).fixedBytes(data));
      assertThat(Base58.encode(digest.toArray()))
          .isEqualTo(transaction.get("transaction_digest").asText());
    }
  }

  /** BIP 341, the output key for a key without scripts. */
  private static Bytes taproot(byte[] xOnly) {
    ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec("secp256k1");
    byte[] tag =
        hash(
                new SHA256Digest(),
                new BcsWriter().fixedBytes("TapTweak".getBytes(StandardCharsets.US_ASCII)))
            .toArray();
    AccountAddress tweak =
        hash(new SHA256Digest(), new BcsWriter().fixedBytes(tag).fixedBytes(tag).fixedBytes(xOnly));
    byte[] even = new byte[33];
    even[0] = 2;
    System.arraycopy(xOnly, 0, even, 1, 32);
    ECPoint output =
        curve
            .getCurve()
            .decodePoint(even)
            .add(curve.getG().multiply(new BigInteger(1, tweak.toArray())))
            .normalize();
    return Bytes.of(output.getAffineXCoord().getEncoded());
  }

  @Test
  void roochAddresses() {
    for (JsonNode account : vectors("rooch").get("accounts")) {
      byte[] ed25519 = hex(account.get("ed25519_public_key"));
      AccountAddress session = blake2b(new BcsWriter().u8(0).fixedBytes(ed25519));
      assertThat(session).isEqualTo(address(account, "ed25519_rooch_address"));
      assertThat(Bech32.of(Bech32.Variant.BECH32M, "rooch", Bytes.of(session.toArray())))
          .hasToString(account.get("ed25519_bech32").asText());

      Bytes program = taproot(hex(account.get("secp256k1_xonly_public_key")));
      assertThat(Bech32.segwit("bcrt", 1, program))
          .hasToString(account.get("bitcoin_address_regtest").asText());
      assertThat(Bech32.segwit("bc", 1, program))
          .hasToString(account.get("bitcoin_address_mainnet").asText());
      assertThat(blake2b(new BcsWriter().u8(2).u8(1).fixedBytes(program)))
          .isEqualTo(address(account, "rooch_address"));
      Bytes user = Bytes.of(address(account, "rooch_address").toArray());
      assertThat(Bech32.of(Bech32.Variant.BECH32M, "rooch", user))
          .hasToString(account.get("rooch_bech32").asText());
      byte[] multichain =
          new BcsWriter().u64(0).length(34).u8(2).u8(1).fixedBytes(program).toByteArray();
      assertThat(multichain).isEqualTo(hex(account.get("multichain_address_bcs")));

      String secret = account.get("private_key").asText().substring(2);
      for (String scheme : List.of("ed25519", "secp256k1")) {
        Bytes payload = Bytes.fromHex((scheme.equals("ed25519") ? "00" : "01") + secret);
        assertThat(Bech32.of(Bech32.Variant.BECH32, "roochsecretkey", payload))
            .hasToString(account.get(scheme + "_secret_bech32").asText());
      }
    }
    for (JsonNode object : vectors("rooch").get("object_ids")) {
      String type = StructTag.parse(object.get("struct_tag").asText()).toString();
      byte[] text = type.getBytes(StandardCharsets.UTF_8);
      BcsWriter input = new BcsWriter();
      if (object.has("account")) {
        input.address(address(object, "account"));
      }
      assertThat(sha3(input.fixedBytes(text))).isEqualTo(address(object, "id"));
    }
  }
}
