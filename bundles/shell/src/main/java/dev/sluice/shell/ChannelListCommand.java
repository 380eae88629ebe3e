/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.consensus.api.MemberView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the members of channels that this node runs. */
@Service
@Command(
    scope = "channel",
    name = "list",
    description = "Show the members of channels that this node runs")
public final class ChannelListCommand extends ChannelCommand {
  @Override
  Listing listing() {
    List<List<Object>> rows = new ArrayList<>();
    for (ChannelStatus status :
        ask(
            channels ->
                channels.members().stream()
                    .sorted(Comparator.comparing(MemberRef::toString))
                    .map(channels::status)
                    .toList())) {
      rows.add(row(status));
    }
    return new Listing(
        List.of("member", "state", "epoch", "confirmed", "settled", "pending", "waits"), rows);
  }

  private static List<Object> row(ChannelStatus status) {
    MemberView view = status.view();
    return List.of(
        status.member().toString(),
        view.state().name(),
        view.promised(),
        view.confirmedHeight(),
        status.settledHeight(),
        view.pending(),
        !status.waiting().isEmpty());
  }
}
