/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.SluicePlugin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * Names configuration files that could not be read and parts of the node that refused their
 * settings. The reason a part gives is the first line of its exception.
 */
@Component(property = {"hc.name=configuration", "hc.tags=sluice"})
public final class ConfigurationCheck implements HealthCheck {
  private final Path etc;
  private final ServiceComponentRuntime components;
  private final ConfigurationAdmin configurations;

  /** Looks at the node's own directory {@code etc}. */
  @Activate
  public ConfigurationCheck(
      BundleContext context,
      @Reference ServiceComponentRuntime components,
      @Reference ConfigurationAdmin configurations) {
    this(Path.of(String.valueOf(context.getProperty("karaf.etc"))), components, configurations);
  }

  ConfigurationCheck(
      Path etc, ServiceComponentRuntime components, ConfigurationAdmin configurations) {
    this.etc = etc;
    this.components = components;
    this.configurations = configurations;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    try {
      for (Path file : unread()) {
        log.critical("{} could not be read as a list of lines key = value", file);
        log.critical("Next: correct the file; it is read again when it is saved");
      }
    } catch (IOException e) {
      log.critical("cannot list {}: {}", etc, e.getMessage());
      log.critical("Next: check that the directory exists and is readable");
    }
    // Those of plugins are findings of the plugins.
    components.getComponentDescriptionDTOs().stream()
        .filter(one -> !one.properties.containsKey(SluicePlugin.NAME_PROPERTY))
        .flatMap(one -> components.getComponentConfigurationDTOs(one).stream())
        .filter(one -> one.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
        .forEach(
            one -> {
              var failure = ComponentFailure.of(one);
              log.critical("{} refused to start: {}", one.description.name, failure.why());
              log.critical("Next: {}", failure.next());
            });
    if (!log.iterator().hasNext()) {
      log.info("read from {}", etc);
    }
    return new Result(log);
  }

  /** Files that only make sense as configuration and of which the framework knows nothing. */
  private Set<Path> unread() throws IOException {
    var unread = new TreeSet<Path>();
    Set<Path> known = known();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, "sluice.*.{cfg,config}")) {
      for (Path file : files) {
        if (!known.contains(file.toAbsolutePath())) {
          unread.add(file);
        }
      }
    }
    return unread;
  }

  private Set<Path> known() throws IOException {
    var known = new HashSet<Path>();
    try {
      Configuration[] all = configurations.listConfigurations("(" + ComponentFailure.FILE + "=*)");
      Arrays.stream(all == null ? new Configuration[0] : all)
          .map(one -> String.valueOf(one.getProperties().get(ComponentFailure.FILE)))
          .forEach(uri -> known.add(Path.of(URI.create(uri)).toAbsolutePath()));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter is constant", e);
    }
    return known;
  }
}
