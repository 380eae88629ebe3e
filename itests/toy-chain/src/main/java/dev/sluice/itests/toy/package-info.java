/** A chain plugin for tests: its chain is a file, in which every execution is one line. */
@NullMarked
package dev.sluice.itests.toy;

import org.jspecify.annotations.NullMarked;
