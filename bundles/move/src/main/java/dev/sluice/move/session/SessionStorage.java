/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.engine.Storage;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.ChangeSet.ItemChange;
import dev.sluice.move.state.ChangeSet.ResourceChange;
import dev.sluice.move.state.StateView;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Global storage in a session: the entries read so far, as the calls have left them. What a call
 * pays for an entry does not depend on whether an earlier one has used it. Not thread-safe.
 */
final class SessionStorage implements Storage {
  private final StateView view;
  private final GasSchedule schedule;
  private final Map<SlotKey, Slot> slots = new HashMap<>();
  private final Map<SlotKey, Slot> changed = new LinkedHashMap<>();
  private final Map<SlotKey, Slot> used = new LinkedHashMap<>();
  private long call;
  private long cachedBytes;
  private Meter meter;

  // The resource used last: code tends to come back to it.
  private @Nullable StructType lastType;
  private @Nullable AccountAddress lastAddress;
  private @Nullable Slot lastSlot;

  SessionStorage(StateView view, GasSchedule schedule) {
    this.view = view;
    this.schedule = schedule;
    this.meter = new Meter(schedule, 0, 0);
  }

  // Calls

  /** Starts a call. */
  void begin(Meter callMeter) {
    call++;
    meter = callMeter;
    used.clear();
    lastType = null;
    lastAddress = null;
    lastSlot = null;
  }

  /**
   * The changes of the present call, to be followed by {@link #accept} or {@link #reject}.
   *
   * @throws MoveException OUT_OF_GAS
   */
  ChangeSet changesOfCall() {
    List<ResourceChange> resources = new ArrayList<>();
    List<ItemChange> items = new ArrayList<>();
    for (Map.Entry<SlotKey, Slot> entry : used.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.written) {
        encode(slot);
        Change.between(slot.stored, slot.pending)
            .ifPresent(
                change -> {
                  meter.charge(schedule.of(GasCost.WRITE_ITEM));
                  add(entry.getKey(), change, resources, items);
                });
      }
    }
    return new ChangeSet(resources, items, List.of());
  }

  private void encode(Slot slot) {
    if (!slot.present) {
      slot.pending = null;
    } else if (slot.value != null) {
      BcsWriter out = new BcsWriter(slot.stored == null ? 64 : slot.stored.length() + 64);
      slot.type.writeObject(out, slot.value);
      slot.pending = out.toBytes();
      meter.charge(schedule.of(GasCost.WRITE_BYTE) * slot.pending.length());
    }
  }

  private static void add(
      SlotKey key, Change change, List<ResourceChange> resources, List<ItemChange> items) {
    if (key instanceof SlotKey.Resource resource) {
      resources.add(new ResourceChange(resource.address(), resource.type(), change));
    } else if (key instanceof SlotKey.Item item) {
      items.add(new ItemChange(item.table(), item.key(), change));
    }
  }

  /** Keeps what the present call did. */
  void accept() {
    for (Map.Entry<SlotKey, Slot> entry : used.entrySet()) {
      Slot slot = entry.getValue();
      if (slot.written) {
        cachedBytes += length(slot.pending) - length(slot.stored);
        slot.stored = slot.pending;
        slot.pending = null;
        slot.written = false;
        changed.put(entry.getKey(), slot);
      }
    }
  }

  private static int length(@Nullable Bytes bytes) {
    return bytes == null ? 0 : bytes.length();
  }

  /** Undoes what the present call did. */
  void reject() {
    for (Slot slot : used.values()) {
      if (slot.written) {
        slot.value = null;
        slot.pending = null;
        slot.written = false;
      }
    }
  }

  /** Forgets decoded values, because types may have another layout from now on. */
  void changeTypes() {
    for (Slot slot : slots.values()) {
      if (slot.written && slot.usedBy == call) {
        encode(slot);
      }
      slot.value = null;
    }
  }

  // Commits

  /** All changes since the last commit. */
  ChangeSet changes() {
    List<ResourceChange> resources = new ArrayList<>();
    List<ItemChange> items = new ArrayList<>();
    changed.forEach(
        (key, slot) ->
            Change.between(slot.committed, slot.stored)
                .ifPresent(change -> add(key, change, resources, items)));
    return new ChangeSet(resources, items, List.of());
  }

  /** Makes the present values the base of later changes; forgets all if they are too many. */
  void commit(long cacheLimit) {
    changed.values().forEach(slot -> slot.committed = slot.stored);
    changed.clear();
    if (cachedBytes > cacheLimit) {
      slots.clear();
      cachedBytes = 0;
    }
  }

  /** Goes back to the last commit. */
  void rollback() {
    for (Slot slot : changed.values()) {
      cachedBytes += length(slot.committed) - length(slot.stored);
      slot.stored = slot.committed;
      slot.value = null;
    }
    changed.clear();
  }

  // Entries

  /** Forgets a resource that no call has changed since the last commit: the next asks the view. */
  void forget(StructTag type, AccountAddress address) {
    Slot slot = slots.remove(new SlotKey.Resource(address, type, type.hashCode()));
    if (slot != null) {
      cachedBytes -= length(slot.stored);
    }
  }

  private Slot resource(StructType type, AccountAddress address) {
    if (lastSlot != null && type == lastType && address.equals(lastAddress)) {
      return lastSlot;
    }
    SlotKey.Resource key = new SlotKey.Resource(address, type.tag(), type.tagHash());
    Slot slot = slots.get(key);
    if (slot == null) {
      slot = insert(key, type, view.resource(address, type.tag()));
    }
    use(key, slot, type);
    lastType = type;
    lastAddress = address;
    lastSlot = slot;
    return slot;
  }

  private Slot item(AccountAddress table, byte[] key, Type type) {
    SlotKey.Item itemKey = new SlotKey.Item(table, Bytes.of(key));
    Slot slot = slots.get(itemKey);
    if (slot == null) {
      slot = insert(itemKey, type, view.tableItem(table, itemKey.key()));
    }
    use(itemKey, slot, type);
    return slot;
  }

  private Slot insert(SlotKey key, Type type, Optional<Bytes> stored) {
    Slot slot = new Slot(type, stored.orElse(null));
    cachedBytes += length(slot.stored);
    slots.put(key, slot);
    return slot;
  }

  /** Charges the first use in a call. */
  private void use(SlotKey key, Slot slot, Type type) {
    slot.type = type;
    if (slot.usedBy == call) {
      return;
    }
    slot.usedBy = call;
    slot.present = slot.stored != null;
    used.put(key, slot);
    meter.charge(
        schedule.of(GasCost.LOAD_ITEM) + schedule.of(GasCost.LOAD_BYTE) * length(slot.stored));
  }

  /** The decoded value of an entry that has one. */
  private Container value(Slot slot) {
    Container value = slot.value;
    if (value == null) {
      Bytes bytes = slot.written ? slot.pending : slot.stored;
      if (bytes == null) {
        throw new IllegalStateException("an entry without value");
      }
      value = decode(slot.type, bytes);
      slot.value = value;
    } else if (slot.countedBy != call) {
      meter.allocate(value.footprint());
    }
    slot.countedBy = call;
    return value;
  }

  private Container decode(Type type, Bytes bytes) {
    type.requireDepth();
    try {
      BcsReader in = new BcsReader(bytes);
      Container value = (Container) type.readObject(in, meter);
      in.end();
      return value;
    } catch (CodecException e) {
      throw MoveException.of(
          StatusCode.FAILED_TO_DESERIALIZE_RESOURCE,
          "stored bytes are no " + type + ": " + e.getMessage());
    }
  }

  private static MoveException missing(Type type, AccountAddress address) {
    return MoveException.of(StatusCode.MISSING_DATA, "no " + type + " at " + address);
  }

  @Override
  public boolean exists(StructType type, AccountAddress address) {
    return resource(type, address).present;
  }

  @Override
  public Struct borrow(StructType type, AccountAddress address, boolean mutable) {
    Slot slot = resource(type, address);
    if (!slot.present) {
      throw missing(type, address);
    }
    Container value = value(slot);
    slot.written |= mutable;
    return (Struct) value;
  }

  @Override
  public Struct moveFrom(StructType type, AccountAddress address) {
    Slot slot = resource(type, address);
    if (!slot.present) {
      throw missing(type, address);
    }
    return (Struct) take(slot);
  }

  private Container take(Slot slot) {
    Container value = value(slot);
    slot.value = null;
    slot.present = false;
    slot.written = true;
    return value;
  }

  @Override
  public void moveTo(StructType type, AccountAddress address, Struct value) {
    Slot slot = resource(type, address);
    if (slot.present) {
      throw MoveException.of(
          StatusCode.RESOURCE_ALREADY_EXISTS, "there is a " + type + " at " + address);
    }
    put(slot, value);
  }

  private void put(Slot slot, Container value) {
    slot.value = value;
    slot.countedBy = call;
    slot.present = true;
    slot.written = true;
  }

  @Override
  public @Nullable Container borrowItem(
      AccountAddress table, byte[] key, Type type, boolean mutable) {
    Slot slot = item(table, key, type);
    if (!slot.present) {
      return null;
    }
    Container value = value(slot);
    slot.written |= mutable;
    return value;
  }

  @Override
  public boolean hasItem(AccountAddress table, byte[] key, Type type) {
    return item(table, key, type).present;
  }

  @Override
  public @Nullable Container removeItem(AccountAddress table, byte[] key, Type type) {
    Slot slot = item(table, key, type);
    return slot.present ? take(slot) : null;
  }

  @Override
  public boolean addItem(AccountAddress table, byte[] key, Type type, Container value) {
    Slot slot = item(table, key, type);
    if (slot.present) {
      return false;
    }
    put(slot, value);
    return true;
  }
}
