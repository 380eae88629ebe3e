/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.key.api.KeyService;
import dev.sluice.node.api.NodeService;
import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.api.BlockStores;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final List<Route> routes =
      Stream.of(
              new NodeResource(absent(NodeService.class), absent(PluginService.class)),
              new PluginResource(absent(PluginService.class), absent(PluginAdminService.class)),
              new StoreResource(absent(BlockStores.class)),
              new KeyResource(absent(KeyService.class)))
          .flatMap(resource -> resource.routes().stream())
          .toList();
  private final JsonNode description = Json.MAPPER.valueToTree(OpenApi.describe(routes));

  private static <S> S absent(Class<S> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException("not in this test");
            }));
  }

  @Test
  void differentAnswersHaveDifferentSchemas() {
    var names =
        routes.stream()
            .flatMap(route -> Stream.concat(route.request().stream(), Stream.of(route.response())))
            .distinct()
            .map(Class::getSimpleName)
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void describesEveryPath() {
    for (Route route : routes) {
      assertThat(description.at("/paths").has("/api/v1" + route.path())).isTrue();
    }
    assertThat(description.at("/paths").fieldNames())
        .toIterable()
        .contains("/api/v1/session", "/api/v1/openapi.json", "/api/v1/events", "/metrics");
    assertThat(description.at("/paths/~1api~1v1~1session").has("post")).isTrue();
  }
}
