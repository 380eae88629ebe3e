/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerKey;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Keep a session up with a node until the node stops. */
@Service
@Command(
    scope = "peer",
    name = "dial",
    description = "Keep a session up with a node until this one stops, or dial it anew at once")
public final class PeerDialCommand extends PeerCommand {
  @Argument(index = 0, name = "key", required = true, description = "64 hexadecimal digits")
  String key = "";

  @Argument(
      index = 1,
      name = "endpoints",
      multiValued = true,
      description = "Where it listens, e.g. 192.0.2.1:2135 or [2001:db8::1]:2135")
  List<String> endpoints = List.of();

  @Option(name = "--forget", description = "Keep it up no longer")
  boolean forget;

  @Override
  Listing listing() {
    PeerKey wanted = PeerKey.parse(key);
    List<Endpoint> places = endpoints.stream().map(Endpoint::parse).toList();
    boolean done =
        ask(
            peers -> {
              if (forget) {
                peers.forget(wanted);
              } else {
                peers.dial(new PeerAddress(wanted, places));
              }
              return true;
            });
    return new Listing(
        List.of("peer", forget ? "forgotten" : "dialled"), List.of(List.of(key, done)));
  }
}
