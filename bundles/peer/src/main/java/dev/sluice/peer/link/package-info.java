/** Connections as the node sees them, whatever carries them. */
@NullMarked
package dev.sluice.peer.link;

import org.jspecify.annotations.NullMarked;
