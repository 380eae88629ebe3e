/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

/** How urgent a message is. Each class has a queue of its own per session; lower ones wait. */
public enum MessageClass {
  /** What agreement waits for. When this queue is full the session ends. */
  VOTE,
  /** Ordinary messages. When this queue is full a message is refused. */
  DATA,
  /** Large answers. When this queue is full a message is refused. */
  BULK
}
