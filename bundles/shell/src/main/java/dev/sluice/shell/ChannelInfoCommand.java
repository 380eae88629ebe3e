/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.consensus.api.MemberView;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show how one member stands. */
@Service
@Command(scope = "channel", name = "info", description = "Show how a member of a channel stands")
public final class ChannelInfoCommand extends ChannelCommand {
  @Argument(index = 0, name = "member", required = true, description = "CHAIN/CHANNEL/ACCOUNT")
  String member = "";

  @Override
  Listing listing() {
    MemberRef ref = MemberRef.parse(member);
    ChannelStatus status = ask(channels -> channels.status(ref));
    MemberView view = status.view();
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("address", status.address().toString()));
    rows.add(List.of("genesis", status.genesis().toString()));
    rows.add(List.of("state", view.state().name()));
    rows.add(List.of("epoch", view.promised()));
    rows.add(List.of("set version", view.setVersion()));
    rows.add(List.of("own place", place(view.index())));
    rows.add(List.of("leader's place", place(view.leader())));
    rows.add(List.of("confirmed batch", view.confirmedBatch()));
    rows.add(List.of("confirmed height", view.confirmedHeight()));
    rows.add(List.of("settled height", status.settledHeight()));
    rows.add(List.of("state root", view.confirmedState().toString()));
    rows.add(List.of("batches unconfirmed", view.unconfirmed()));
    rows.add(List.of("transactions pending", view.pending()));
    rows.add(List.of("inputs waiting", status.backlog()));
    rows.add(List.of("chain events read", view.chainSeq()));
    rows.add(List.of("signatures verified", status.verified()));
    rows.add(List.of("transactions executed", status.executed()));
    rows.add(List.of("journal forces", status.forces()));
    view.refused().forEach((code, count) -> rows.add(List.of("refused " + code.name(), count)));
    return new Listing(List.of("what", "value"), rows);
  }

  private static String place(java.util.Optional<Integer> place) {
    return place.map(Object::toString).orElse("none");
  }
}
