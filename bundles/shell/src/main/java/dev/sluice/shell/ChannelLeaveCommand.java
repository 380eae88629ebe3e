/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.key.api.Signer;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ask to leave a channel. */
@Service
@Command(
    scope = "channel",
    name = "leave",
    description = "Ask to leave a channel; its state is settled first")
public final class ChannelLeaveCommand extends WishCommand {
  @Override
  void hand(ChannelService channels, ChannelStatus status, long expiry, Signer signer) {
    LeaveRequest request = new LeaveRequest(status.domain(), status.address(), sequence, expiry);
    channels.leave(status.member(), new SignedLeave(request, sign(signer, request.encode())));
  }
}
