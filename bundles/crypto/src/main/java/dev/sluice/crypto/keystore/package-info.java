/**
 * Secrets sealed in one file with a passphrase.
 *
 * <p>{@link dev.sluice.crypto.keystore.KeystoreFile} reads and writes the file, {@link
 * dev.sluice.crypto.keystore.Keystore} holds its opened entries. The format is described in {@code
 * docs/reference/keystore.md}.
 */
@NullMarked
package dev.sluice.crypto.keystore;

import org.jspecify.annotations.NullMarked;
