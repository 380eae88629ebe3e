/** Messages between members (section 3.9 of the channel protocol). */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.consensus.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
