/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.SecretReader;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts secrets into headers. Requests come from strangers, so a request may name a secret, but only
 * the operator says to which host it goes; and it goes by https only.
 */
final class HeaderSecrets {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([^}]*)}");

  private final Map<String, String> hosts;
  private final SecretReader secrets;

  HeaderSecrets(Map<String, String> hosts, SecretReader secrets) {
    this.hosts = hosts;
    this.secrets = secrets;
  }

  /** Whether a value refers to a secret. */
  static boolean refers(String value) {
    return value.contains("${secret:");
  }

  /**
   * The value with its secrets.
   *
   * @throws FetchException {@link Code#SOURCE_DENIED} if a secret must not go there or is not there
   */
  String fill(String value, Target target) {
    Matcher matcher = REFERENCE.matcher(value);
    var out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(secret(matcher.group(1), target)));
    }
    matcher.appendTail(out);
    if (!HttpQuery.isHeader(out.toString())) {
      throw denied("a header with its secret is too long or not printable");
    }
    return out.toString();
  }

  private String secret(String name, Target target) {
    if (!target.https() || !target.host().equals(hosts.get(name))) {
      // The same words whether or not there is such a secret.
      throw denied("secret '" + name + "' may not be sent to " + target.origin());
    }
    try {
      return secrets
          .secret(new KeyName(name))
          .orElseThrow(() -> denied("no secret '" + name + "': see secret:put"));
    } catch (KeyException e) {
      throw denied("secret '" + name + "' cannot be read: " + e.code());
    }
  }

  private static FetchException denied(String message) {
    return new FetchException(Code.SOURCE_DENIED, message);
  }
}
