/** Inputs and outputs of the member's state machine (section 6 of the channel protocol). */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.consensus.api.step;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
