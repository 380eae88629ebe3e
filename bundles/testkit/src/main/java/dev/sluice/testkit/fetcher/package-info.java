/** Contract tests for fetchers. */
@NullMarked
package dev.sluice.testkit.fetcher;

import org.jspecify.annotations.NullMarked;
