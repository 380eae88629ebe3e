/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import java.util.Optional;

/** Events of the Move module {@code channel_events}; every field in the order of the struct. */
final class ChannelEvents {
  private ChannelEvents() {}

  /** The event of a struct, empty if this version does not know it. */
  static Optional<ChannelEvent> read(String struct, Bytes data) {
    return BcsReader.read(data.toArray(), in -> Optional.ofNullable(read(struct, in)));
  }

  private static @org.jspecify.annotations.Nullable ChannelEvent read(String struct, BcsReader in) {
    return switch (struct) {
      case "Created" ->
          new ChannelEvent.Created(
              in.u64(),
              in.u64(),
              ChannelReads.address(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              in.u64(),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in));
      case "EpochOpened" ->
          new ChannelEvent.EpochOpened(
              in.u64(),
              in.u64(),
              in.u64(),
              ChannelReads.bytes(in),
              in.u64(),
              in.option(ChannelReads::address),
              in.u64(),
              in.u8(),
              in.u64());
      case "MemberJoined" ->
          new ChannelEvent.MemberJoined(
              in.u64(),
              in.u64(),
              ChannelReads.address(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              ChannelReads.bytes(in),
              in.u64(),
              in.u64(),
              in.u64());
      case "MemberRemoved" ->
          new ChannelEvent.MemberRemoved(
              in.u64(), in.u64(), ChannelReads.address(in), in.u64(), in.u8(), in.u64());
      case "Delegated" ->
          new ChannelEvent.Delegated(
              in.u64(), in.u64(), ChannelReads.address(in), in.option(ChannelReads::address));
      case "ProposalCreated" ->
          new ChannelEvent.ProposalCreated(
              in.u64(),
              in.u64(),
              in.u64(),
              in.u8(),
              ChannelReads.address(in),
              ChannelReads.bytes(in),
              in.option(ChannelReads::address));
      case "ProposalExecuted" -> new ChannelEvent.ProposalExecuted(in.u64(), in.u64(), in.u64());
      case "Voted" ->
          new ChannelEvent.Voted(
              in.u64(), in.u64(), in.u64(), ChannelReads.address(in), in.u8(), in.u64());
      case "Settled" ->
          new ChannelEvent.Settled(
              in.u64(),
              in.u64(),
              in.u64(),
              ChannelReads.bytes(in),
              in.u8(),
              in.u64(),
              in.u64(),
              ChannelReads.address(in));
      case "SettlementDeferred" ->
          new ChannelEvent.SettlementDeferred(in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
      case "CutPosted" ->
          new ChannelEvent.CutPosted(in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
      case "CutFixed" ->
          new ChannelEvent.CutFixed(in.u64(), in.u64(), ChannelReads.address(in), in.u64());
      case "ExitOpened" ->
          new ChannelEvent.ExitOpened(
              in.u64(), in.u64(), in.option(ChannelReads::address), in.u64(), in.bool());
      case "ExitPosted" ->
          new ChannelEvent.ExitPosted(in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
      case "ExitCancelled" -> new ChannelEvent.ExitCancelled(in.u64(), in.u64());
      case "ExitFinalized" ->
          new ChannelEvent.ExitFinalized(in.u64(), in.u64(), in.u64(), ChannelReads.bytes(in));
      case "Closed" ->
          new ChannelEvent.Closed(in.u64(), in.u64(), in.u64(), ChannelReads.bytes(in));
      case "Evidence" ->
          new ChannelEvent.Evidence(
              in.u64(),
              in.u64(),
              ChannelReads.address(in),
              ChannelReads.bytes(in),
              in.u64(),
              in.u64(),
              in.u64());
      case "Fined" ->
          new ChannelEvent.Fined(
              in.u64(),
              in.u64(),
              ChannelReads.address(in),
              in.u64(),
              ChannelReads.address(in),
              in.u64());
      case "PaidOut" ->
          new ChannelEvent.PaidOut(
              in.u64(), in.u64(), ChannelReads.address(in), ChannelReads.bytes(in), in.u64());
      case "Applied" -> new ChannelEvent.Applied(in.u64(), in.u64(), in.u64());
      case "ApplySkipped" -> new ChannelEvent.ApplySkipped(in.u64(), in.u64(), in.u64());
      default -> {
        in.fixedBytes(in.remaining());
        yield null;
      }
    };
  }
}
