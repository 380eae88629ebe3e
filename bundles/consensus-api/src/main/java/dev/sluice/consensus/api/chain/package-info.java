/**
 * The contract as a member sees it: its events, its operations, its abort codes (section 10 of the
 * channel protocol).
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.consensus.api.chain;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
