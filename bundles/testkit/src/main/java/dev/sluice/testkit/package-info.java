/** Test doubles that every part can use. For test scope only. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
