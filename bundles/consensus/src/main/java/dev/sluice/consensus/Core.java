/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the roles of one member share: its settings, what it knows, its outputs, and each other. The
 * roles are made in an order in which each finds the ones it needs when it acts, not when it is
 * made.
 */
final class Core {
  final MemberSettings settings;
  final Domain domain;
  final ConfigRecord config;
  final Hash genesisHash;
  final Certificate genesisCertificate;
  final Rules rules;

  final List<Output> out = new ArrayList<>();
  final Timers timers = new Timers(out);
  final Effects effects;
  final ChainView chain;
  final Log log;
  final BatchRules batchRules;
  private final Map<RefusalCode, Long> refused = new EnumMap<>(RefusalCode.class);

  final Standing standing;
  final Peers peers;
  final Paths paths;
  final Certificates certificates;
  final Locks locks;
  final Epochs epochs;
  final Replay replay;
  final CatchUp catchUp;
  final CatchUpServer catchUpServer;
  final Snapshots snapshots;
  final Gathering gathering;
  final Leader leader;
  final Proposals proposals;
  final Admission admission;
  final LocalPool pool;
  final Requests requests;
  final Demands demands;
  final NoConfidences noConfidences;
  final EvidenceBook evidence;
  final Accusations accusations;
  final Claims claims;
  final Settlements settlements;
  final Votes votes;
  final Heartbeats heartbeats;
  final Statements statements;
  final Recovery recovery;

  /** Milliseconds of the step that runs. */
  long now;

  Core(MemberSettings settings, Set<RuleSwitch> off) {
    this.settings = settings;
    domain = settings.domain();
    config = settings.config();
    genesisHash = settings.genesis().hash();
    genesisCertificate = Certificate.ofGenesis(domain, genesisHash);
    rules = new Rules(off);
    effects = new Effects(out, rules.on(RuleSwitch.FSYNC));
    chain = new ChainView(rules, settings.genesis().stateRoot());
    log = new Log(Block.ofGenesis(settings.genesis(), genesisHash, genesisCertificate));
    batchRules = new BatchRules(domain, config, chain, rules);
    standing = new Standing(this);
    peers = new Peers(this);
    paths = new Paths(this);
    certificates = new Certificates(this);
    locks = new Locks(this);
    epochs = new Epochs(this);
    replay = new Replay(this);
    catchUp = new CatchUp(this);
    catchUpServer = new CatchUpServer(this);
    snapshots = new Snapshots(this);
    gathering = new Gathering(this);
    leader = new Leader(this);
    proposals = new Proposals(this);
    admission = new Admission(this);
    pool = new LocalPool(this);
    requests = new Requests(this);
    demands = new Demands(this);
    noConfidences = new NoConfidences(this);
    evidence = new EvidenceBook(this);
    accusations = new Accusations(this);
    claims = new Claims(this);
    settlements = new Settlements(this);
    votes = new Votes(this);
    heartbeats = new Heartbeats(this);
    statements = new Statements(this);
    recovery = new Recovery(this);
  }

  /** Writes records in one force, an unsaved lock before them, then goes on. */
  void persist(List<JournalRecord> records, Runnable then) {
    locks.save();
    effects.persist(records, then);
  }

  /** Signs with the member key. */
  Signature sign(Encodable statement) {
    return settings.signer().sign(statement.encode());
  }

  /** The record of a statement that is about to leave. */
  static JournalRecord signed(Encodable statement, Signature signature) {
    return new JournalRecord.Signed(Bytes.of(statement.encode()), signature);
  }

  void publish(Publication publication) {
    out.add(new Output.Publish(publication));
  }

  void alarm(Publication.AlarmKind kind, String detail) {
    publish(new Publication.Alarm(kind, detail));
  }

  void count(RefusalCode code) {
    refused.merge(code, 1L, Long::sum);
  }

  Map<RefusalCode, Long> refused() {
    return Map.copyOf(refused);
  }
}
