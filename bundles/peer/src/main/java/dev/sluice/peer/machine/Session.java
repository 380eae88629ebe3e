/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.FrameCodec;
import dev.sluice.peer.wire.PeerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One session: handshake, versions, heartbeats, topics and the window of what comes in. The
 * connection's key is known before. Not thread-safe.
 */
public final class Session {
  /** Between two pings. */
  public static final long PING_MICROS = 2_000_000;

  /** After this long without a frame the other side is gone. */
  public static final long SILENCE_MICROS = 6_000_000;

  /** Longest time from the connection to the other side's Open. */
  public static final long OPEN_MICROS = 5_000_000;

  /** Points of a score that a bad frame costs. */
  public static final int BAD_FRAME = 10;

  /** Points of a score that a false key costs. */
  public static final int FALSE_KEY = 50;

  /** Pings looked at per second. */
  private static final int MAX_PINGS = 16;

  /** Announce frames looked at per second. */
  private static final int MAX_ANNOUNCES = 4;

  private enum State {
    OPENING,
    OPEN,
    ENDED
  }

  private final Identity self;
  private final PeerKey key;
  private final Subscriptions subscriptions;
  private final RoundTrip roundTrip = new RoundTrip();
  private State state = State.OPENING;
  private List<Output> out = new ArrayList<>();
  private int version;
  private Bytes software = Bytes.EMPTY;
  private Bytes boot = Bytes.EMPTY;
  private long clockDifference;
  private long startedAt;
  private long heardAt;
  private long pingAt;
  private long nonce;
  private long secondAt;
  private int pings;
  private int announces;
  private long waiting;
  private long taken;
  private long toldTaken;

  /**
   * A session over a connection whose other end holds {@code key}.
   *
   * @param topics names of topics that this node has open for that key
   */
  public Session(Identity self, PeerKey key, Set<String> topics) {
    this.self = self;
    this.key = key;
    this.subscriptions = new Subscriptions(topics);
  }

  /** The connection is there. */
  public List<Output> start(Moment now) {
    startedAt = now.micros();
    heardAt = startedAt;
    out.add(
        new Output.Send(
            new Frame.Open(
                self.version(),
                self.minVersion(),
                Bytes.utf8(self.network()),
                self.key(),
                self.boot(),
                now.millis(),
                Bytes.utf8(self.software()))));
    return flush();
  }

  /** A frame came. */
  public List<Output> frame(byte[] bytes, Moment now) {
    if (state == State.ENDED) {
      return flush();
    }
    heardAt = now.micros();
    int cost = 0;
    if (bytes.length > 0 && FrameCodec.windowed(bytes)) {
      cost = FrameCodec.cost(bytes.length);
      waiting += cost;
      if (waiting > PeerLimits.WINDOW) {
        fault(PeerError.OVERLOADED, "more than the window holds");
        end(PeerError.OVERLOADED, "more than the window holds");
        return flush();
      }
    }
    try {
      take(FrameCodec.decode(bytes), cost, now);
    } catch (PeerException e) {
      fault(e.error(), String.valueOf(e.getMessage()));
      dropped(cost);
      if (state == State.OPENING) {
        end(PeerError.MALFORMED, String.valueOf(e.getMessage()));
      }
    }
    return flush();
  }

  /** Time passed. */
  public List<Output> tick(Moment now) {
    long micros = now.micros();
    if (state == State.OPENING && micros - startedAt >= OPEN_MICROS) {
      end(PeerError.TIMEOUT, "no Open in time");
    } else if (state == State.OPEN && micros - heardAt >= SILENCE_MICROS) {
      end(PeerError.SILENT, "nothing came for 6 s");
    } else if (state == State.OPEN && micros >= pingAt) {
      ping(now);
    }
    if (micros - secondAt >= 1_000_000) {
      secondAt = micros;
      pings = 0;
      announces = 0;
    }
    return flush();
  }

  /** This node opened a topic for the key. */
  public List<Output> allow(String topic) {
    if (state == State.OPEN) {
      subscriptions.open(topic, out);
    } else {
      subscriptions.expect(topic);
    }
    return flush();
  }

  /** This node closed a topic, or took the key off it. */
  public List<Output> disallow(String topic) {
    subscriptions.close(topic, state == State.OPEN ? out : new ArrayList<>());
    return flush();
  }

  /** Ends the session, telling the other side. */
  public List<Output> end(PeerError error, String detail, boolean tell) {
    if (tell) {
      end(error, detail);
    } else {
      ended(error, detail, false);
    }
    return flush();
  }

  /** Frames of this cost were taken by their receivers. */
  public List<Output> give(long cost) {
    waiting -= cost;
    taken += cost;
    if (state == State.OPEN && taken - toldTaken >= PeerLimits.WINDOW_STEP) {
      toldTaken = taken;
      out.add(new Output.Send(new Frame.Window(taken)));
    }
    return flush();
  }

  private void take(Frame frame, int cost, Moment now) {
    if (frame instanceof Frame.Bye bye) {
      ended(errorOf(bye.code()), bye.detail().toUtf8(), true);
    } else if (frame instanceof Frame.Open open) {
      if (state == State.OPEN) {
        throw new PeerException(PeerError.MALFORMED, "a second Open");
      }
      opened(open, now);
    } else if (state == State.OPENING) {
      throw new PeerException(PeerError.MALFORMED, "a frame before the Open");
    } else if (frame instanceof Frame.Ping ping) {
      if (++pings > MAX_PINGS) {
        throw new PeerException(PeerError.MALFORMED, "too many pings");
      }
      // Answered at once, so it was held for less than a microsecond's worth of telling.
      out.add(new Output.Send(new Frame.Pong(ping.nonce(), ping.sentMicros(), 0)));
    } else if (frame instanceof Frame.Pong pong) {
      pong(pong, now);
    } else if (frame instanceof Frame.Window window) {
      out.add(new Output.Taken(window.taken()));
    } else if (frame instanceof Frame.Announce announce) {
      if (++announces <= MAX_ANNOUNCES) {
        out.add(new Output.Announced(announce.entries()));
      }
    } else {
      onTopics(frame, cost);
    }
  }

  private void onTopics(Frame frame, int cost) {
    if (frame instanceof Frame.Data data) {
      subscriptions
          .incoming(data.topic())
          .ifPresentOrElse(
              topic -> out.add(new Output.Message(topic, data.body(), cost)), () -> dropped(cost));
    } else if (frame instanceof Frame.Request request) {
      subscriptions
          .incoming(request.topic())
          .ifPresentOrElse(
              topic -> out.add(new Output.Asked(topic, request.id(), request.body(), cost)),
              () -> {
                refuse(request.id());
                dropped(cost);
              });
    } else if (frame instanceof Frame.Response response) {
      out.add(new Output.Answered(response.id(), response.part(), response.body(), cost));
    } else if (frame instanceof Frame.Cancel cancel) {
      out.add(new Output.Cancelled(cancel.id()));
    } else if (frame instanceof Frame.Credit credit) {
      out.add(new Output.Credited(credit.id()));
    } else if (frame instanceof Frame.Subscribe subscribe) {
      subscriptions.subscribe(subscribe, out);
    } else if (frame instanceof Frame.Unsubscribe unsubscribe) {
      subscriptions.unsubscribe(unsubscribe.topic(), out);
    }
  }

  private void refuse(long id) {
    out.add(new Output.Send(new Frame.Response(id, Frame.Part.REFUSED, Bytes.EMPTY)));
  }

  private void opened(Frame.Open open, Moment now) {
    String network = open.network().toUtf8();
    if (!network.equals(self.network())) {
      end(PeerError.NETWORK, "this is '" + self.network() + "', yours is '" + network + "'");
    } else if (open.minVersion() > self.version() || open.version() < self.minVersion()) {
      end(
          PeerError.VERSION,
          "this node speaks versions %d to %d, yours %d to %d"
              .formatted(self.minVersion(), self.version(), open.minVersion(), open.version()));
    } else if (!open.key().equals(key)) {
      out.add(new Output.Fault(PeerError.KEY_MISMATCH, "claims " + open.key(), FALSE_KEY));
      end(PeerError.KEY_MISMATCH, "the connection is of " + key);
    } else if (open.boot().equals(self.boot()) || key.equals(self.key())) {
      end(PeerError.SELF, "connected to itself");
    } else {
      state = State.OPEN;
      version = Math.min(open.version(), self.version());
      software = open.software();
      boot = open.boot();
      clockDifference = open.timeMillis() - now.millis();
      out.add(new Output.Opened());
      ping(now);
      subscriptions.openAll(out);
    }
  }

  private void ping(Moment now) {
    nonce++;
    pingAt = now.micros() + PING_MICROS;
    out.add(new Output.Send(new Frame.Ping(nonce, now.micros())));
  }

  private void pong(Frame.Pong pong, Moment now) {
    long sample = now.micros() - pong.sentMicros() - pong.heldMicros();
    if (pong.nonce() != nonce || sample < 0 || sample > SILENCE_MICROS) {
      return; // late or invented: no sample
    }
    roundTrip.sample(sample);
  }

  private void dropped(int cost) {
    if (cost > 0) {
      out.add(new Output.Dropped(cost));
    }
  }

  private void fault(PeerError error, String detail) {
    out.add(new Output.Fault(error, detail, BAD_FRAME));
  }

  private void end(PeerError error, String detail) {
    if (state != State.ENDED) {
      String cut =
          detail.length() > PeerLimits.MAX_DETAIL / 2
              ? detail.substring(0, PeerLimits.MAX_DETAIL / 2)
              : detail;
      out.add(new Output.Send(new Frame.Bye(error.number(), Bytes.utf8(cut))));
      ended(error, detail, false);
    }
  }

  private void ended(PeerError error, String detail, boolean byOther) {
    if (state != State.ENDED) {
      subscriptions.closeAll(out);
      state = State.ENDED;
      out.add(new Output.Ended(error, detail, byOther));
    }
  }

  private List<Output> flush() {
    if (out.isEmpty()) {
      return List.of();
    }
    List<Output> result = out;
    out = new ArrayList<>();
    return result;
  }

  private static PeerError errorOf(long code) {
    for (PeerError error : PeerError.values()) {
      if (error.number() == code) {
        return error;
      }
    }
    return PeerError.CUT;
  }

  /** The other node. */
  public PeerKey key() {
    return key;
  }

  /** Whether frames of topics may go. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether it is over. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** The version that holds. */
  public int version() {
    return version;
  }

  /** What the other node runs. */
  public String software() {
    return software.toUtf8();
  }

  /** The other node's start. */
  public Bytes boot() {
    return boot;
  }

  /** Milliseconds that the other clock is ahead, half a round trip aside. */
  public long clockDifferenceMillis() {
    return clockDifference;
  }

  /** The smoothed round trip. */
  public RoundTrip roundTrip() {
    return roundTrip;
  }

  /** Cost of what came in and was not taken. */
  public long waiting() {
    return waiting;
  }

  /** The number of a topic that both are on, for outgoing frames; -1 if they are not. */
  public int number(String topic) {
    return subscriptions.number(topic);
  }

  /** The topics that both are on. */
  public Set<String> topics() {
    return subscriptions.active();
  }
}
