/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Damage;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The damage found since opening, each place once, bounded. Thread-safe. */
final class Damages {
  private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

  private final List<Damage> found = new ArrayList<>();
  private long more;

  synchronized void add(String where, String what) {
    Damage damage = new Damage(where, what);
    if (found.contains(damage)) {
      return;
    }
    if (found.size() < BlockStoreStats.MAX_DAMAGE - 1) {
      found.add(damage);
      LOG.warn("{}: {}", where, what);
    } else {
      more++;
    }
  }

  synchronized List<Damage> list() {
    List<Damage> all = new ArrayList<>(found);
    if (more > 0) {
      all.add(new Damage("elsewhere", more + " further places are damaged"));
    }
    return List.copyOf(all);
  }
}
