/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what happens to plugins. Registered as an OSGi service. Called on one thread, in order,
 * for events from then on; a listener that lags more than {@link PluginService#EVENT_HISTORY}
 * events misses some, which it sees by their sequence and makes good with {@link
 * PluginService#eventsAfter}.
 */
@ConsumerType
@FunctionalInterface
public interface PluginListener {
  /** Something happened. Must not block. */
  void onPluginEvent(PluginEvent event);
}
