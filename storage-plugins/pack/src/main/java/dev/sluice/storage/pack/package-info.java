/**
 * The embedded storage plugin: blocks and journals in append-only segment files. The format is in
 * {@code docs/reference/pack-format.md}.
 */
@NullMarked
package dev.sluice.storage.pack;

import org.jspecify.annotations.NullMarked;
