/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import java.util.concurrent.CompletableFuture;

/**
 * A transaction on its way. Both futures fail with {@link ChannelException} when it is refused or
 * expires. They are completed on the member's thread: what depends on them must not block.
 *
 * @param accepted done when this node has executed a batch with it; it may still be replaced
 * @param confirmed done when it is part of every later log
 */
public record PendingCall(
    CompletableFuture<CallReport> accepted, CompletableFuture<CallReport> confirmed) {}
