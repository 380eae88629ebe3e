/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a request goes, read once; everything after it uses these parts and never reads the URL
 * again.
 *
 * @param https by TLS
 * @param host lower case, without brackets and closing dot
 * @param port 1 to 65535
 * @param path with query, begins with {@code /}
 */
record Target(boolean https, String host, int port, String path) {
  /** Most characters of a URL. */
  static final int MAX_LENGTH = 2_048;

  private static final Pattern DOTTED =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads a URL.
   *
   * @throws FetchException {@link Code#INVALID_REQUEST}
   */
  static Target of(String url) {
    if (url.length() > MAX_LENGTH) {
      throw invalid("is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return of(new URI(url));
    } catch (URISyntaxException e) {
      throw invalid("is no URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
    }
  }

  private static Target of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw invalid("must begin with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw invalid("has no host; write names beyond a-z 0-9 - in their xn-- form");
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid("must not hold a user; use a header with a secret");
    }
    if (!isPlainHost(plain(uri.getHost()))) {
      throw invalid("has a host that is no name; write an address as four decimal numbers");
    }
    boolean https = scheme.equals("https");
    int port = uri.getPort() == -1 ? https ? HTTPS : HTTP : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw invalid("has port " + port);
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String all = path + query;
    if (!all.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw invalid("has characters in its path that must be written as %xx");
    }
    return new Target(https, plain(uri.getHost()), port, all);
  }

  /**
   * Whether everybody reads a host alike: one that ends in a number is an IPv4 address, which some
   * read as octal, hexadecimal or with parts left out.
   */
  private static boolean isPlainHost(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    boolean number = last.matches("[0-9]+|0x[0-9a-f]*");
    return !number || host.contains(":") || DOTTED.matcher(host).matches();
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[")) {
      return name.substring(1, name.length() - 1);
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static FetchException invalid(String why) {
    return new FetchException(Code.INVALID_REQUEST, "url " + why);
  }

  /** Where a redirect from here leads. */
  Target redirect(String location) {
    try {
      URI base = new URI(origin() + path);
      return of(base.resolve(new URI(location)).toString());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new FetchException(Code.SOURCE_ERROR, "the redirect of " + origin() + " is no URL", e);
    }
  }

  /** The host as it stands in a URL. */
  String urlHost() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Scheme, host and port. */
  String origin() {
    boolean usual = port == (https ? HTTPS : HTTP);
    return (https ? "https://" : "http://") + urlHost() + (usual ? "" : ":" + port);
  }

  /** URL without query. */
  String withoutQuery() {
    int at = path.indexOf('?');
    return origin() + (at < 0 ? path : path.substring(0, at));
  }
}
