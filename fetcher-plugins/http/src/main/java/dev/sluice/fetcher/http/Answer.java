/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * What a source sent.
 *
 * @param target that sent it, after redirects
 * @param status 200 to 299
 * @param headers in their order, without cookies
 * @param body after decompression
 * @param address that sent it
 * @param peer its certificate
 */
record Answer(
    Target target,
    int status,
    List<Provenance.Detail> headers,
    Bytes body,
    String address,
    Optional<Provenance.TlsPeer> peer) {

  /** First value of a header, empty text if there is none. */
  String header(String name) {
    return headers.stream()
        .filter(h -> h.name().equals(name))
        .map(Provenance.Detail::value)
        .findFirst()
        .orElse("");
  }
}
