/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks the component of a plugin. Gives its service the properties {@value #NAME_PROPERTY} and
 * {@value #TYPE_PROPERTY}, and its bundle the capability {@value #NAMESPACE}, by which a plugin is
 * known before it is started. The version of a plugin is that of its bundle.
 *
 * <p>An instance of the plugin has a name of its own in the property {@code <type>.name}, e.g.
 * {@code chain.name}; without one it goes by the name of the plugin. It is used at build time only:
 * a plugin does not import this package.
 */
@ComponentPropertyType
@Capability(namespace = SluicePlugin.NAMESPACE, name = "${#name}", attribute = "type=${#type}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface SluicePlugin {
  /** Prefix of the service properties. */
  String PREFIX_ = "sluice.plugin.";

  /** Service property with the plugin's name. */
  String NAME_PROPERTY = "sluice.plugin.name";

  /** Service property with the plugin's type. */
  String TYPE_PROPERTY = "sluice.plugin.type";

  /** Namespace of the capability that makes a bundle a plugin. */
  String NAMESPACE = "sluice.plugin";

  /** {@link PluginName} of the plugin, e.g. {@code chain-aptos}. */
  String name();

  /** What kind of plugin: {@code chain}, {@code fetcher} or {@code storage}. */
  String type();
}
