/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.io.InputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs, updates and removes plugins while the node runs. No operation restarts a bundle other
 * than the plugin's own; one that would is refused.
 *
 * <p>Thread-safe. One operation runs at a time; another waits up to ten seconds, then fails with
 * {@link PluginException.Code#BUSY}. An operation that returns is on disk and survives a restart;
 * one that fails leaves everything as it was. Streams are read to the end or to the size limit, and
 * not closed.
 */
@ProviderType
public interface PluginAdminService {
  /**
   * Dry run: what installing this jar would do, or updating with it if the plugin is installed.
   * Changes nothing.
   */
  PluginCheck check(InputStream jar);

  /** Dry run: what removing a plugin would do. Changes nothing. */
  PluginCheck checkRemoval(PluginName name);

  /**
   * Installs and starts a plugin that is not there yet.
   *
   * @throws PluginException if the jar is refused or does not start
   */
  PluginInfo install(InputStream jar);

  /**
   * Exchanges a plugin for another version while it is used. If the new version does not start, or
   * does not offer within the set time every instance the old one offered, the old one comes back.
   *
   * @throws PluginException if the jar is refused or was taken back
   */
  PluginInfo update(PluginName name, InputStream jar);

  /**
   * Goes back to the version before the last update.
   *
   * @throws PluginException with {@link PluginException.Code#NO_PREVIOUS} if none is kept
   */
  PluginInfo rollback(PluginName name);

  /** Stops and removes a plugin, and the versions kept of it. */
  void remove(PluginName name);

  /** Versions to which {@link #rollback} leads, nearest first. */
  List<String> previousVersions(PluginName name);
}
