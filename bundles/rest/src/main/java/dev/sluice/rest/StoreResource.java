/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.BlockStores;
import dev.sluice.storage.api.StorageException;
import java.util.Base64;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Block stores: what they hold, and single blocks. */
@Component(service = Route.Resource.class)
public final class StoreResource implements Route.Resource {
  /** One store; the same fields as {@code store:list --json}. */
  record Store(
      String name,
      long blocks,
      long liveBytes,
      long diskBytes,
      long queuedBytes,
      boolean writable,
      int damage) {}

  /** A block; the content in base64. */
  record BlockView(String id, int bytes, String content) {}

  private final BlockStores stores;

  @Activate
  public StoreResource(@Reference BlockStores stores) {
    this.stores = stores;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list("/stores", "The block stores", Store.class, call -> list()),
        Route.get("/stores/{name}/blocks/{id}", "One block", BlockView.class, call -> block(call)));
  }

  private List<Store> list() {
    return stores.names().stream().map(this::store).toList();
  }

  private Store store(String name) {
    BlockStoreStats s = stores.store(name).stats();
    return new Store(
        name,
        s.blocks(),
        s.liveBytes(),
        s.diskBytes(),
        s.queuedBytes(),
        s.writable(),
        s.damage().size());
  }

  private BlockView block(Call call) {
    String name = call.path("name");
    if (!stores.names().contains(name)) {
      throw new ApiException(404, "NO_SUCH_STORE", "no store " + name, "See GET /api/v1/stores");
    }
    try {
      return stores
          .store(name)
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
