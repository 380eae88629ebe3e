/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.BlockStore;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The block stores in service, by name, for commands. Only verified ones: see the storage bundle.
 */
final class Stores {
  private static final String VERIFIED = "(sluice.verified=true)";

  private final BundleContext context;

  Stores(BundleContext context) {
    this.context = context;
  }

  SortedMap<String, ServiceReference<BlockStore>> all() {
    var stores = new TreeMap<String, ServiceReference<BlockStore>>();
    references().forEach(r -> stores.put(String.valueOf(r.getProperty("storage.name")), r));
    return stores;
  }

  private Collection<ServiceReference<BlockStore>> references() {
    try {
      return context.getServiceReferences(BlockStore.class, VERIFIED);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is a constant", e);
    }
  }

  /**
   * Uses a store and lets go of it.
   *
   * @throws IllegalArgumentException if there is no such store
   */
  <T> T use(String name, Function<BlockStore, T> work) {
    ServiceReference<BlockStore> reference = all().get(name);
    BlockStore store = reference == null ? null : context.getService(reference);
    if (store == null) {
      throw new IllegalArgumentException("no store " + name + "; see: store:list");
    }
    try {
      return work.apply(store);
    } finally {
      context.ungetService(reference);
    }
  }
}
