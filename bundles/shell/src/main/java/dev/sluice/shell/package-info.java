/** Commands of the Karaf shell. */
@NullMarked
package dev.sluice.shell;

import org.jspecify.annotations.NullMarked;
