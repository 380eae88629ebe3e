/**
 * Objects of the channel protocol that are signed, hashed or kept (sections 2 to 4 of its
 * document), with their one encoding.
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.consensus.api.object;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
