/** State channels of this node: create, join, submit, view, follow, leave and close. */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.channel.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
