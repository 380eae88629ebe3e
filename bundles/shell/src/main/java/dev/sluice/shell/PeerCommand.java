/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.Peers;
import java.util.Collection;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A command about other nodes. The peer network is a feature of its own; a reference to its service
 * would keep all commands of this bundle away until it is installed.
 */
abstract class PeerCommand extends ListingCommand {
  @Option(name = "--identity", description = "Which identity of this node")
  String identity = "peer";

  @Reference BundleContext context;

  <T> T ask(Function<Peers, T> question) {
    try {
      Collection<ServiceReference<Peers>> found = context.getServiceReferences(Peers.class, null);
      for (ServiceReference<Peers> each : found) {
        if (identity.equals(each.getProperty(Peers.NAME))) {
          Peers peers = context.getService(each);
          if (peers != null) {
            try {
              return question.apply(peers);
            } finally {
              context.ungetService(each);
            }
          }
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException(
        "no peer network '"
            + identity
            + "'; install it with: feature:install sluice-peer, or see: sluice:doctor");
  }
}
