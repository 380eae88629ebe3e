/** Readiness, status and findings of the running node. */
@NullMarked
package dev.sluice.node;

import org.jspecify.annotations.NullMarked;
