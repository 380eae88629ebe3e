/** Connections by ZeroMQ with CURVE. The only package that knows JeroMQ. */
@NullMarked
package dev.sluice.peer.zmq;

import org.jspecify.annotations.NullMarked;
