/** The channels of this node. */
@NullMarked
package dev.sluice.channel;

import org.jspecify.annotations.NullMarked;
