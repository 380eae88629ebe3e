/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.key.api.Signer;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ask to close a channel. */
@Service
@Command(
    scope = "channel",
    name = "close",
    description = "Ask to close a channel; a quorum of members must ask")
public final class ChannelCloseCommand extends WishCommand {
  @Override
  void hand(ChannelService channels, ChannelStatus status, long expiry, Signer signer) {
    CloseRequest request = new CloseRequest(status.domain(), status.address(), sequence, expiry);
    channels.close(status.member(), new SignedClose(request, sign(signer, request.encode())));
  }
}
