/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
  static Stream<Frame> frames() {
    return Stream.of(
        new Frame.Open(
            2,
            1,
            Bytes.utf8("net"),
            new PeerKey(Bytes.of(new byte[32])),
            Bytes.of(new byte[16]),
            5,
            Bytes.utf8("software")),
        new Frame.Ping(1, 2),
        new Frame.Pong(3, 4, 0xffff_ffffL),
        new Frame.Data(65_535, Bytes.utf8("body")),
        new Frame.Data(0, Bytes.of(new byte[Topic.MAX_BODY])),
        new Frame.Request(1, 0xffff_ffffL, Bytes.EMPTY),
        new Frame.Response(9, Frame.Part.LAST, Bytes.utf8("x")),
        new Frame.Response(9, Frame.Part.MORE, Bytes.of(new byte[Topic.MAX_BODY])),
        new Frame.Response(9, Frame.Part.REFUSED, Bytes.EMPTY),
        new Frame.Cancel(7),
        new Frame.Subscribe("channel/x/1", 4),
        new Frame.Unsubscribe(4),
        new Frame.Bye(160_001, Bytes.utf8("why")),
        new Frame.Window(Long.MAX_VALUE),
        new Frame.Credit(8));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesSurviveTheWire(Frame frame) {
    byte[] bytes = FrameCodec.encode(frame);
    assertThat(FrameCodec.decode(bytes)).isEqualTo(frame);
    assertThat(bytes.length).isLessThanOrEqualTo(PeerLimits.MAX_FRAME);
    boolean windowed =
        frame instanceof Frame.Data
            || frame instanceof Frame.Request
            || frame instanceof Frame.Response;
    assertThat(FrameCodec.windowed(bytes)).isEqualTo(windowed);
    if (!windowed) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> FrameCodec.decode(longer)).isInstanceOf(PeerException.class);
    }
  }

  /** The layout of the document, byte by byte. */
  @Test
  void layoutIsTheDocumentsOne() {
    assertThat(FrameCodec.encode(new Frame.Data(0x0102, Bytes.of((byte) 9))))
        .containsExactly(3, 2, 1, 9);
    assertThat(FrameCodec.encode(new Frame.Request(1, 2, Bytes.of((byte) 9))))
        .containsExactly(4, 1, 0, 2, 0, 0, 0, 9);
    assertThat(FrameCodec.encode(new Frame.Response(2, Frame.Part.MORE, Bytes.of((byte) 9))))
        .containsExactly(5, 2, 0, 0, 0, 1, 9);
    assertThat(FrameCodec.encode(new Frame.Subscribe("ab", 1)))
        .containsExactly(7, 2, 'a', 'b', 1, 0);
    assertThat(FrameCodec.encode(new Frame.Window(1))).containsExactly(11, 1, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void boundsAreKept() {
    List<byte[]> bad = new ArrayList<>();
    bad.add(new byte[0]);
    bad.add(new byte[] {13});
    bad.add(FrameCodec.encode(new Frame.Subscribe("x".repeat(97), 1)));
    bad.add(FrameCodec.encode(new Frame.Subscribe("", 1)));
    bad.add(FrameCodec.encode(new Frame.Bye(1, Bytes.of(new byte[257]))));
    bad.add(new byte[] {9, 0});
    bad.add(new byte[] {9, 65});
    bad.add(new byte[] {5, 1, 0, 0, 0, 3});
    for (byte[] bytes : bad) {
      assertThatThrownBy(() -> FrameCodec.decode(bytes))
          .isInstanceOfSatisfying(
              PeerException.class, e -> assertThat(e.error()).isEqualTo(PeerError.MALFORMED));
    }
    assertThatThrownBy(() -> FrameCodec.decode(new byte[PeerLimits.MAX_FRAME + 1]))
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.error()).isEqualTo(PeerError.TOO_LARGE));
  }

  /** Junk, and true frames with a few bytes changed, decode or are refused; nothing else. */
  @Test
  void junkIsRefusedWithOneTypedError() {
    var random = new Random(11);
    List<byte[]> seeds =
        frames().map(FrameCodec::encode).filter(bytes -> bytes.length < 1_000).toList();
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
      } else {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        bytes = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(5) - 2));
        for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      try {
        Frame frame = FrameCodec.decode(bytes);
        assertThat(FrameCodec.encode(frame)).isEqualTo(bytes);
      } catch (PeerException e) {
        refused++;
        assertThat(e.error()).isEqualTo(PeerError.MALFORMED);
      }
    }
    assertThat(refused).isGreaterThan(20_000);
  }
}
