/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import dev.sluice.codec.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes the parts of an answer. */
@FunctionalInterface
@ConsumerType
public interface PartReceiver {
  /** Called on the topic's thread; when it returns, the other side may send one more part. */
  void part(Bytes body);
}
