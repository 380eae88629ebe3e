/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.ConfigurationInfo;
import dev.sluice.plugin.api.ConfigurationInfo.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Reads the settings of an instance, with what the plugin says about them. */
final class ConfigurationReader {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|private|api.?key).*");
  private static final Pattern OURS = Pattern.compile("(service|felix\\.fileinstall)\\..*");

  private final ConfigurationAdmin configurations;
  private final MetaTypeService descriptions;

  ConfigurationReader(ConfigurationAdmin configurations, MetaTypeService descriptions) {
    this.configurations = configurations;
    this.descriptions = descriptions;
  }

  /** Empty if the service has no configuration. */
  Optional<ConfigurationInfo> read(ServiceReference<?> reference) {
    Object pid = reference.getProperty(Constants.SERVICE_PID);
    Bundle bundle = reference.getBundle();
    if (bundle == null || !(pid instanceof String text)) {
      return Optional.empty();
    }
    return find(text).map(configuration -> describe(configuration, bundle));
  }

  private Optional<Configuration> find(String pid) {
    try {
      Configuration[] found = configurations.listConfigurations("(service.pid=" + pid + ")");
      return found == null ? Optional.empty() : Optional.of(found[0]);
    } catch (IOException | InvalidSyntaxException e) {
      return Optional.empty();
    }
  }

  private ConfigurationInfo describe(Configuration configuration, Bundle bundle) {
    Optional<String> factory = Optional.ofNullable(configuration.getFactoryPid());
    Dictionary<String, Object> values = configuration.getProperties();
    var undescribed = new TreeSet<>(Collections.list(values.keys()));
    var settings = new ArrayList<Setting>();
    for (AttributeDefinition one : attributes(bundle, factory.orElseGet(configuration::getPid))) {
      undescribed.remove(one.getID());
      boolean secret = one.getType() == AttributeDefinition.PASSWORD || isSecret(one.getID());
      settings.add(
          new Setting(
              one.getID(),
              value(values.get(one.getID()), secret),
              value(one.getDefaultValue(), secret).filter(text -> !text.isEmpty()),
              Optional.ofNullable(one.getDescription()).orElse("")));
    }
    undescribed.removeIf(key -> OURS.matcher(key).matches());
    for (String key : undescribed) {
      settings.add(new Setting(key, value(values.get(key), isSecret(key)), Optional.empty(), ""));
    }
    return new ConfigurationInfo(configuration.getPid(), factory, settings);
  }

  private List<AttributeDefinition> attributes(Bundle bundle, String pid) {
    var information = descriptions.getMetaTypeInformation(bundle);
    if (information == null) {
      return List.of();
    }
    var known = Set.of(information.getPids());
    var factories = Set.of(information.getFactoryPids());
    if (!known.contains(pid) && !factories.contains(pid)) {
      return List.of();
    }
    ObjectClassDefinition definition = information.getObjectClassDefinition(pid, null);
    return Arrays.asList(definition.getAttributeDefinitions(ObjectClassDefinition.ALL));
  }

  private static boolean isSecret(String key) {
    return SECRET.matcher(key).matches();
  }

  private static Optional<String> value(@Nullable Object value, boolean secret) {
    if (value == null) {
      return Optional.empty();
    }
    if (secret) {
      return Optional.of(ConfigurationInfo.HIDDEN);
    }
    return Optional.of(
        value instanceof Object[] array
            ? String.join(",", Arrays.stream(array).map(String::valueOf).toList())
            : value.toString());
  }
}
