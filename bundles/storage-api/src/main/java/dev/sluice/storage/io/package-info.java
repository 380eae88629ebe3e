/**
 * The few file operations a store on local disk needs, behind an interface, so that tests can lose
 * power between any two of them. A plugin that keeps its data elsewhere does not need this package.
 */
@Export
@NullMarked
@Version("0.1.0")
package dev.sluice.storage.io;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
