/** The outbox: pure lanes, their journal, and the adapter to plugins and keys. */
@NullMarked
package dev.sluice.outbox;

import org.jspecify.annotations.NullMarked;
