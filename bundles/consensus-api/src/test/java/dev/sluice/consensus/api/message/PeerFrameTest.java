/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.Samples;
import dev.sluice.consensus.api.object.SnapshotPage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class PeerFrameTest {
  public static Stream<PeerMessage> messages() {
    BatchBody body = new BatchBody(List.of(Samples.transaction(1)));
    CatchUpBatch batch =
        new CatchUpBatch(
            Samples.HEADER,
            Samples.signature(1),
            Samples.certificate(3),
            Optional.of(new OpeningProof(List.of(Samples.signedStatus()))),
            body);
    return Stream.of(
        new Hello(Samples.hello(), Samples.signature(1)),
        new Heartbeat(1, 2, 3, 4, 5, 6, 7, List.of(new PeerDelay(1, 250, 99, 12))),
        new Submit(Samples.transaction(3)),
        new Proposal(
            Samples.HEADER, Samples.signature(1), Samples.certificate(3), Optional.empty(), body),
        new Ack(4, 17, Samples.hash("header"), 3, 2, Samples.signature(2)),
        new CertificateNotice(Samples.certificate(5)),
        new StatusMessage(
            Samples.signedStatus().status(),
            Samples.signature(1),
            Samples.certificate(3),
            Optional.of(Samples.HEADER),
            Optional.of(new AckedBatch(Samples.HEADER, Samples.signature(1), body))),
        new NoConfidenceMessage(Samples.noConfidence(), Samples.signature(1)),
        new Demand(Samples.demand(), Samples.signature(1), Samples.transaction(2)),
        new EvidenceMessage(Samples.evidence()),
        new Accusation(Samples.punishment()),
        new CatchUpRequest(17, Samples.hash("after"), 64),
        new CatchUpResponse(List.of(batch), Optional.of(Samples.certificate(3)), 4),
        new SnapshotRequest(0, Optional.of(3L)),
        new SnapshotManifestMessage(
            Samples.manifest(),
            Samples.HEADER,
            Samples.HEADER,
            Samples.certificate(3),
            Samples.logState()),
        new SnapshotPageMessage(new SnapshotPage(3, Bytes.of(new byte[100]))),
        new ApprovalMessage(Samples.approval(), 2, Samples.signature(1)),
        new WatchMessage(Samples.watch(), Samples.signature(1)),
        new Relay(1, 2, 3, 1, Bytes.of(new byte[50])),
        new Refusal(4, Samples.hash("subject"), 500, Bytes.EMPTY),
        new LeaveMessage(Samples.leave()),
        new CloseMessage(Samples.close()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesBackAsItWas(PeerMessage message) {
    PeerFrame frame = new PeerFrame(5, 4, message);
    assertThat(PeerFrame.decode(frame.encode())).isEqualTo(frame);
    assertThat(frame.encode().length).isLessThanOrEqualTo(message.bound());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isRefusedCutShortOrWithMore(PeerMessage message) {
    byte[] bytes = new PeerFrame(5, 4, message).encode();
    for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 61)) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> PeerFrame.decode(cut)).isInstanceOf(CodecException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> PeerFrame.decode(longer)).isInstanceOf(CodecException.class);
  }

  @Test
  void variantsAreInOrderOfTheDocument() {
    List<PeerMessage> messages = messages().toList();
    for (int i = 0; i < messages.size(); i++) {
      assertThat(messages.get(i).encode()[0]).isEqualTo((byte) i);
    }
  }

  @Test
  void refusesFramesAboveTheirBound() {
    assertThatThrownBy(() -> PeerFrame.decode(new byte[Bounds.MAX_FRAME + 1]))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OUT_OF_RANGE));
    byte[] large = new PeerFrame(5, 4, new CertificateNotice(Samples.certificate(63))).encode();
    assertThat(PeerFrame.decode(large)).isNotNull();
  }

  @Test
  void refusesUnknownVariants() {
    byte[] bytes = new PeerFrame(5, 4, new Refusal(1, Samples.hash(""), 0, Bytes.EMPTY)).encode();
    bytes[16] = 22;
    assertThatThrownBy(() -> PeerFrame.decode(bytes))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_VARIANT));
  }
}
