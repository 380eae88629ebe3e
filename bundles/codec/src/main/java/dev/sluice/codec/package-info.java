/** Byte formats shared by all parts: BCS, Move type tags, hex, base58, bech32, varints. */
@NullMarked
package dev.sluice.codec;

import org.jspecify.annotations.NullMarked;
