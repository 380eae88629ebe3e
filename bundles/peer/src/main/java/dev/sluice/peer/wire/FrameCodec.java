/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.wire;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Peers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames to bytes and back, section 4 of the document. */
public final class FrameCodec {
  private static final byte[] MAGIC = "SLUICEP1".getBytes(StandardCharsets.US_ASCII);
  private static final int BOOT = 16;

  private static final int OPEN = 0;
  private static final int PING = 1;
  private static final int PONG = 2;
  private static final int DATA = 3;
  private static final int REQUEST = 4;
  private static final int RESPONSE = 5;
  private static final int CANCEL = 6;
  private static final int SUBSCRIBE = 7;
  private static final int UNSUBSCRIBE = 8;
  private static final int ANNOUNCE = 9;
  private static final int BYE = 10;
  private static final int WINDOW = 11;
  private static final int CREDIT = 12;

  private FrameCodec() {}

  /** What a frame of this many bytes costs of the window. */
  public static int cost(int length) {
    return length + PeerLimits.FRAME_COST;
  }

  /** Whether a frame takes room of the window: Data, Request and Response do. */
  public static boolean windowed(byte[] frame) {
    return frame[0] >= DATA && frame[0] <= RESPONSE;
  }

  /** The bytes of a frame. */
  public static byte[] encode(Frame frame) {
    if (frame instanceof Frame.Data data) {
      return writer(DATA, data.body().length())
          .u16(data.topic())
          .fixedBytes(data.body())
          .toByteArray();
    }
    if (frame instanceof Frame.Request request) {
      return writer(REQUEST, request.body().length())
          .u16(request.topic())
          .u32(request.id())
          .fixedBytes(request.body())
          .toByteArray();
    }
    if (frame instanceof Frame.Response response) {
      return writer(RESPONSE, response.body().length())
          .u32(response.id())
          .u8(response.part().code())
          .fixedBytes(response.body())
          .toByteArray();
    }
    if (frame instanceof Frame.Open open) {
      return writer(OPEN, 0)
          .fixedBytes(MAGIC)
          .u16(open.version())
          .u16(open.minVersion())
          .bytes(open.network())
          .fixedBytes(open.key().bytes())
          .fixedBytes(open.boot())
          .u64(open.timeMillis())
          .bytes(open.software())
          .toByteArray();
    }
    return control(frame);
  }

  private static byte[] control(Frame frame) {
    if (frame instanceof Frame.Ping ping) {
      return writer(PING, 0).u64(ping.nonce()).u64(ping.sentMicros()).toByteArray();
    }
    if (frame instanceof Frame.Pong pong) {
      return writer(PONG, 0)
          .u64(pong.nonce())
          .u64(pong.sentMicros())
          .u32(pong.heldMicros())
          .toByteArray();
    }
    if (frame instanceof Frame.Cancel cancel) {
      return writer(CANCEL, 0).u32(cancel.id()).toByteArray();
    }
    if (frame instanceof Frame.Subscribe subscribe) {
      return writer(SUBSCRIBE, 0).string(subscribe.name()).u16(subscribe.topic()).toByteArray();
    }
    if (frame instanceof Frame.Unsubscribe unsubscribe) {
      return writer(UNSUBSCRIBE, 0).u16(unsubscribe.topic()).toByteArray();
    }
    if (frame instanceof Frame.Announce announce) {
      return writer(ANNOUNCE, 0)
          .list(announce.entries(), (w, entry) -> entry.write(w))
          .toByteArray();
    }
    if (frame instanceof Frame.Window window) {
      return writer(WINDOW, 0).u64(window.taken()).toByteArray();
    }
    if (frame instanceof Frame.Credit credit) {
      return writer(CREDIT, 0).u32(credit.id()).toByteArray();
    }
    var bye = (Frame.Bye) frame;
    return writer(BYE, 0).u32(bye.code()).bytes(bye.detail()).toByteArray();
  }

  private static BcsWriter writer(int kind, int body) {
    return new BcsWriter(PeerLimits.MAX_HEADER + body).u8(kind);
  }

  /**
   * The frame in these bytes.
   *
   * @throws PeerException {@link PeerError#MALFORMED}, {@link PeerError#TOO_LARGE}
   */
  public static Frame decode(byte[] bytes) {
    if (bytes.length > PeerLimits.MAX_FRAME) {
      throw new PeerException(PeerError.TOO_LARGE, "a frame of " + bytes.length + " bytes");
    }
    try {
      var reader = new BcsReader(bytes);
      Frame frame = decode(reader, bytes);
      if (!windowed(bytes)) {
        reader.end();
      }
      return frame;
    } catch (CodecException e) {
      throw new PeerException(PeerError.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Frame decode(BcsReader reader, byte[] bytes) {
    int kind = reader.u8();
    return switch (kind) {
      case OPEN -> open(reader);
      case PING -> new Frame.Ping(reader.u64(), reader.u64());
      case PONG -> new Frame.Pong(reader.u64(), reader.u64(), reader.u32());
      case DATA -> new Frame.Data(reader.u16(), rest(reader, bytes));
      case REQUEST -> new Frame.Request(reader.u16(), reader.u32(), rest(reader, bytes));
      case RESPONSE -> new Frame.Response(reader.u32(), part(reader), rest(reader, bytes));
      case CANCEL -> new Frame.Cancel(reader.u32());
      case SUBSCRIBE -> new Frame.Subscribe(name(reader), reader.u16());
      case UNSUBSCRIBE -> new Frame.Unsubscribe(reader.u16());
      case ANNOUNCE -> announce(reader);
      case BYE -> new Frame.Bye(reader.u32(), bytes(reader, PeerLimits.MAX_DETAIL));
      case WINDOW -> new Frame.Window(reader.u64());
      case CREDIT -> new Frame.Credit(reader.u32());
      default -> throw malformed("no frame has kind " + kind);
    };
  }

  private static Frame open(BcsReader reader) {
    if (!Arrays.equals(reader.fixedBytes(MAGIC.length), MAGIC)) {
      throw malformed("an Open without its mark");
    }
    return new Frame.Open(
        reader.u16(),
        reader.u16(),
        bytes(reader, PeerLimits.MAX_NETWORK),
        new PeerKey(Bytes.of(reader.fixedBytes(PeerKey.LENGTH))),
        Bytes.of(reader.fixedBytes(BOOT)),
        reader.u64(),
        bytes(reader, PeerLimits.MAX_SOFTWARE));
  }

  private static Frame announce(BcsReader reader) {
    int count = reader.length();
    if (count < 1 || count > PeerLimits.MAX_ANNOUNCEMENTS) {
      throw malformed(count + " announcements");
    }
    var entries = new Announcement[count];
    for (int i = 0; i < count; i++) {
      entries[i] = Announcement.read(reader);
    }
    return new Frame.Announce(Arrays.asList(entries));
  }

  private static Frame.Part part(BcsReader reader) {
    int code = reader.u8();
    for (Frame.Part part : Frame.Part.values()) {
      if (part.code() == code) {
        return part;
      }
    }
    throw malformed("no part of kind " + code);
  }

  private static String name(BcsReader reader) {
    String name = reader.string();
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > Peers.MAX_NAME) {
      throw malformed("a topic's name of " + name.length() + " characters");
    }
    return name;
  }

  static Bytes bytes(BcsReader reader, int most) {
    int length = reader.length();
    if (length > most) {
      throw malformed(length + " bytes where " + most + " are allowed");
    }
    return Bytes.of(reader.fixedBytes(length));
  }

  private static Bytes rest(BcsReader reader, byte[] bytes) {
    return Bytes.copyOfRange(bytes, reader.position(), bytes.length);
  }

  static PeerException malformed(String what) {
    return new PeerException(PeerError.MALFORMED, what);
  }
}
