/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.consensus.api.step.MemberState;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;

/** What an operator should know of the channels. */
final class ChannelFindings {
  private ChannelFindings() {}

  /**
   * The findings.
   *
   * @param failures directories of members that could not be begun, and why
   */
  static Result of(ChannelService channels, Map<String, String> failures) {
    var log = new FormattingResultLog();
    failures.forEach((name, why) -> log.critical("member {} does not begin: {}", name, why));
    List<MemberRef> members = channels.members();
    int waiting = 0;
    for (MemberRef member : members) {
      ChannelStatus status;
      try {
        status = channels.status(member);
      } catch (ChannelException e) {
        continue; // it was stopped meanwhile
      }
      if (!status.waiting().isEmpty() && status.view().state() != MemberState.CLOSED) {
        waiting++;
        log.warn("member {} waits: {}", member, String.join("; ", status.waiting()));
      }
    }
    if (!failures.isEmpty()) {
      log.critical("Next: unlock the keystore or mend the files; it is tried again by itself");
    } else if (waiting > 0) {
      log.warn("Next: channel:why MEMBER shows how it stands");
    } else {
      log.info("{} members", members.size());
    }
    return new Result(log);
  }
}
