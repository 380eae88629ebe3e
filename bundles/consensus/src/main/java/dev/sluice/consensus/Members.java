/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.ConsensusMember;
import dev.sluice.consensus.api.MemberFactory;
import dev.sluice.consensus.api.MemberSettings;
import org.osgi.service.component.annotations.Component;

/** Makes members that keep all rules. */
@Component
public final class Members implements MemberFactory {
  @Override
  public ConsensusMember create(MemberSettings settings) {
    return new Member(settings);
  }
}
