/**
 * What a storage plugin implements and what the services above it call: a content-addressed {@link
 * dev.sluice.storage.api.BlockStore}, append-only {@link dev.sluice.storage.api.Journals}, and
 * {@link dev.sluice.storage.api.Leases}.
 *
 * <p>All calls block for input and output and return when the work is done. None reacts to thread
 * interruption: an interrupted caller gets its answer with the interrupt flag still set. Sizes are
 * bytes. Every failure that is not a programming error is a {@link
 * dev.sluice.storage.api.StorageException} with a stable code.
 */
@Export
@NullMarked
@Version("0.1.0")
package dev.sluice.storage.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
