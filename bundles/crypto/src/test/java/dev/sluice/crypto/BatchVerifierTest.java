/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.crypto.AcceptanceCases.Case;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchVerifierTest {
  private final Random random = new Random(64);
  private final BatchVerifier verifier = new BatchVerifier(new SecureRandom());
  private final List<Ed25519KeyPair> pairs = new ArrayList<>();
  private final List<PreparedKey> keys = new ArrayList<>();

  BatchVerifierTest() {
    for (int i = 0; i < 8; i++) {
      pairs.add(Ed25519KeyPair.ofSeed(randomBytes(32)));
      keys.add(PreparedKey.of(pairs.get(i).publicKey()));
    }
  }

  private byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private SignedMessage honest(int signers) {
    int signer = random.nextInt(signers);
    byte[] message = randomBytes(random.nextInt(100));
    return new SignedMessage(keys.get(signer), message, pairs.get(signer).sign(message));
  }

  private SignedMessage forged(int signers) {
    SignedMessage good = honest(signers);
    byte[] signature = good.signature().clone();
    signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
    return switch (random.nextInt(4)) {
      case 0 -> new SignedMessage(keys.get((signers + 1) % 8), good.message(), good.signature());
      case 1 -> new SignedMessage(good.key(), randomBytes(101), good.signature());
      case 2 -> new SignedMessage(good.key(), good.message(), randomBytes(random.nextInt(70)));
      default -> new SignedMessage(good.key(), good.message(), signature);
    };
  }

  private static BitSet singly(List<SignedMessage> batch) {
    BitSet invalid = new BitSet();
    for (int i = 0; i < batch.size(); i++) {
      SignedMessage m = batch.get(i);
      invalid.set(i, !Ed25519.verify(m.key(), m.message(), m.signature()));
    }
    return invalid;
  }

  @Test
  void acceptsHonestBatchesOfEverySize() {
    for (int size = 0; size <= 40; size++) {
      List<SignedMessage> batch = IntStream.range(0, size).mapToObj(i -> honest(4)).toList();
      assertThat(verifier.findInvalid(batch)).isEqualTo(new BitSet());
    }
  }

  @Test
  void decidesAsSinglyOnRandomMixes() {
    int forgeries = 0;
    for (int round = 0; round < 120; round++) {
      int size = 1 + random.nextInt(70);
      int signers = 1 + random.nextInt(7);
      // From none to all forged.
      double share = random.nextInt(3) == 0 ? 0.02 : random.nextDouble();
      List<SignedMessage> batch =
          IntStream.range(0, size)
              .mapToObj(i -> random.nextDouble() < share ? forged(signers) : honest(signers))
              .toList();
      BitSet invalid = singly(batch);
      forgeries += invalid.cardinality();
      assertThat(verifier.findInvalid(batch)).isEqualTo(invalid);
    }
    assertThat(forgeries).isGreaterThan(500);
  }

  @Test
  void findsOneForgeryAtEveryPlace() {
    List<SignedMessage> honest = IntStream.range(0, 67).mapToObj(i -> honest(5)).toList();
    for (int place = 0; place < honest.size(); place++) {
      List<SignedMessage> batch = new ArrayList<>(honest);
      SignedMessage m = batch.get(place);
      byte[] signature = m.signature().clone();
      signature[40] ^= 1;
      batch.set(place, new SignedMessage(m.key(), m.message(), signature));
      assertThat(verifier.findInvalid(batch).stream()).containsExactly(place);
    }
  }

  /** Two errors that cancel when all weights are equal must not cancel. */
  @Test
  void forgeriesThatSumToNothingAreFound() {
    List<SignedMessage> batch = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      batch.add(honest(1));
    }
    SignedMessage a = batch.get(3);
    SignedMessage b = batch.get(12);
    byte[] first = a.signature().clone();
    byte[] second = b.signature().clone();
    addToS(first, 1);
    addToS(second, -1);
    batch.set(3, new SignedMessage(a.key(), a.message(), first));
    batch.set(12, new SignedMessage(b.key(), b.message(), second));
    assertThat(verifier.findInvalid(batch).stream()).containsExactly(3, 12);
  }

  private static void addToS(byte[] signature, int delta) {
    java.math.BigInteger s =
        ReferenceCurve.integer(java.util.Arrays.copyOfRange(signature, 32, 64))
            .add(java.math.BigInteger.valueOf(delta))
            .mod(ReferenceCurve.L);
    System.arraycopy(ReferenceCurve.bytes(s), 0, signature, 32, 32);
  }

  @Test
  void decidesTheAcceptanceCasesByTheClientRule() {
    List<SignedMessage> batch = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    List<Case> cases = new ArrayList<>(AcceptanceCases.read());
    Collections.shuffle(cases, random);
    for (Case c : cases) {
      if (Ed25519.isValidPublicKey(c.keyBytes())) {
        batch.add(
            new SignedMessage(PreparedKey.of(c.keyBytes()), c.messageBytes(), c.signatureBytes()));
        expected.add(c.client());
      }
    }
    BitSet invalid = verifier.findInvalid(batch);
    for (int i = 0; i < batch.size(); i++) {
      assertThat(invalid.get(i)).isEqualTo(!expected.get(i));
    }
    // A batch of valid ones passes whole, whatever the orders of R: nobody can force single checks.
    List<SignedMessage> accepted =
        IntStream.range(0, batch.size()).filter(expected::get).mapToObj(batch::get).toList();
    assertThat(accepted).hasSizeGreaterThan(130);
    assertThat(sumVanishes(accepted)).isTrue();
    assertThat(sumVanishes(accepted.subList(0, 9))).isTrue();
  }

  @Test
  void sumAddsUpTheTermsOfAKey() {
    List<SignedMessage> batch =
        new ArrayList<>(IntStream.range(0, 30).mapToObj(i -> honest(3)).toList());
    assertThat(sumVanishes(batch)).isTrue();
    SignedMessage m = batch.get(11);
    batch.set(11, new SignedMessage(m.key(), randomBytes(5), m.signature()));
    assertThat(sumVanishes(batch)).isFalse();
  }

  private boolean sumVanishes(List<SignedMessage> batch) {
    return WeightedSignature.sumVanishes(
        IntStream.range(0, batch.size())
            .mapToObj(
                i -> {
                  SignedMessage m = batch.get(i);
                  EdwardsPoint r = Ed25519.wellFormedR(m.signature()).orElseThrow();
                  return new WeightedSignature(i, m, r, Scalar.ofHalfBytes(randomBytes(16), 0));
                })
            .toList());
  }

  @Test
  void drawsFreshWeightsForEachBatch() {
    CountingRandom counting = new CountingRandom();
    BatchVerifier counted = new BatchVerifier(counting);
    List<SignedMessage> batch = IntStream.range(0, 20).mapToObj(i -> honest(2)).toList();
    counted.findInvalid(batch);
    counted.findInvalid(batch);
    assertThat(counting.drawn).containsExactly(320, 320);
  }

  @Test
  void isBounded() {
    SignedMessage m = honest(1);
    List<SignedMessage> most = Collections.nCopies(BatchVerifier.MAX_BATCH, m);
    assertThat(verifier.findInvalid(most).stream()).isEmpty();
    List<SignedMessage> tooMany = Collections.nCopies(BatchVerifier.MAX_BATCH + 1, m);
    assertThatExceptionOfType(CryptoException.class)
        .isThrownBy(() -> verifier.findInvalid(tooMany))
        .returns(CryptoError.TOO_MANY, CryptoException::error);
  }

  @Test
  void servesManyThreads() {
    List<List<SignedMessage>> batches = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int size = 10 + i;
      batches.add(
          IntStream.range(0, size)
              .mapToObj(j -> random.nextInt(20) == 0 ? forged(5) : honest(5))
              .toList());
    }
    List<BitSet> expected = batches.stream().map(BatchVerifierTest::singly).toList();
    assertThat(batches.parallelStream().map(verifier::findInvalid).toList()).isEqualTo(expected);
  }

  private static final class CountingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> drawn = new ArrayList<>();

    @Override
    public void nextBytes(byte[] bytes) {
      drawn.add(bytes.length);
      super.nextBytes(bytes);
    }
  }
}
