/**
 * Plugins over OSGi. The exchange of a plugin under its callers ({@code Swappable}) knows nothing
 * of OSGi; {@code ServiceHub} joins it to the service registry, {@code ManagedPlugins} installs and
 * updates.
 */
@NullMarked
package dev.sluice.plugin;

import org.jspecify.annotations.NullMarked;
