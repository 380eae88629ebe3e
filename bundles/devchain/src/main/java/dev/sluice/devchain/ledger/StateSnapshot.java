/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.journal.Snapshot;
import dev.sluice.devchain.state.StateAt;
import dev.sluice.devchain.state.VersionedState;
import dev.sluice.devchain.state.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of the chain when its state was written to a file.
 *
 * @param chainId number of the chain
 * @param version newest version
 * @param height newest block
 * @param timestampMicros its time
 * @param accumulator its accumulator
 */
record StateSnapshot(
    int chainId, long version, long height, long timestampMicros, Bytes accumulator) {
  /** Writes of the state are applied in groups of so many. */
  private static final int GROUP = 1024;

  void write(Path file, StateAt state) throws IOException {
    Snapshot.write(
        file,
        out -> {
          BcsWriter header = new BcsWriter();
          header.u8(chainId).u64(version).u64(height).u64(timestampMicros);
          out.accept(header.fixedBytes(accumulator).toByteArray());
          state.forEach(
              write -> {
                BcsWriter entry = new BcsWriter(256);
                write.encode(entry);
                out.accept(entry.toByteArray());
              });
        });
  }

  /** Reads a file into a state that is empty. */
  static StateSnapshot read(Path file, VersionedState state) throws IOException {
    List<StateSnapshot> header = new ArrayList<>();
    List<Write> group = new ArrayList<>();
    Snapshot.read(
        file,
        bytes -> {
          if (header.isEmpty()) {
            header.add(decode(bytes));
          } else {
            group.add(BcsReader.read(bytes, Write::decode));
            if (group.size() == GROUP) {
              state.apply(header.get(0).version(), group);
              group.clear();
            }
          }
        });
    StateSnapshot snapshot = header.get(0);
    state.apply(snapshot.version(), group);
    state.prune(snapshot.version());
    return snapshot;
  }

  private static StateSnapshot decode(byte[] bytes) {
    return BcsReader.read(
        bytes,
        in ->
            new StateSnapshot(in.u8(), in.u64(), in.u64(), in.u64(), Bytes.of(in.fixedBytes(32))));
  }
}
