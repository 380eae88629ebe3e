/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one fetcher; the file is {@code sluice.fetcher.http-<name>.cfg}. */
@ObjectClassDefinition(
    name = "HTTP fetcher",
    description = "Data from web pages and web services: JSON, XML, HTML")
@interface HttpConfig {
  /** Name of the instance. */
  @AttributeDefinition(
      name = "Name",
      description = "Name of the fetcher: 1 to 40 of a-z 0-9 - _. Default: http")
  String fetcher_name() default "http";

  /** Ports. */
  @AttributeDefinition(
      name = "Ports",
      description = "Ports that may be asked, separated by commas. Default: 80,443")
  String ports() default "80,443";

  /** Hosts. */
  @AttributeDefinition(
      name = "Allowed hosts",
      description =
          "Hosts that may be asked, separated by commas: api.example.org, or *.example.org for all"
              + " below. Empty, the default: every public host")
  String hosts_allow() default "";

  /** Hosts. */
  @AttributeDefinition(
      name = "Denied hosts",
      description = "Hosts that must not be asked, in the same form. Goes before all else")
  String hosts_deny() default "";

  /** Hosts in private networks. */
  @AttributeDefinition(
      name = "Private sources",
      description =
          "host:port of sources that may be at a private or loopback address, separated by commas,"
              + " e.g. db.lan:8080. Default: none")
  String private_sources() default "";

  /** Own trust roots. */
  @AttributeDefinition(
      name = "Certificate authorities",
      description =
          "host=/path/ca.pem, separated by commas: the only authorities trusted for this host."
              + " Other hosts: those of the Java runtime")
  String authorities() default "";

  /** Where secrets may go. */
  @AttributeDefinition(
      name = "Secrets",
      description =
          "name=host, separated by commas: the secret of the keystore may be sent in headers to"
              + " this host, by https. Default: none")
  String secrets() default "";

  /** Bound of a connect. */
  @AttributeDefinition(
      name = "Connect time-out",
      description = "Milliseconds for one connect or TLS handshake, 10 to 60000, default 5000",
      min = "10",
      max = "60000")
  int connect_ms() default 5_000;

  /** Bound of the work on an answer. */
  @AttributeDefinition(
      name = "Formula time-out",
      description =
          "Milliseconds to read an answer and apply the formula, 10 to 60000, default 2000",
      min = "10",
      max = "60000")
  int formula_ms() default 2_000;

  /** Bound of bodies. */
  @AttributeDefinition(
      name = "Largest body",
      description =
          "Bytes, 1024 to 16777216, default 1048576, before and after decompression. A request may"
              + " ask for less",
      min = "1024",
      max = "16777216")
  int max_body_bytes() default 1 << 20;

  /** Bound of threads. */
  @AttributeDefinition(
      name = "Threads",
      description = "Requests under way at a time, 1 to 512, default 32",
      min = "1",
      max = "512")
  int threads() default 32;

  /** Bound for one host. */
  @AttributeDefinition(
      name = "Requests per host",
      description = "Requests under way to one host, 1 to 512, default 8",
      min = "1",
      max = "512")
  int host_requests() default 8;

  /** Bound of the queue. */
  @AttributeDefinition(
      name = "Waiting requests",
      description = "Requests that may wait, 1 to 65536, default 1024. More are OVERLOADED",
      min = "1",
      max = "65536")
  int max_waiting() default 1_024;

  /** Kept connections. */
  @AttributeDefinition(
      name = "Idle connections",
      description = "Connections kept for the next request, 0 to 512, default 32",
      min = "0",
      max = "512")
  int idle_connections() default 32;

  /** How long they are kept. */
  @AttributeDefinition(
      name = "Idle time",
      description = "Milliseconds a connection is kept, 100 to 60000, default 5000",
      min = "100",
      max = "60000")
  int idle_ms() default 5_000;
}
