/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.util.List;

/** A page of net changes, as the contract applies them one by one (section 4.4). */
public record NetChangePage(long number, List<NetChange> entries) implements Encodable {
  /** Keeps a copy of the list. */
  public NetChangePage {
    entries = List.copyOf(entries);
  }

  /**
   * Cuts entries into pages: after an entry whose key hash begins with a byte below 32, and before
   * one that would make the page too large.
   *
   * @param entries in order of their keys
   */
  public static List<NetChangePage> paginate(List<? extends NetChange> entries) {
    List<NetChangePage> pages = new java.util.ArrayList<>();
    List<NetChange> page = new java.util.ArrayList<>();
    int size = 0;
    for (NetChange entry : entries) {
      int added = entry.encode().length;
      if (!page.isEmpty() && encodedSize(page.size() + 1, size + added) > Bounds.MAX_PAGE) {
        pages.add(new NetChangePage(pages.size(), page));
        page.clear();
        size = 0;
      }
      page.add(entry);
      size += added;
      if ((HashFunction.T.hash(entry.key().toArray()).bytes()[0] & 0xff) < 32) {
        pages.add(new NetChangePage(pages.size(), page));
        page.clear();
        size = 0;
      }
    }
    if (!page.isEmpty()) {
      pages.add(new NetChangePage(pages.size(), page));
    }
    return List.copyOf(pages);
  }

  /** The net-change root over pages; zero if there are none. */
  public static Hash root(List<NetChangePage> pages) {
    return MerkleTree.root(HashFunction.H, pages);
  }

  private static int encodedSize(int count, int entryBytes) {
    return Tag.LENGTH + Integer.BYTES + (count < 0x80 ? 1 : 2) + entryBytes;
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.NET_PAGE.write(writer);
    writer.u32(number);
    Wire.putAll(writer, entries);
  }

  /** Reads a page of at most {@link Bounds#MAX_PAGE} bytes. */
  public static NetChangePage read(BcsReader reader) {
    int before = reader.remaining();
    Tag.NET_PAGE.expect(reader);
    NetChangePage page =
        new NetChangePage(reader.u32(), Wire.list(reader, Bounds.MAX_PAGE, NetChange::read));
    if (before - reader.remaining() > Bounds.MAX_PAGE) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a page above its bound");
    }
    return page;
  }
}
