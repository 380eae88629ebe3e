/**
 * Plugins of the running node: what is installed ({@link dev.sluice.plugin.api.PluginService}), how
 * to call one that may be exchanged at any time ({@link dev.sluice.plugin.api.PluginRef}), and how
 * to install, update and remove ({@link dev.sluice.plugin.api.PluginAdminService}).
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.plugin.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
