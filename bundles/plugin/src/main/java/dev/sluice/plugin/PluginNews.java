/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.node.api.EventFeed;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what happens to plugins: in the event feed and in the log. */
final class PluginNews implements ServiceHub.HubListener {
  private static final Logger LOG = LoggerFactory.getLogger(PluginNews.class);

  private final EventFeed feed;

  PluginNews(EventFeed feed) {
    this.feed = feed;
  }

  void changed(String what, String plugin, String version, String detail) {
    LOG.info("plugin {} {} {} {}", plugin, version, what, detail);
    publish(what, Map.of("plugin", plugin, "version", version, "detail", detail));
  }

  void refused(String plugin, String version, String why) {
    LOG.warn("plugin {} {} refused: {}", plugin, version, why);
    publish("refused", Map.of("plugin", plugin, "version", version, "detail", why));
  }

  @Override
  public void bound(Candidate candidate) {
    publish("bound", fields(candidate, ""));
  }

  @Override
  public void unbound(Candidate candidate, int callsLeft) {
    if (callsLeft > 0) {
      LOG.warn(
          "plugin {}: instance {} held {} calls at its drain limit",
          candidate.plugin,
          candidate.instance,
          callsLeft);
    }
    publish("unbound", fields(candidate, callsLeft == 0 ? "" : callsLeft + " calls left"));
  }

  private static Map<String, String> fields(Candidate candidate, String detail) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("plugin", candidate.plugin);
    fields.put("instance", candidate.instance);
    fields.put("version", candidate.version);
    fields.put("detail", detail);
    return fields;
  }

  private void publish(String what, Map<String, String> fields) {
    var told = new LinkedHashMap<>(fields);
    told.values().removeIf(String::isEmpty);
    feed.publish("plugin." + what, told);
  }
}
