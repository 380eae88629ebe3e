/**
 * The member of a channel as a pure state machine (sections 6 to 9 of the channel protocol): no
 * threads, no clock, no input or output.
 */
@NullMarked
package dev.sluice.consensus;

import org.jspecify.annotations.NullMarked;
