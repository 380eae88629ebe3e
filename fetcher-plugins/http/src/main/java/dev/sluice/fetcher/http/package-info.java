/**
 * The HTTP fetcher: one request to a public address, bounded in every direction, and a value taken
 * out of its answer. Settings and errors are in {@code docs/reference/fetcher-http.md}.
 */
@NullMarked
package dev.sluice.fetcher.http;

import org.jspecify.annotations.NullMarked;
