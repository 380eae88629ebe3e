/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Futures that fail with the cause itself, as documented, instead of a wrapper around it. */
final class Unwrapped {
  private Unwrapped() {}

  static <T> CompletableFuture<T> of(CompletableFuture<T> wrapped) {
    var plain =
        new CompletableFuture<T>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            boolean unused = wrapped.cancel(mayInterruptIfRunning);
            return super.cancel(mayInterruptIfRunning);
          }
        };
    var unused =
        wrapped.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                plain.complete(value);
              } else {
                plain.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure);
              }
            });
    return plain;
  }
}
