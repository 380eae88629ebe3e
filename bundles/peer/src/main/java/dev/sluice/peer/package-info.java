/** The node among others: sessions, topics and the thread that drives them. */
@NullMarked
package dev.sluice.peer;

import org.jspecify.annotations.NullMarked;
