/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.journal;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A log that lives as long as the process. */
public final class MemoryLog implements Log {
  private final ConcurrentSkipListMap<Long, byte[]> records = new ConcurrentSkipListMap<>();
  private final AtomicLong size = new AtomicLong();
  private long end;

  @Override
  public long append(byte[] payload) {
    long position = end;
    records.put(position, payload.clone());
    end += payload.length;
    size.addAndGet(payload.length);
    return position;
  }

  @Override
  public void sync() {}

  @Override
  public byte[] read(long position, int length) {
    Map.Entry<Long, byte[]> record = records.floorEntry(position);
    if (record == null) {
      throw new IllegalArgumentException("position " + position + " has been dropped");
    }
    int from = (int) (position - record.getKey());
    return Arrays.copyOfRange(record.getValue(), from, from + length);
  }

  @Override
  public void forEach(Visitor visitor) {
    records.forEach(visitor::record);
  }

  @Override
  public void dropBefore(long position) {
    while (!records.isEmpty()
        && records.firstKey() + records.firstEntry().getValue().length <= position) {
      size.addAndGet(-records.pollFirstEntry().getValue().length);
    }
  }

  @Override
  public long size() {
    return size.get();
  }

  @Override
  public void close() {}
}
