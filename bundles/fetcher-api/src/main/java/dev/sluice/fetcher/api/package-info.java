/**
 * What a fetcher plugin implements: {@link dev.sluice.fetcher.api.Fetcher}, which brings one answer
 * from outside into the node, with its digest and where it came from.
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.fetcher.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
