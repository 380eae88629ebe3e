/**
 * Signatures decided by fixed rules that every member shares, batch verification, hashes.
 *
 * <p>Plain Java over Bouncy Castle's lightweight functions: no provider is registered and none is
 * looked up for a signature.
 */
@NullMarked
package dev.sluice.crypto;

import org.jspecify.annotations.NullMarked;
