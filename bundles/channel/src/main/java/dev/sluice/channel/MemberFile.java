/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.ChainName;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.sandbox.CodeSet;
import dev.sluice.channel.sandbox.SandboxGenesis;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.key.api.KeyName;
import dev.sluice.move.ModuleId;
import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * What a node must know to run a member again, in a file of its directory: BCS of the fields in
 * order, after a version byte.
 *
 * @param self the member's address on the chain
 * @param memberKey name of the member key in the keystore
 */
record MemberFile(
    ChainName chain,
    KeyName account,
    KeyName memberKey,
    AccountAddress self,
    Genesis genesis,
    SandboxGenesis sandbox) {
  private static final String NAME = "member";
  private static final String FRESH = "member.new";
  private static final int VERSION = 1;

  /** The member. */
  MemberRef ref() {
    return new MemberRef(chain, genesis.domain().channel(), account);
  }

  private byte[] encode() {
    BcsWriter writer = new BcsWriter();
    writer.u8(VERSION).string(chain.value()).string(account.value()).string(memberKey.value());
    writer.address(self).bytes(genesis.encode()).bytes(sandbox.config().encode());
    writer.string(sandbox.stateType().toString()).address(sandbox.stateAddress());
    writer.bytes(sandbox.state());
    writer.option(sandbox.assetType(), (w, t) -> w.string(t.toString()));
    Map<ModuleId, Bytes> modules = sandbox.code().modules();
    writer.map(modules, (w, id) -> w.address(id.address()).string(id.name()), BcsWriter::bytes);
    return writer.toByteArray();
  }

  private static MemberFile decode(BcsReader reader) {
    if (reader.u8() != VERSION) {
      throw new IllegalArgumentException("a member file of another version");
    }
    ChainName chain = new ChainName(reader.string());
    KeyName account = new KeyName(reader.string());
    KeyName memberKey = new KeyName(reader.string());
    AccountAddress self = reader.address();
    Genesis genesis = BcsReader.read(reader.bytes(), Genesis::read);
    ConfigRecord config = BcsReader.read(reader.bytes(), ConfigRecord::read);
    StructTag stateType = StructTag.parse(reader.string());
    AccountAddress stateAddress = reader.address();
    Bytes state = Bytes.of(reader.bytes());
    Optional<StructTag> assets = reader.option(r -> StructTag.parse(r.string()));
    CodeSet code =
        CodeSet.of(
            reader.map(r -> new ModuleId(r.address(), r.string()), r -> Bytes.of(r.bytes())));
    Domain domain = genesis.domain();
    return new MemberFile(
        chain,
        account,
        memberKey,
        self,
        genesis,
        new SandboxGenesis(domain, config, code, stateType, stateAddress, state, assets));
  }

  /** Writes it, durably. */
  void save(Disk disk) throws IOException {
    try (DiskFile file = disk.create(FRESH)) {
      file.write(0, ByteBuffer.wrap(encode()));
      file.force();
    }
    disk.rename(FRESH, NAME);
    disk.sync();
  }

  /**
   * Reads it; empty if there is none.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static Optional<MemberFile> load(Disk disk) throws IOException {
    try (DiskFile file = disk.open(NAME)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, content);
      return Optional.of(BcsReader.read(content.array(), MemberFile::decode));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
