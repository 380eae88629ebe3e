/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What plugins there are, and how to reach one. Thread-safe; no method waits for a plugin.
 *
 * <p>What happens to plugins is told in the node's event feed, under the topics {@code
 * plugin.installed}, {@code .updated}, {@code .rolledback}, {@code .removed}, {@code .refused},
 * {@code .bound} and {@code .unbound}, with the fields {@code plugin}, {@code version}, {@code
 * instance} and {@code detail} where they apply.
 */
@ProviderType
public interface PluginService {
  /** All installed plugins, by name, whether or not they work. */
  List<PluginInfo> plugins();

  /** One plugin, empty if it is not installed. */
  Optional<PluginInfo> plugin(PluginName name);

  /**
   * Names of the instances in service that offer an interface.
   *
   * @param type a plugin interface, e.g. {@code Chain.class}
   */
  SortedSet<String> instances(Class<?> type);

  /**
   * A lasting reference to one instance, by name and interface, whether or not it is there now. The
   * caller closes it; when the calling bundle stops, it is closed for it.
   *
   * @param type the interface, or a capability interface
   * @param instance the instance's name, e.g. the chain name
   * @throws PluginException with {@link PluginException.Code#OVERLOADED} if there are too many
   */
  <S> PluginRef<S> ref(Class<S> type, String instance);

  /**
   * The same with limits of its own.
   *
   * @see #ref(Class, String)
   */
  <S> PluginRef<S> ref(Class<S> type, String instance, SwapLimits limits);
}
