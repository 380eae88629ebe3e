/** Keys in an encrypted file of the data directory. */
@NullMarked
package dev.sluice.key;

import org.jspecify.annotations.NullMarked;
