/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.state.Event;
import java.util.List;

/**
 * What a transaction did.
 *
 * @param success whether its payload ended well
 * @param vmStatus how it ended, for people, in the words of the public networks
 * @param gasUsed gas units it paid for
 * @param events what it emitted, in order
 * @param writes what it wrote
 */
public record Output(
    boolean success, String vmStatus, long gasUsed, List<Event> events, List<Write> writes) {
  /** The status of transactions that ended well. */
  public static final String EXECUTED = "Executed successfully";

  /** Copies the lists. */
  public Output {
    events = List.copyOf(events);
    writes = List.copyOf(writes);
  }

  private void encode(BcsWriter out) {
    out.bool(success).string(vmStatus).u64(gasUsed);
    out.list(events, (writer, event) -> encode(writer, event));
    out.list(writes, (writer, write) -> write.encode(writer));
  }

  /** The output in BCS. */
  Bytes toBcs() {
    BcsWriter out = new BcsWriter(1024);
    encode(out);
    return out.toBytes();
  }

  /** The events in BCS. */
  public Bytes encodedEvents() {
    BcsWriter out = new BcsWriter(256);
    return out.list(events, (writer, event) -> encode(writer, event)).toBytes();
  }

  /** The writes in BCS. */
  public Bytes encodedWrites() {
    BcsWriter out = new BcsWriter(1024);
    return out.list(writes, (writer, write) -> write.encode(writer)).toBytes();
  }

  private static void encode(BcsWriter out, Event event) {
    if (event instanceof Event.OfHandle handle) {
      out.variant(1).bytes(handle.guid()).u64(handle.sequence());
    } else {
      out.variant(0);
    }
    event.type().write(out);
    out.bytes(event.data());
  }

  static Output decode(BcsReader in) {
    return new Output(
        in.bool(), in.string(), in.u64(), in.list(Output::event), in.list(Write::decode));
  }

  private static Event event(BcsReader in) {
    if (in.variant(2) == 0) {
      return new Event.OfModule(TypeTag.read(in), Bytes.of(in.bytes()));
    }
    Bytes guid = Bytes.of(in.bytes());
    long sequence = in.u64();
    return new Event.OfHandle(guid, sequence, TypeTag.read(in), Bytes.of(in.bytes()));
  }
}
