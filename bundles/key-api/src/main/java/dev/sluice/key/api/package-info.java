/** Keys of this node: who signs, without showing how. Plugins never see this package. */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.key.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
