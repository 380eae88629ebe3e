/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a name into addresses. */
@FunctionalInterface
interface Resolver {
  /** All addresses of a host name or address text. */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
