/**
 * REST under {@code /api/v1}, server-sent events, metrics: one way in over HTTP. Servlet types stay
 * in this bundle.
 */
@NullMarked
package dev.sluice.rest;

import org.jspecify.annotations.NullMarked;
