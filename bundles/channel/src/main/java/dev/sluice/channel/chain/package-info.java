/**
 * Between a member and its contract: commands through the outbox, events and time from the chain.
 */
@NullMarked
package dev.sluice.channel.chain;

import org.jspecify.annotations.NullMarked;
