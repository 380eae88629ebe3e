/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import java.io.InputStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@link PluginAdminService} as a service. */
@Component
public final class OsgiPluginAdminService implements PluginAdminService {
  private final ManagedPlugins plugins;

  /** Over the shared state. */
  @Activate
  public OsgiPluginAdminService(@Reference PluginRuntime runtime) {
    this.plugins = runtime.admin();
  }

  @Override
  public PluginCheck check(InputStream jar) {
    return plugins.check(jar);
  }

  @Override
  public PluginCheck checkRemoval(PluginName name) {
    return plugins.checkRemoval(name);
  }

  @Override
  public PluginInfo install(InputStream jar) {
    return plugins.install(jar);
  }

  @Override
  public PluginInfo update(PluginName name, InputStream jar) {
    return plugins.update(name, jar);
  }

  @Override
  public PluginInfo rollback(PluginName name) {
    return plugins.rollback(name);
  }

  @Override
  public void remove(PluginName name) {
    plugins.remove(name);
  }

  @Override
  public List<String> previousVersions(PluginName name) {
    return plugins.previousVersions(name);
  }
}
