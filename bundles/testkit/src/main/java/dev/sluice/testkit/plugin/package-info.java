/** The services around plugins, for tests of what uses them. */
@NullMarked
package dev.sluice.testkit.plugin;

import org.jspecify.annotations.NullMarked;
