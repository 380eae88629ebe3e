/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.ChannelState;
import dev.sluice.chain.api.StateValue;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Queries as views of the Move contract {@code state_channel}, and their answers. */
final class ChannelReads {
  private final Address contract;

  ChannelReads(Address contract) {
    this.contract = contract;
  }

  /** The view that answers, and how its values are read. */
  record View<T>(Call call, Function<List<Bytes>, T> answer) {}

  @SuppressWarnings("unchecked")
  <T> View<T> view(ChannelQuery<T> query) {
    return (View<T>) any(query);
  }

  private View<?> any(ChannelQuery<?> query) {
    if (query instanceof ChannelQuery.Channels) {
      return view("channels", BcsReader::u64);
    } else if (query instanceof ChannelQuery.ChannelAddress q) {
      return view("channel_address", ChannelReads::address, u64(q.channel()));
    } else if (query instanceof ChannelQuery.Channel q) {
      return view("channel", ChannelReads::state, u64(q.channel()));
    } else if (query instanceof ChannelQuery.Members q) {
      return view("members", in -> in.list(ChannelReads::member), u64(q.channel()));
    } else if (query instanceof ChannelQuery.MemberSet q) {
      return view("set", ChannelReads::set, u64(q.channel()), u64(q.version()));
    } else if (query instanceof ChannelQuery.Epoch q) {
      return view("epoch", ChannelReads::epoch, u64(q.channel()), u64(q.number()));
    } else if (query instanceof ChannelQuery.Config q) {
      return view("config", ChannelReads::bytes, u64(q.channel()));
    } else if (query instanceof ChannelQuery.Genesis q) {
      return view("genesis", ChannelReads::bytes, u64(q.channel()));
    } else if (query instanceof ChannelQuery.Payable q) {
      return view("payable", BcsReader::u64, u64(q.channel()), address(q.account()));
    } else if (query instanceof ChannelQuery.Proposal q) {
      return view("proposal", ChannelReads::proposal, u64(q.channel()), u64(q.number()));
    } else if (query instanceof ChannelQuery.OpenProposals q) {
      return view("open_proposals", in -> in.list(BcsReader::u64), u64(q.channel()));
    } else if (query instanceof ChannelQuery.Candidates q) {
      return view("candidates", in -> in.list(ChannelReads::address), u64(q.channel()));
    } else if (query instanceof ChannelQuery.Delegations q) {
      return view("delegations", in -> pairs(in, ChannelReads::address), u64(q.channel()));
    } else if (query instanceof ChannelQuery.Applying q) {
      return view("applying", in -> in.list(ChannelReads::applying), u64(q.channel()));
    } else if (query instanceof ChannelQuery.Reservation q) {
      return new View<>(
          call("reservation", List.of(), u64(q.channel()), address(q.member())),
          values ->
              new ChannelState.Reservation(
                  only(values, 0, 3, BcsReader::u64),
                  only(values, 1, 3, BcsReader::bool),
                  only(values, 2, 3, BcsReader::u64)));
    } else if (query instanceof ChannelQuery.Pool q) {
      return new View<>(
          call("pool", List.of(q.coin()), address(q.account())),
          values -> only(values, 0, 1, ChannelReads::pool));
    } else if (query instanceof ChannelQuery.Bars q) {
      return view("bars", in -> pairs(in, BcsReader::u64), u64(q.channel()));
    }
    throw new IllegalArgumentException("unknown query " + query);
  }

  private <T> View<T> view(String function, Function<BcsReader, T> type, Bytes... arguments) {
    return new View<>(call(function, List.of(), arguments), values -> only(values, 0, 1, type));
  }

  private Call call(String function, List<String> types, Bytes... arguments) {
    return new Call(
        contract, function, types, List.of(arguments).stream().map(Call.Argument::of).toList());
  }

  private static <T> T only(List<Bytes> values, int index, int count, Function<BcsReader, T> type) {
    try {
      if (values.size() == count) {
        return BcsReader.read(values.get(index).toArray(), type);
      }
    } catch (CodecException e) {
      throw NodeJson.bad("the contract has another form", e);
    }
    throw new ChainException(Code.BAD_ANSWER, values.size() + " values in place of " + count);
  }

  static List<Bytes> bytesOf(List<StateValue> values) {
    return values.stream().map(StateValue::bytes).toList();
  }

  private static Bytes u64(long value) {
    return ChannelCalls.u64(value);
  }

  private static Bytes address(Address value) {
    return ChannelCalls.address(value);
  }

  static Address address(BcsReader in) {
    return new Address(in.address().toStandardString());
  }

  static Bytes bytes(BcsReader in) {
    return Bytes.of(in.bytes());
  }

  private static <V> Map<Address, V> pairs(BcsReader in, Function<BcsReader, V> value) {
    Map<Address, V> map = new LinkedHashMap<>();
    in.list(item -> Map.entry(address(item), value.apply(item)))
        .forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static ChannelState state(BcsReader in) {
    return new ChannelState(
        in.u64(),
        address(in),
        bytes(in),
        bytes(in),
        in.u8(),
        in.u64(),
        in.list(item -> new ChannelState.Label(bytes(item), bytes(item))),
        in.u64(),
        bytes(in),
        in.option(ChannelReads::address),
        in.u64(),
        in.u64(),
        in.option(item -> new ChannelState.Priority(address(item), item.u64())),
        in.u64(),
        bytes(in),
        in.u64(),
        in.u64(),
        in.u64(),
        in.list(ChannelReads::payout),
        in.list(item -> new ChannelState.Deposit(item.u64(), payout(item))),
        in.list(ChannelReads::cut),
        in.option(ChannelReads::posted),
        in.option(ChannelReads::exit),
        in.bool());
  }

  private static ChannelState.Payout payout(BcsReader in) {
    return new ChannelState.Payout(address(in), bytes(in), in.u64(), in.u8());
  }

  private static ChannelState.Cut cut(BcsReader in) {
    return new ChannelState.Cut(
        address(in),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        bytes(in),
        in.bool());
  }

  private static ChannelState.Posted posted(BcsReader in) {
    return new ChannelState.Posted(
        in.u64(),
        in.u64(),
        in.u64(),
        in.u64(),
        bytes(in),
        bytes(in),
        bytes(in),
        in.u64(),
        bytes(in),
        payouts(in));
  }

  /** The encoded list: kind, subject, cuts, entries. */
  private static Bytes payouts(BcsReader in) {
    var out = new dev.sluice.codec.BcsWriter();
    out.u8(in.u8()).address(in.address());
    out.list(
        in.list(item -> List.of(item.address(), item.u64(), item.u64())),
        (writer, cut) -> {
          writer.address((dev.sluice.codec.AccountAddress) cut.get(0));
          writer.u64((Long) cut.get(1)).u64((Long) cut.get(2));
        });
    out.list(
        in.list(ChannelReads::payout),
        (writer, entry) ->
            writer
                .address(Reads.address(entry.account()))
                .bytes(entry.asset())
                .u64(entry.amount())
                .u8(entry.release()));
    return out.toBytes();
  }

  private static ChannelState.Exit exit(BcsReader in) {
    return new ChannelState.Exit(
        in.u64(),
        in.option(ChannelReads::address),
        in.u64(),
        in.u64(),
        in.bool(),
        in.option(ChannelReads::posted));
  }

  private static ChannelState.Member member(BcsReader in) {
    return new ChannelState.Member(
        address(in), bytes(in), bytes(in), bytes(in), bytes(in), in.u64(), in.u64(), bytes(in));
  }

  private static ChannelState.Set set(BcsReader in) {
    return new ChannelState.Set(
        in.list(item -> new ChannelState.SetKey(address(item), bytes(item))),
        in.u64(),
        in.u64(),
        in.u64(),
        in.u8(),
        in.bool(),
        in.u64(),
        in.u64(),
        in.list(BcsReader::u64));
  }

  private static ChannelState.Epoch epoch(BcsReader in) {
    return new ChannelState.Epoch(in.u64(), bytes(in), in.option(ChannelReads::address));
  }

  private static ChannelState.Proposal proposal(BcsReader in) {
    return new ChannelState.Proposal(
        in.u64(),
        in.u8(),
        address(in),
        in.u64(),
        in.u64(),
        in.u64(),
        bytes(in),
        in.option(ChannelReads::address),
        in.list(BcsReader::u64),
        in.list(item -> item.option(BcsReader::u8)),
        in.u64(),
        in.u64(),
        in.u64(),
        in.bool());
  }

  private static ChannelState.Applying applying(BcsReader in) {
    return new ChannelState.Applying(
        in.u64(), bytes(in), in.option(BcsReader::u64), in.u64(), in.u64(), bytes(in));
  }

  private static ChannelState.Pool pool(BcsReader in) {
    return new ChannelState.Pool(
        in.u64(), in.u64(), in.option(item -> new ChannelState.Withdrawal(item.u64(), item.u64())));
  }
}
