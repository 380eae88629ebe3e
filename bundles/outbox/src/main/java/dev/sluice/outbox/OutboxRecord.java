/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.Fee;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.Submission.State;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record of the outbox's journal, BCS: variant, id, content. Records may be repeated; the last
 * one of a kind holds. Times are in milliseconds.
 */
sealed interface OutboxRecord {
  /** The order this is about; ids rise. */
  long id();

  /** An order was taken. */
  record Taken(long id, Order order) implements OutboxRecord {}

  /** An attempt was signed. */
  record Signed(long id, SignedTransaction signed, int attempts) implements OutboxRecord {}

  /** An order is in its last state. */
  record Done(long id, State state, Optional<ChainException> error) implements OutboxRecord {}

  /** The bytes. */
  static byte[] write(OutboxRecord entry) {
    var out = new BcsWriter();
    if (entry instanceof Taken taken) {
      out.variant(0).u64(taken.id());
      order(out, taken.order());
    } else if (entry instanceof Signed signed) {
      out.variant(1).u64(signed.id()).u32(signed.attempts());
      signed(out, signed.signed());
    } else if (entry instanceof Done done) {
      out.variant(2).u64(done.id()).string(done.state().name());
      out.option(done.error(), OutboxRecord::error);
    }
    return out.toByteArray();
  }

  /**
   * Reads {@link #write}.
   *
   * @throws IllegalArgumentException if the bytes are none of ours
   */
  static OutboxRecord read(byte[] bytes) {
    return BcsReader.read(
        bytes,
        in -> {
          int variant = in.variant(3);
          long id = in.u64();
          return switch (variant) {
            case 0 -> new Taken(id, order(in));
            case 1 -> {
              int attempts = (int) in.u32();
              yield new Signed(id, signed(in), attempts);
            }
            default -> new Done(id, State.valueOf(in.string()), in.option(OutboxRecord::error));
          };
        });
  }

  private static void order(BcsWriter out, Order order) {
    out.string(order.reference()).string(order.chain().value()).string(order.key().value());
    Call call = order.call();
    out.string(call.target().text()).string(call.function());
    out.list(call.typeArguments(), BcsWriter::string);
    out.list(call.arguments(), (w, a) -> w.string(a.name()).bytes(a.value()));
    out.option(order.fee(), (w, f) -> w.u64(f.gasLimit()).bytes(f.gasPrice().toByteArray()));
    out.u64(order.validFor().toMillis()).u64(order.giveUp().toEpochMilli());
  }

  private static Order order(BcsReader in) {
    String reference = in.string();
    var chain = new ChainName(in.string());
    var key = new KeyName(in.string());
    var call =
        new Call(
            new Address(in.string()),
            in.string(),
            in.list(BcsReader::string),
            in.list(r -> new Call.Argument(r.string(), Bytes.of(r.bytes()))));
    Optional<Fee> fee = in.option(r -> new Fee(r.u64(), new BigInteger(r.bytes())));
    return new Order(
        reference,
        chain,
        key,
        call,
        fee,
        Duration.ofMillis(in.u64()),
        Instant.ofEpochMilli(in.u64()));
  }

  private static void signed(BcsWriter out, SignedTransaction signed) {
    out.bytes(signed.hash().bytes()).bytes(signed.bytes());
    Validity validity = signed.validity();
    out.option(validity.sender(), (w, a) -> w.string(a.text()));
    out.option(boxed(validity.sequence()), BcsWriter::u64);
    out.option(validity.expiresAt(), (w, at) -> w.u64(at.toEpochMilli()));
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static SignedTransaction signed(BcsReader in) {
    return new SignedTransaction(
        new TxHash(Bytes.of(in.bytes())),
        Bytes.of(in.bytes()),
        new Validity(
            in.option(r -> new Address(r.string())),
            in.option(BcsReader::u64).map(OptionalLong::of).orElse(OptionalLong.empty()),
            in.option(r -> Instant.ofEpochMilli(r.u64()))));
  }

  private static void error(BcsWriter out, ChainException error) {
    out.string(error.code().name()).string(error.getMessage()).string(error.raw());
    out.option(error.abort(), (w, a) -> w.string(a.module().text()).u64(a.code()));
  }

  private static ChainException error(BcsReader in) {
    ChainException.Code code = ChainException.Code.valueOf(in.string());
    String message = in.string();
    String raw = in.string();
    return in.option(r -> new ChainException.Abort(new Address(r.string()), r.u64()))
        .map(abort -> ChainException.aborted(abort.module(), abort.code(), raw))
        .orElseGet(() -> new ChainException(code, message, raw));
  }
}
