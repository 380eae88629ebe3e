/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.codec.Bytes;
import java.util.Optional;

/**
 * One request to a node. Every request may be repeated.
 *
 * @param path below the base, already encoded, without leading slash
 * @param accept content type wanted
 * @param body to be sent by POST; empty = GET
 */
record NodeRequest(String path, String accept, Optional<Body> body) {
  static final String JSON = "application/json";
  static final String BCS = "application/x-bcs";
  static final String SIGNED_BCS = "application/x.aptos.signed_transaction+bcs";
  static final String VIEW_BCS = "application/x.aptos.view_function+bcs";

  /** What is sent. */
  record Body(String type, Bytes bytes) {}

  static NodeRequest get(String path) {
    return new NodeRequest(path, JSON, Optional.empty());
  }

  static NodeRequest getBcs(String path) {
    return new NodeRequest(path, BCS, Optional.empty());
  }

  static NodeRequest post(String path, String type, Bytes bytes, String accept) {
    return new NodeRequest(path, accept, Optional.of(new Body(type, bytes)));
  }
}
