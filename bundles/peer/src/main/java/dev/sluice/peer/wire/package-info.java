/** Frames as bytes. */
@NullMarked
package dev.sluice.peer.wire;

import org.jspecify.annotations.NullMarked;
