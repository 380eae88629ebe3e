/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes and offsets of the document, and strict decoding of every object. */
public class LayoutTest {
  public record Case(String name, Encodable object, Function<BcsReader, ? extends Encodable> read) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(Encodable object, Function<BcsReader, ? extends Encodable> read) {
    return new Case(object.getClass().getSimpleName(), object, read);
  }

  public static Stream<Case> objects() {
    return Stream.of(
        of(Samples.HEADER, BatchHeader::read),
        of(Samples.statement(), AckStatement::read),
        of(Samples.certificate(3), Certificate::read),
        of(Samples.transaction(7), Transaction::read),
        of(Samples.system(new SystemTransaction.ChainOp(4, Samples.joined())), Transaction::read),
        of(Samples.system(new SystemTransaction.ChainOp(4, Samples.removed())), Transaction::read),
        of(Samples.system(new SystemTransaction.ChainOp(4, Samples.settled())), Transaction::read),
        of(
            Samples.system(
                new SystemTransaction.ChainOp(4, new ChainOpBody.CutFixed(Samples.address(1), 3))),
            Transaction::read),
        of(
            Samples.system(new SystemTransaction.ChainOp(4, new ChainOpBody.ExitOpened())),
            Transaction::read),
        of(
            Samples.system(new SystemTransaction.ChainOp(4, new ChainOpBody.ExitCancelled())),
            Transaction::read),
        of(
            Samples.system(new SystemTransaction.Checkpoint(CheckpointReason.SIZE)),
            Transaction::read),
        of(Samples.system(new SystemTransaction.Leave(Samples.leave())), Transaction::read),
        of(
            Samples.system(
                new SystemTransaction.Close(CloseCause.REQUESTS, List.of(Samples.close()))),
            Transaction::read),
        of(Samples.system(new SystemTransaction.Tick(9)), Transaction::read),
        of(new BatchBody(List.of(Samples.transaction(1), Samples.transaction(2))), BatchBody::read),
        of(BatchContent.of(Optional.empty(), BatchBody.EMPTY, Hash.ZERO), BatchContent::read),
        of(new OpeningProof(List.of(Samples.signedStatus())), OpeningProof::read),
        of(Samples.signedStatus(), SignedStatus::read),
        of(Samples.noConfidence(), NoConfidence::read),
        of(Samples.demand(), InclusionDemand::read),
        of(Samples.approval(), JoinApproval::read),
        of(Samples.possession(), KeyPossession::read),
        of(Samples.watch(), WatchDelegation::read),
        of(Samples.hello(), PeerHello::read),
        of(Samples.genesis(), Genesis::read),
        of(new MemberList(Samples.DOMAIN, 3, List.of(Samples.member(1))), MemberList::read),
        of(Samples.claim(), ClaimSeed::read),
        of(Samples.config(), ConfigRecord::read),
        of(Samples.payouts(), PayoutList::read),
        of(new NetChangePage(0, Samples.changes(5)), NetChangePage::read),
        of(
            new Settlement(Samples.HEADER, Samples.certificate(3), Samples.payouts()),
            Settlement::read),
        of(Samples.settlementProposal(), SettlementProposal::read),
        of(Samples.punishment(), PunishmentProposal::read),
        of(Samples.evidence(), Evidence::read),
        of(Samples.noConfidenceProof(), NoConfidenceProof::read),
        of(Samples.joinArguments(), JoinArguments::read),
        of(TxResult.NOTHING, TxResult::read),
        of(Samples.logState(), LogState::read),
        of(Samples.manifest(), SnapshotManifest::read),
        of(new SnapshotPage(1, Bytes.of(new byte[10])), SnapshotPage::read));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void comesBackAsItWas(Case example) {
    byte[] bytes = example.object().encode();
    Encodable back = BcsReader.read(bytes, example.read());
    assertThat(back).isEqualTo(example.object());
    assertThat(back.encode()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void isRefusedCutShortOrWithMore(Case example) {
    byte[] bytes = example.object().encode();
    for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 97)) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BcsReader.read(cut, example.read()))
          .isInstanceOf(CodecException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> BcsReader.read(longer, example.read()))
        .isInstanceOf(CodecException.class);
  }

  /** Whatever a changed byte makes of it: another object or a refusal, never another encoding. */
  @ParameterizedTest
  @MethodSource("objects")
  void hasOneEncoding(Case example) {
    byte[] bytes = example.object().encode();
    for (int at = 0; at < bytes.length; at++) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] other = bytes.clone();
        other[at] ^= (byte) change;
        try {
          assertThat(BcsReader.read(other, example.read()).encode()).isEqualTo(other);
        } catch (CodecException expected) {
          assertThat(expected.reason()).isNotNull();
        }
      }
    }
  }

  @Test
  void hasTheSizesOfTheDocument() {
    assertThat(Samples.HEADER.encode()).hasSize(BatchHeader.LENGTH);
    assertThat(Samples.statement().encode()).hasSize(AckStatement.LENGTH);
    assertThat(Samples.certificate(3).encode()).hasSize(217 + 64 * 3);
    assertThat(Samples.signedStatus().status().encode()).hasSize(Status.LENGTH);
    assertThat(Samples.signedStatus().encode()).hasSize(321);
    assertThat(Samples.evidence().encode()).hasSize(Evidence.LENGTH);
    assertThat(Samples.noConfidence().encode()).hasSize(113);
    assertThat(Samples.demand().encode()).hasSize(153);
    assertThat(Samples.approval().encode()).hasSize(216);
    assertThat(Samples.possession().encode()).hasSize(192);
    assertThat(Samples.watch().encode()).hasSize(144);
    assertThat(BatchContent.of(Optional.empty(), BatchBody.EMPTY, Hash.ZERO).encode()).hasSize(88);
    assertThat(TxResult.NOTHING.encode()).hasSize(80);
    assertThat(new PayoutList.Cut(Samples.address(1), 1, 1).encode()).hasSize(48);
    assertThat(new PayoutList.Entry(Samples.address(1), Hash.ZERO, 1, true).encode()).hasSize(73);
    ClientTransaction call =
        new ClientTransaction(Samples.DOMAIN, Samples.address(1), 1, 1, 1, Bytes.EMPTY);
    assertThat(call.encode()).hasSize(121);
  }

  @Test
  void putsHeaderFieldsAtTheirOffsets() {
    byte[] bytes = Samples.HEADER.encode();
    assertThat(new String(bytes, 0, 16, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("SLUICE1:HEADER..");
    assertThat(u64(bytes, 58)).isEqualTo(Samples.DOMAIN.channel());
    assertThat(u64(bytes, 66)).isEqualTo(Samples.HEADER.setVersion());
    assertThat(u64(bytes, 74)).isEqualTo(Samples.HEADER.epoch());
    assertThat(u64(bytes, 114)).isEqualTo(Samples.HEADER.batch());
    assertThat(u64(bytes, 122)).isEqualTo(Samples.HEADER.parentEpoch());
    assertThat(u64(bytes, 130)).isEqualTo(Samples.HEADER.firstHeight());
    assertThat(u64(bytes, 138)).isEqualTo(Samples.HEADER.lastHeight());
    assertThat(hash(bytes, 146)).isEqualTo(Samples.HEADER.parentHash());
    assertThat(hash(bytes, 178)).isEqualTo(Samples.HEADER.carriedHash());
    assertThat(hash(bytes, 306)).isEqualTo(Samples.HEADER.stateRoot());
    assertThat(u64(bytes, 338)).isEqualTo(Samples.HEADER.time());
    assertThat(u64(bytes, 346)).isEqualTo(Samples.HEADER.chainSeq());
    assertThat(u64(bytes, 362)).isEqualTo(Samples.HEADER.finality().epoch());
    assertThat(bytes[394]).isEqualTo((byte) 2);
    assertThat(hash(bytes, 395)).isEqualTo(Samples.HEADER.finality().stateRoot());
    assertThat(u64(bytes, 427)).isEqualTo(Samples.HEADER.finality().baseHeight());
    assertThat(hash(bytes, 499)).isEqualTo(Samples.HEADER.finality().payoutRoot());
  }

  @Test
  void sizesOfBodiesAreThoseOfTheirEncoding() {
    for (int count : new int[] {0, 1, 127, 128, 300}) {
      List<Transaction> transactions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        transactions.add(
            i % 3 == 0 ? Samples.system(new SystemTransaction.Tick(i)) : Samples.transaction(i));
      }
      BatchBody body = new BatchBody(transactions);
      assertThat(body.size()).isEqualTo(body.encode().length);
    }
  }

  @Test
  void refusesCountersThatCannotBeReached() {
    byte[] bytes = Samples.statement().encode();
    bytes[103] = (byte) 0x80;
    assertThatThrownBy(() -> BcsReader.read(bytes, AckStatement::read))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void refusesCountsBeforeAllocating() {
    byte[] bytes = new byte[Tag.LENGTH + 5];
    System.arraycopy(Tag.PROOF.toArray(), 0, bytes, 0, Tag.LENGTH);
    Arrays.fill(bytes, Tag.LENGTH, bytes.length - 1, (byte) 0xff);
    bytes[bytes.length - 1] = 7;
    assertThatThrownBy(() -> BcsReader.read(bytes, OpeningProof::read))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void refusesContractAddressesOfOtherLengths() {
    assertThatThrownBy(() -> new Domain(1, AccountAddress.of(1, 16), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long u64(byte[] bytes, int at) {
    return new BcsReader(bytes, at, at + 8).u64();
  }

  private static Hash hash(byte[] bytes, int at) {
    return Wire.hash(new BcsReader(bytes, at, at + 32));
  }
}
