/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import org.osgi.annotation.versioning.ProviderType;

/** Makes members. A service, so that who runs members does not depend on how they are made. */
@ProviderType
@FunctionalInterface
public interface MemberFactory {
  /** A member that has read nothing yet: its first input is its journal. Thread-safe. */
  ConsensusMember create(MemberSettings settings);
}
