/** Offers the node's metrics registry as a service. */
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
