/**
 * For authors of storage plugins: contract tests to extend, reference models that pass them, and a
 * disk that can be made to fail. For test scope only.
 */
@NullMarked
package dev.sluice.testkit.storage;

import org.jspecify.annotations.NullMarked;
