/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Settings, in {@code etc/sluice.rest.cfg}. */
@ComponentPropertyType
@interface RestConfig {
  /** Names under which the node may be addressed besides loopback; none by default. */
  String[] hosts() default {};
}
