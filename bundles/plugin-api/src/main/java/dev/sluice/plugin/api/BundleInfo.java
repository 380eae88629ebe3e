/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

/**
 * A bundle.
 *
 * @param id its number in this container
 * @param symbolicName its name
 * @param version its version
 * @param state as OSGi names it, e.g. {@code ACTIVE}
 * @param origin who installed it
 */
public record BundleInfo(
    long id, String symbolicName, String version, String state, Origin origin) {
  /** Who installed a bundle, and so who changes it. */
  public enum Origin {
    /** {@link PluginAdminService}. */
    MANAGED,
    /** The folder {@code deploy}: replace or delete the file there. */
    DEPLOY_FOLDER,
    /** A feature, or anything else: change it there. */
    OTHER
  }
}
