/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.MemberRef;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show why members do not go on. */
@Service
@Command(
    scope = "channel",
    name = "why",
    description = "Show why a member of a channel, or any of them, does not go on")
public final class ChannelWhyCommand extends ChannelCommand {
  @Argument(index = 0, name = "member", description = "CHAIN/CHANNEL/ACCOUNT; all if not given")
  String member = "";

  @Override
  Listing listing() {
    return ask(
        channels -> {
          List<MemberRef> members =
              member.isEmpty() ? channels.members() : List.of(MemberRef.parse(member));
          return new Listing(
              List.of("member", "why"),
              members.stream()
                  .flatMap(
                      m ->
                          channels.status(m).waiting().stream()
                              .map(why -> List.<Object>of(m.toString(), why)))
                  .toList());
        });
  }
}
