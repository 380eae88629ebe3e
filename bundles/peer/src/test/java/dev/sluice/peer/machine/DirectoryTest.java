/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Directory.Verdict;
import dev.sluice.peer.wire.Announcement;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long NOW = 1_700_000_000_000L;
  private final Ed25519KeyPair signer = Ed25519KeyPair.generate(RANDOM);
  private final Directory directory = new Directory(SessionPair.key(50), "test");

  private Announcement claim(int key, long time, long ttl, int port) {
    return claim(signer, SessionPair.key(key), "test", time, ttl, port);
  }

  private static Announcement claim(
      Ed25519KeyPair by, PeerKey key, String network, long time, long ttl, int port) {
    var unsigned =
        new Announcement(
            Bytes.utf8(network),
            key,
            Bytes.of(by.publicKey()),
            List.of(Endpoint.parse("10.0.0.1:" + port), Endpoint.parse("[2001:db8::1]:" + port)),
            time,
            ttl,
            Bytes.EMPTY);
    return unsigned.signedWith(Bytes.of(by.sign(unsigned.signed())));
  }

  @Test
  void claimsAreJudged() {
    assertThat(directory.offer(claim(1, NOW, 60, 1), NOW)).isEqualTo(Verdict.PASS_ON);
    assertThat(directory.offer(claim(1, NOW, 60, 1), NOW)).isEqualTo(Verdict.IGNORED);
    assertThat(directory.offer(claim(1, NOW - 1, 60, 1), NOW)).isEqualTo(Verdict.IGNORED);
    assertThat(directory.offer(claim(1, NOW + 1, 60, 1), NOW)).isEqualTo(Verdict.KEPT);
    assertThat(directory.offer(claim(1, NOW + 2, 60, 2), NOW)).isEqualTo(Verdict.PASS_ON);
    long later = NOW + Directory.QUIET_MILLIS + 2;
    assertThat(directory.offer(claim(1, later, 60, 2), later)).isEqualTo(Verdict.PASS_ON);
    assertThat(directory.offer(claim(2, NOW + 60_001, 60, 1), NOW)).isEqualTo(Verdict.BAD);
    assertThat(directory.offer(claim(2, NOW, 3_601, 1), NOW)).isEqualTo(Verdict.BAD);
    assertThat(directory.offer(claim(2, NOW, 0, 1), NOW)).isEqualTo(Verdict.BAD);
    assertThat(directory.offer(claim(2, NOW - 60_000, 60, 1), NOW)).isEqualTo(Verdict.IGNORED);
    assertThat(directory.offer(claim(50, NOW, 60, 1), NOW)).isEqualTo(Verdict.IGNORED);
  }

  @Test
  void foreignNetworksKeysAndSignaturesAreBad() {
    Announcement good = claim(1, NOW, 60, 1);
    assertThat(directory.offer(good.signedWith(Bytes.of(new byte[64])), NOW))
        .isEqualTo(Verdict.BAD);
    assertThat(directory.offer(claim(signer, SessionPair.key(1), "elsewhere", NOW, 60, 1), NOW))
        .isEqualTo(Verdict.BAD);
    assertThat(directory.offer(good, NOW)).isEqualTo(Verdict.PASS_ON);
    Ed25519KeyPair thief = Ed25519KeyPair.generate(RANDOM);
    Announcement stolen = claim(thief, SessionPair.key(1), "test", NOW + 5, 60, 1);
    assertThat(directory.offer(stolen, NOW)).isEqualTo(Verdict.BAD);
    directory.expire(NOW + 60_000);
    assertThat(directory.entries()).isEmpty();
    Announcement later = claim(thief, SessionPair.key(1), "test", NOW + 60_000, 60, 1);
    assertThat(directory.offer(later, NOW + 60_000)).isEqualTo(Verdict.PASS_ON);
  }

  @Test
  void whenItIsFullTheNextToExpireMakesRoom() {
    for (int i = 0; i < Directory.MAX_ENTRIES; i++) {
      byte[] bytes = new byte[PeerKey.LENGTH];
      bytes[0] = (byte) (i >> 8);
      bytes[1] = (byte) i;
      bytes[2] = 1;
      var key = new PeerKey(Bytes.of(bytes));
      assertThat(directory.offer(claim(signer, key, "test", NOW, 60 + i % 1_000, 1), NOW))
          .isEqualTo(Verdict.PASS_ON);
    }
    assertThat(directory.offer(claim(1, NOW, 3_600, 1), NOW)).isEqualTo(Verdict.PASS_ON);
    assertThat(directory.entries()).hasSize(Directory.MAX_ENTRIES);
    assertThat(directory.find(SessionPair.key(1))).isPresent();
  }

  @Test
  void neighboursAreOnTheCircle() {
    assertThat(directory.neighbours(5)).isEmpty();
    for (int i = 0; i < 100; i += 10) {
      if (i != 50) {
        directory.offer(claim(i == 0 ? 5 : i, NOW, 60, 1), NOW);
      }
    }
    assertThat(directory.neighbours(5))
        .containsExactly(
            SessionPair.key(60), SessionPair.key(70), SessionPair.key(5), SessionPair.key(20));
    assertThat(directory.neighbours(1)).containsExactly(SessionPair.key(60));
    assertThat(directory.neighbours(0)).isEmpty();
  }

  @Test
  void announcementsSurviveTheWire() {
    Announcement claim = claim(1, NOW, 60, 1);
    var frame = new Frame.Announce(List.of(claim, claim(2, NOW, 60, 2)));
    assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
  }
}
