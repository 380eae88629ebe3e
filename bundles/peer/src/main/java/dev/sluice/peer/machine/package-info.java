/**
 * Session, connector and directory as state machines: inputs with their time go in, outputs come
 * out. No sockets, threads or clocks.
 */
@NullMarked
package dev.sluice.peer.machine;

import org.jspecify.annotations.NullMarked;
