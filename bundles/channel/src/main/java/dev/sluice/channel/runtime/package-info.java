/** Runs a member's state machine: threads, timers, journal, signatures, links. */
@NullMarked
package dev.sluice.channel.runtime;

import org.jspecify.annotations.NullMarked;
