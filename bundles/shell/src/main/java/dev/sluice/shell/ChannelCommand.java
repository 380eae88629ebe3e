/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelService;
import dev.sluice.peer.api.Peers;
import java.util.Collection;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A command about channels. They are a feature of their own; a reference to its service would keep
 * all commands of this bundle away until it is installed.
 */
abstract class ChannelCommand extends ListingCommand {
  @Option(name = "--identity", description = "Which peer identity of this node")
  String identity = "peer";

  @Reference BundleContext context;

  <T> T ask(Function<ChannelService, T> question) {
    try {
      Collection<ServiceReference<ChannelService>> found =
          context.getServiceReferences(ChannelService.class, null);
      for (ServiceReference<ChannelService> each : found) {
        if (identity.equals(each.getProperty(Peers.NAME))) {
          ChannelService channels = context.getService(each);
          if (channels != null) {
            try {
              return question.apply(channels);
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
        "no channels under the identity '"
            + identity
            + "'; install them with: feature:install sluice-channel, or see: sluice:doctor");
  }
}
