/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.metrics;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Registers one {@link PrometheusRegistry} as a service, with the JVM's own metrics in it. Services
 * register their collectors there and unregister them when they stop.
 */
@Component(
    service = {},
    immediate = true)
public final class MetricsRegistry {
  private final ServiceRegistration<PrometheusRegistry> registration;

  /** Registers the service. */
  @Activate
  public MetricsRegistry(BundleContext context) {
    var registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    registration = context.registerService(PrometheusRegistry.class, registry, null);
  }

  @Deactivate
  void stop() {
    registration.unregister();
  }
}
