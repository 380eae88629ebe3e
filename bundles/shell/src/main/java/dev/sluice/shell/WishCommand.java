/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** A wish that a member signs with its transaction key, in the order of its transactions. */
abstract class WishCommand extends ChannelCommand {
  @Argument(index = 0, name = "member", required = true, description = "CHAIN/CHANNEL/ACCOUNT")
  String member = "";

  @Option(
      name = "--key",
      required = true,
      description = "Name of the member's transaction key in the keystore")
  @Completion(KeyNameCompleter.class)
  String key = "";

  @Option(
      name = "--sequence",
      required = true,
      description = "Above the sequence number of the last transaction signed with the key")
  long sequence;

  @Option(name = "--heights", description = "How many heights from now on the wish is valid")
  long heights = 100_000;

  @Reference KeyService keys;

  @Override
  final Listing listing() {
    MemberRef ref = MemberRef.parse(member);
    if (sequence < 1 || heights < 1) {
      throw new IllegalArgumentException("--sequence and --heights begin with 1");
    }
    Signer signer = keys.signer(new KeyName(key));
    return ask(
        channels -> {
          ChannelStatus status = channels.status(ref);
          long expiry = Math.addExact(status.view().confirmedHeight(), heights);
          hand(channels, status, expiry, signer);
          return new Listing(
              List.of("member", "sequence", "expiryHeight", "state"),
              List.of(List.of(member, sequence, expiry, "asked")));
        });
  }

  /** Signs the wish and gives it to the member. */
  abstract void hand(ChannelService channels, ChannelStatus status, long expiry, Signer signer);

  static Signature sign(Signer signer, byte[] message) {
    return Signature.of(signer.sign(message).toArray());
  }
}
