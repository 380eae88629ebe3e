/** What a running node tells of itself: version, readiness, and findings with a next step. */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.node.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
