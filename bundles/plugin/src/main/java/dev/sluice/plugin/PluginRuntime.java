/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.node.api.EventFeed;
import dev.sluice.node.api.NodeService;
import dev.sluice.plugin.api.SwapLimits;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.annotations.Designate;

/** Holds what the services of this bundle share. Not for other bundles. */
@Component(service = PluginRuntime.class, configurationPid = "sluice.plugin")
@Designate(ocd = PluginConfiguration.class)
public final class PluginRuntime {
  private final Threads threads = new Threads();
  private final SwapLimits limits;
  private final ServiceHub hub;
  private final PluginRegistry registry;
  private final ManagedPlugins admin;

  /** Starts the threads, looks at the services in place, and restores managed plugins. */
  @Activate
  public PluginRuntime(
      BundleContext context,
      PluginConfiguration configuration,
      @Reference NodeService node,
      @Reference EventFeed feed,
      @Reference ServiceComponentRuntime components,
      @Reference ConfigurationAdmin configurations,
      @Reference MetaTypeService descriptions) {
    var settings = PluginSettings.of(configuration, node.info().data());
    limits = settings.limits();
    var news = new PluginNews(feed);
    hub = new ServiceHub(context, threads.environment(), news);
    var health = new HealthReader(context, components);
    registry =
        new PluginRegistry(
            context, hub, health, new ConfigurationReader(configurations, descriptions));
    admin =
        new ManagedPlugins(
            new Examiner(context, registry, settings.maxPlugins()),
            registry,
            new PluginLoader(
                context,
                hub,
                registry,
                health,
                settings.takeover(),
                new Lifecycle(settings.start())),
            new PluginStore(settings.directory(), settings.previousVersions()),
            news,
            settings.maxJarBytes());
    hub.open();
    admin.recover();
  }

  @Deactivate
  void stop() {
    hub.close();
    threads.close();
  }

  SwapLimits limits() {
    return limits;
  }

  ServiceHub hub() {
    return hub;
  }

  PluginRegistry registry() {
    return registry;
  }

  ManagedPlugins admin() {
    return admin;
  }
}
