/** Transactions that reach their chain once, whatever happens on the way. */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.outbox.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
