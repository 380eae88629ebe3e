/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.StorageException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Block stores: what they hold, and single blocks. */
@Component(service = Route.Resource.class)
public final class StoreResource implements Route.Resource {
  /** One store; the same fields as {@code store:list --json}. */
  record Store(
      String name,
      String plugin,
      long blocks,
      long liveBytes,
      long diskBytes,
      long queuedBytes,
      boolean writable,
      int damage) {}

  /** A block; the content in base64. */
  record BlockView(String id, int bytes, String content) {}

  private record Entry(BlockStore store, String plugin) {}

  private final ConcurrentSkipListMap<String, Entry> stores = new ConcurrentSkipListMap<>();

  @Activate
  public StoreResource() {}

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(sluice.verified=true)")
  void addStore(BlockStore store, Map<String, Object> properties) {
    stores.put(
        String.valueOf(properties.get("storage.name")),
        new Entry(store, String.valueOf(properties.get("sluice.plugin.name"))));
  }

  void removeStore(BlockStore store, Map<String, Object> properties) {
    stores.computeIfPresent(
        String.valueOf(properties.get("storage.name")),
        (name, entry) -> entry.store().equals(store) ? null : entry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list("/stores", "The block stores", Store.class, call -> list()),
        Route.get("/stores/{name}/blocks/{id}", "One block", BlockView.class, call -> block(call)));
  }

  private List<Store> list() {
    return stores.entrySet().stream()
        .map(
            e -> {
              BlockStoreStats s = e.getValue().store().stats();
              return new Store(
                  e.getKey(),
                  e.getValue().plugin(),
                  s.blocks(),
                  s.liveBytes(),
                  s.diskBytes(),
                  s.queuedBytes(),
                  s.writable(),
                  s.damage().size());
            })
        .toList();
  }

  private BlockView block(Call call) {
    Entry entry = stores.get(call.path("name"));
    if (entry == null) {
      throw new ApiException(
          404, "NO_SUCH_STORE", "no store " + call.path("name"), "See GET /api/v1/stores");
    }
    try {
      return entry
          .store()
          .get(BlockId.parse(call.path("id")))
          .map(
              b ->
                  new BlockView(
                      b.id().toString(), b.size(), Base64.getEncoder().encodeToString(b.bytes())))
          .orElseThrow(
              () ->
                  new ApiException(
                      404, "NOT_FOUND", "no block " + call.path("id"), "Check the id."));
    } catch (StorageException e) {
      int status =
          switch (e.error()) {
            case INVALID -> 400;
            case CORRUPT -> 410;
            default -> 503;
          };
      throw new ApiException(
          status, e.error().name(), String.valueOf(e.getMessage()), "See sluice:doctor.");
    }
  }
}
