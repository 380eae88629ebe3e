/**
 * Other nodes: which are there, and topics to speak with them on. Wire format, limits and codes are
 * in the document "Peer protocol".
 */
@Export
@Version("0.1.0")
@NullMarked
package dev.sluice.peer.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
