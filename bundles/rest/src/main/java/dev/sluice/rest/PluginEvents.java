/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.node.api.EventFeed;
import dev.sluice.plugin.api.PluginEvent;
import dev.sluice.plugin.api.PluginListener;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Puts what happens to plugins into the node's event feed. */
@Component
public final class PluginEvents implements PluginListener {
  private final EventFeed feed;

  @Activate
  public PluginEvents(@Reference EventFeed feed) {
    this.feed = feed;
  }

  @Override
  public void onPluginEvent(PluginEvent event) {
    feed.publish(
        "plugin." + event.kind().name().toLowerCase(Locale.ROOT),
        Map.of(
            "plugin", event.plugin(),
            "instance", event.instance(),
            "version", event.version(),
            "detail", event.detail()));
  }
}
