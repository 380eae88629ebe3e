/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.link.Link;
import dev.sluice.peer.link.LinkEvents;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.link.Transport;
import dev.sluice.peer.machine.Connector;
import dev.sluice.peer.machine.Directory;
import dev.sluice.peer.machine.Identity;
import dev.sluice.peer.machine.Moment;
import dev.sluice.peer.machine.Output;
import dev.sluice.peer.machine.Session;
import dev.sluice.peer.wire.Frame;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives sessions and connector on one thread. Methods are for that thread unless they say
 * otherwise.
 */
final class Node implements LinkEvents, MemoryHub.Member {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Before the name of a topic that wants sessions. */
  static final String TOPIC = "topic ";

  private static final long TICK_MILLIS = 25;
  private static final long FULL_DIAL_MICROS = 8_000_000;

  final Wishes wishes = new Wishes();
  final Connector connector;
  private final Identity self;
  private final Clock clock;
  private final Transport transport;
  private final MemoryHub hub;
  private final Door door;
  private final Faults faults;
  private final Gossip gossip;
  private final IdentityHashMap<Link, LiveSession> links = new IdentityHashMap<>();
  private final IdentityHashMap<Link, Long> dialling = new IdentityHashMap<>();
  private final ConcurrentHashMap<PeerKey, LiveSession> open = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, LocalTopic> topics = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<LiveSession> dirty = new ConcurrentLinkedQueue<>();
  private long nextTick;
  private volatile @Nullable Thread thread;

  Node(
      Identity self,
      Clock clock,
      RandomGenerator random,
      Transport transport,
      MemoryHub hub,
      Door door,
      Bans bans,
      Gossip gossip) {
    this.self = self;
    this.clock = clock;
    this.transport = transport;
    this.hub = hub;
    this.door = door;
    this.connector = new Connector(random);
    this.faults = new Faults(bans);
    this.gossip = gossip;
  }

  PeerKey key() {
    return self.key();
  }

  /** From any thread. */
  Moment now() {
    return new Moment(System.nanoTime() / 1_000, clock.millis());
  }

  // ---- from any thread

  @Override
  public void post(Runnable task) {
    tasks.add(task);
    wake();
  }

  private void wake() {
    if (Thread.currentThread() != thread) {
      transport.wake();
    }
  }

  @Override
  public LinkEvents events() {
    return this;
  }

  Optional<LiveSession> live(PeerKey key) {
    return Optional.ofNullable(open.get(key));
  }

  List<LiveSession> live() {
    return List.copyOf(open.values());
  }

  ConcurrentHashMap<String, LocalTopic> topics() {
    return topics;
  }

  void dirty(LiveSession session) {
    if (session.dirty.compareAndSet(false, true)) {
      dirty.add(session);
      wake();
    }
  }

  /** A queue that must not overflow did. */
  void overrun(LiveSession session) {
    post(() -> end(session, PeerError.OVERLOADED, "a queue is full"));
  }

  void close(LocalTopic topic) {
    post(
        () -> {
          topics.remove(topic.name(), topic);
          for (LiveSession session : List.copyOf(links.values())) {
            session.exchanges.close(Optional.of(topic.name()), PeerError.CLOSED);
            session.responders.values().stream()
                .filter(responder -> responder.topic().equals(topic.name()))
                .forEach(PartResponder::cancel);
            handle(session, session.machine.disallow(topic.name()), Optional.of(topic));
          }
          wish(TOPIC + topic.name(), List.of());
        });
  }

  // ---- the node's thread

  /** One round. */
  void turn() {
    thread = Thread.currentThread();
    long wait = tasks.isEmpty() && dirty.isEmpty() ? TICK_MILLIS : 0;
    transport.poll(wait, this);
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.warn("A task of the peer network failed", e);
      }
    }
    Moment now = now();
    if (now.micros() >= nextTick) {
      nextTick = now.micros() + TICK_MILLIS * 1_000;
      tick(now);
    }
    for (LiveSession session = dirty.poll(); session != null; session = dirty.poll()) {
      session.dirty.set(false);
      flush(session);
    }
  }

  private void tick(Moment now) {
    for (LiveSession session : List.copyOf(links.values())) {
      handle(session, session.machine.tick(now));
      for (long id : session.exchanges.expire(now)) {
        session.control(new Frame.Cancel(id));
      }
    }
    for (Map.Entry<Link, Long> each : List.copyOf(dialling.entrySet())) {
      if (each.getValue() <= now.micros()) {
        each.getKey().close();
        closed(each.getKey(), PeerError.UNREACHABLE, "no connection in time");
      }
    }
    faults.tick(now);
    gossip.tick(this, now);
    connector.tick(now, hub::has).forEach(this::step);
  }

  private void step(Connector.Step step) {
    if (step instanceof Connector.Step.Drop drop) {
      live(drop.key()).ifPresent(session -> end(session, PeerError.UNWANTED, "not needed"));
      return;
    }
    var dial = (Connector.Step.Dial) step;
    if (door.refuses(dial.key()).isPresent()) {
      connector.ended(dial.key(), PeerError.BANNED, now());
      return;
    }
    try {
      Optional<Link> link =
          dial.endpoint().isPresent()
              ? Optional.of(transport.dial(dial.key(), dial.endpoint().get()))
              : hub.connect(self.key(), this, dial.key());
      link.ifPresentOrElse(
          made -> dialling.put(made, now().micros() + FULL_DIAL_MICROS),
          () -> connector.ended(dial.key(), PeerError.UNREACHABLE, now()));
    } catch (RuntimeException e) {
      LOG.debug("Dial of {} failed", dial.key(), e);
      connector.ended(dial.key(), PeerError.UNREACHABLE, now());
    }
  }

  @Override
  public void ready(Link link) {
    if (link.dialled() && dialling.remove(link) == null) {
      link.close();
      return;
    }
    if (link.dialled()) {
      connector.connected(link.key());
    }
    Set<String> names = new TreeSet<>();
    topics.values().stream()
        .filter(topic -> topic.allows(link.key()))
        .forEach(topic -> names.add(topic.name()));
    var session = new LiveSession(this, new Session(self, link.key(), names), link);
    links.put(link, session);
    handle(session, session.machine.start(now()));
    door.refuses(link.key()).ifPresent(why -> end(session, why, "this key may not enter"));
  }

  @Override
  public void frame(Link link, byte[] frame) {
    LiveSession session = links.get(link);
    if (session != null) {
      session.counted(frame.length);
      handle(session, session.machine.frame(frame, now()));
    }
  }

  @Override
  public void closed(Link link, PeerError why, String detail) {
    dialling.remove(link);
    LiveSession session = links.get(link);
    if (session != null) {
      handle(session, session.machine.end(why, detail, false));
    } else if (link.dialled() && !open.containsKey(link.key())) {
      connector.ended(link.key(), why, now());
    }
  }

  /** Ends a session, telling the other side. */
  void end(LiveSession session, PeerError why, String detail) {
    handle(session, session.machine.end(why, detail, true));
  }

  void handle(LiveSession session, List<Output> outputs) {
    handle(session, outputs, Optional.empty());
  }

  private void handle(LiveSession session, List<Output> outputs, Optional<LocalTopic> leaving) {
    for (Output output : outputs) {
      if (session.dead) {
        return;
      }
      if (output instanceof Output.Send send) {
        session.control(send.frame());
      } else if (output instanceof Output.Message message) {
        withTopic(
            session,
            message.topic(),
            message.cost(),
            topic -> topic.message(session, message.body(), message.cost()));
      } else if (output instanceof Output.Asked asked) {
        withTopic(
            session,
            asked.topic(),
            asked.cost(),
            topic -> topic.asked(session, asked.id(), asked.body(), asked.cost()));
      } else if (output instanceof Output.Left left) {
        leaving
            .or(() -> Optional.ofNullable(topics.get(left.topic())))
            .ifPresent(topic -> topic.left(session, reason(outputs)));
      } else {
        handleOther(session, output);
      }
    }
  }

  private void withTopic(
      LiveSession session, String name, int cost, java.util.function.Consumer<LocalTopic> use) {
    LocalTopic topic = topics.get(name);
    if (topic == null) {
      session.give(cost);
    } else {
      use.accept(topic);
    }
  }

  private static PeerError reason(List<Output> outputs) {
    return outputs.get(outputs.size() - 1) instanceof Output.Ended ended
        ? ended.error()
        : PeerError.NOT_ALLOWED;
  }

  private void handleOther(LiveSession session, Output output) {
    if (output instanceof Output.Answered answer) {
      if (!session.exchanges.answered(answer, now())) {
        session.give(answer.cost());
      }
    } else if (output instanceof Output.Dropped dropped) {
      session.give(dropped.cost());
    } else if (output instanceof Output.Taken taken) {
      if (session.outbound.taken(taken.total())) {
        flush(session);
      } else {
        end(session, PeerError.MALFORMED, "more was taken than was sent");
      }
    } else if (output instanceof Output.Credited credit) {
      Optional.ofNullable(session.responders.get(credit.id())).ifPresent(PartResponder::credited);
    } else if (output instanceof Output.Cancelled cancel) {
      Optional.ofNullable(session.responders.remove(cancel.id())).ifPresent(PartResponder::cancel);
    } else if (output instanceof Output.Joined joined) {
      Optional.ofNullable(topics.get(joined.topic())).ifPresent(topic -> topic.joined(session));
    } else if (output instanceof Output.Opened) {
      opened(session);
    } else if (output instanceof Output.Ended ended) {
      ended(session, ended);
    } else if (output instanceof Output.Announced announced) {
      gossip.heard(this, session, announced.entries(), now());
    } else if (output instanceof Output.Fault fault) {
      session.fault();
      if (!faults.take(session.key(), fault, now())) {
        end(session, fault.error(), fault.detail());
      }
    }
  }

  private void opened(LiveSession session) {
    LiveSession other = open.get(session.key());
    if (other != null) {
      boolean sameDialler = other.link.dialled() == session.link.dialled();
      boolean smallerDialled = session.link.dialled() == (self.key().compareTo(session.key()) < 0);
      if (!sameDialler && !smallerDialled) {
        end(session, PeerError.DUPLICATE, "another session stays");
        return;
      }
      end(other, PeerError.DUPLICATE, "another session stays");
    }
    if (session.link.dialled() && !wishes.wanted(session.key())) {
      end(session, PeerError.UNWANTED, "no longer needed");
      return;
    }
    session.opened(clock.instant());
    open.put(session.key(), session);
    connector.opened(session.key(), now());
    gossip.opened(this, session);
    LOG.debug("Session with {} is open", session.key());
  }

  private void ended(LiveSession session, Output.Ended ended) {
    session.dead = true;
    session.outbound.end();
    flush(session);
    links.remove(session.link);
    session.link.close();
    session.exchanges.close(Optional.empty(), PeerError.NOT_CONNECTED);
    session.responders.values().forEach(PartResponder::cancel);
    session.responders.clear();
    boolean wasOpen = open.remove(session.key(), session);
    if (wasOpen || (session.link.dialled() && !open.containsKey(session.key()))) {
      connector.ended(session.key(), ended.error(), now());
    }
    LOG.debug("Session with {} ended: {} {}", session.key(), ended.error(), ended.detail());
  }

  private void flush(LiveSession session) {
    for (Optional<byte[]> frame = session.outbound.next();
        frame.isPresent();
        frame = session.outbound.next()) {
      if (!session.link.send(frame.get())) {
        if (!session.dead) {
          handle(session, session.machine.end(PeerError.CUT, "cannot send", false));
        }
        return;
      }
    }
    if (!session.responders.isEmpty()) {
      session.responders.values().forEach(PartResponder::push);
    }
  }

  // ---- topics and wishes

  void opened(LocalTopic topic) {
    for (LiveSession session : List.copyOf(links.values())) {
      if (topic.allows(session.key())) {
        handle(session, session.machine.allow(topic.name()));
      }
    }
    updateDoor();
  }

  void allowed(LocalTopic topic, List<PeerAddress> peers) {
    if (topics.get(topic.name()) != topic) {
      return;
    }
    for (LiveSession session : List.copyOf(links.values())) {
      handle(
          session,
          topic.allows(session.key())
              ? session.machine.allow(topic.name())
              : session.machine.disallow(topic.name()));
    }
    wish(TOPIC + topic.name(), peers);
  }

  /** Replaces whom a source wants sessions with. */
  void wish(String source, List<PeerAddress> peers) {
    for (PeerKey key : wishes.set(source, peers)) {
      refresh(key);
    }
    updateDoor();
  }

  /** Tells the connector what is wanted of a node now. */
  void refresh(PeerKey key) {
    if (wishes.wanted(key)) {
      List<Endpoint> endpoints = new ArrayList<>(wishes.endpoints(key));
      gossip.endpoints(key).stream()
          .filter(endpoint -> !endpoints.contains(endpoint))
          .forEach(endpoints::add);
      connector.want(key, endpoints);
    } else {
      connector.unwant(key).forEach(this::step);
    }
  }

  private void updateDoor() {
    door.set(wishes.keys(), topics.values().stream().anyMatch(LocalTopic::isPublic));
  }

  void sendAll(Frame frame, Optional<LiveSession> but) {
    for (LiveSession session : open.values()) {
      if (but.isEmpty() || but.get() != session) {
        session.control(frame);
      }
    }
  }

  Directory directory() {
    return gossip.directory();
  }

  Bytes network() {
    return Bytes.utf8(self.network());
  }

  /** Ends everything. */
  void shutDown() {
    for (LiveSession session : List.copyOf(links.values())) {
      end(session, PeerError.UNWANTED, "the node stops");
    }
    dialling.keySet().forEach(Link::close);
  }
}
