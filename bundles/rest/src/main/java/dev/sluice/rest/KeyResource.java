/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The node's keys: public halves only. */
@Component(service = Route.Resource.class)
public final class KeyResource implements Route.Resource {
  /** One key; the same fields as {@code key:list --json}. */
  record Key(String name, String publicKey) {
    static Key of(Signer signer) {
      return new Key(signer.name().value(), "0x" + signer.publicKey().toHex());
    }
  }

  /** A key to be made. */
  record NewKey(String name) {}

  private final KeyService keys;

  @Activate
  public KeyResource(@Reference KeyService keys) {
    this.keys = keys;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list(
            "/keys",
            "The node's keys",
            Key.class,
            call -> done(() -> keys.signers().stream().map(Key::of).toList())),
        Route.post(
            "/keys",
            Role.ADMIN,
            "Make a key",
            NewKey.class,
            Key.class,
            call -> {
              NewKey wanted = call.body(NewKey.class);
              return done(() -> Key.of(keys.generate(new KeyName(wanted.name()))));
            }),
        Route.action(
            "DELETE",
            "/keys/{name}",
            Role.ADMIN,
            "Remove a key for good",
            ApiServlet.Done.class,
            call ->
                done(
                    () -> {
                      keys.remove(new KeyName(call.path("name")));
                      return new ApiServlet.Done(true);
                    })));
  }

  private static Object done(Supplier<Object> operation) {
    try {
      return operation.get();
    } catch (KeyException e) {
      int status =
          switch (e.code()) {
            case NOT_FOUND -> 404;
            case EXISTS -> 409;
            case INVALID_NAME -> 400;
            case LOCKED, WRONG_PASSPHRASE -> 503;
            case FULL, STORAGE -> 507;
          };
      throw new ApiException(
          status, e.code().name(), String.valueOf(e.getMessage()), "See GET /api/v1/keys");
    }
  }
}
