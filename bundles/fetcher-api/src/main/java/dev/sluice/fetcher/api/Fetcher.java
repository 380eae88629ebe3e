/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Fetches data of one kind: HTTP, SQL, another chain. Implemented by plugin authors, registered as
 * an OSGi service with the property {@link #FETCHER_NAME}.
 *
 * <p><b>At least once.</b> A fetch may reach its source more than once: within its attempt budget,
 * and again on the next instance when this one is stopped in the middle. A fetcher therefore only
 * reads.
 *
 * <p><b>Threads.</b> Called from many threads at once. {@link #fetch} returns within about a
 * millisecond and does no input or output on the caller's thread; the future is completed on a
 * thread of the plugin. A plugin bounds its own queues and refuses beyond them with {@link
 * FetchException.Code#OVERLOADED}.
 *
 * <p><b>Errors.</b> A future fails with {@link FetchException} and nothing else, with one
 * exception: an instance that is being stopped fails each call it has not finished with {@link
 * java.util.concurrent.RejectedExecutionException}, within one second and leaving none open. The
 * core repeats such calls on the next instance.
 *
 * <p><b>Secrets.</b> A request carries references ({@code ${secret:name}}), never secrets. A
 * fetcher never puts a secret in a result, a message or a log.
 */
@ConsumerType
public interface Fetcher {
  /** Service property that holds the kind of this instance, e.g. {@code http}. */
  String FETCHER_NAME = "fetcher.name";

  /** What it fetches and which parameters it takes. Constant for the life of the instance. */
  FetcherInfo info();

  /**
   * Fetches once.
   *
   * @param request what, and within which bounds; the time-out holds for the whole fetch with all
   *     attempts, not for a single read
   * @return the answer; cancelling the future ends the fetch and closes its connection
   */
  CompletableFuture<FetchResult> fetch(FetchRequest request);
}
