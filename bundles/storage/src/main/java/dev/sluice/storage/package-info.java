/** What stands between storage plugins and those who use them; leases within the process. */
@NullMarked
package dev.sluice.storage;

import org.jspecify.annotations.NullMarked;
