/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import dev.sluice.node.api.Finding;
import dev.sluice.node.api.NodeInfo;
import dev.sluice.node.api.NodeService;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@link NodeService} over Felix Health Checks. */
@Component
public final class HealthNodeService implements NodeService {
  private final HealthCheckExecutor executor;
  private final NodeInfo info;
  private final Clock clock = Clock.systemUTC();
  private final ConcurrentHashMap<String, Finding> last = new ConcurrentHashMap<>();

  @Activate
  public HealthNodeService(@Reference HealthCheckExecutor executor, BundleContext context) {
    this.executor = executor;
    String data = context.getProperty("karaf.data");
    var runtime = ManagementFactory.getRuntimeMXBean();
    this.info =
        new NodeInfo(
            version(context),
            Instant.ofEpochMilli(runtime.getStartTime()),
            runtime.getPid(),
            Path.of(data == null ? "." : data).toAbsolutePath());
  }

  private static String version(BundleContext context) {
    var v = context.getBundle().getVersion();
    String base = v.getMajor() + "." + v.getMinor() + "." + v.getMicro();
    return v.getQualifier().isEmpty() ? base : base + "-" + v.getQualifier();
  }

  @Override
  public NodeInfo info() {
    return info;
  }

  @Override
  public List<Finding> findings() {
    var options = new HealthCheckExecutionOptions().setOverrideGlobalTimeout(CHECK_TIMEOUT_MS);
    var findings =
        executor.execute(HealthCheckSelector.tags("sluice"), options).stream()
            .map(this::finding)
            .sorted(Comparator.comparing(Finding::level).reversed().thenComparing(Finding::name))
            .toList();
    last.keySet().retainAll(findings.stream().map(Finding::name).toList());
    return findings;
  }

  private Finding finding(HealthCheckExecutionResult result) {
    Finding now =
        Findings.of(
            result.getHealthCheckMetadata().getName(), result.getHealthCheckResult(), clock);
    return last.merge(
        now.name(),
        now,
        (before, after) ->
            before.level() == after.level()
                ? new Finding(
                    after.name(), after.level(), before.since(), after.why(), after.next())
                : after);
  }
}
