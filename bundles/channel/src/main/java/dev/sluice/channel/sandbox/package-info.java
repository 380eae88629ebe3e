/** Runs the Move code of a channel: state, escrow, results, net changes, snapshots. */
@NullMarked
package dev.sluice.channel.sandbox;

import org.jspecify.annotations.NullMarked;
