/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.Provenance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.util.Timeout;

/** An open connection to a checked address. One thread uses it; any may close it. */
final class Connection {
  /** Most header lines of an answer. */
  static final int MAX_HEADERS = 64;

  /** Longest header line. */
  static final int MAX_LINE = 8_192;

  private static final int MAX_CHAIN = 10;
  private static final int BUFFER = 8_192;

  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxHeaderCount(MAX_HEADERS)
          .setMaxLineLength(MAX_LINE)
          .setMaxEmptyLineCount(2)
          .build();

  private final Socket raw;
  private final DefaultBHttpClientConnection http =
      new DefaultBHttpClientConnection(
          CONFIG,
          null,
          null,
          null,
          null,
          null,
          // By itself the connection takes a parser without our limits.
          new DefaultHttpResponseParserFactory(CONFIG));
  private final Optional<Provenance.TlsPeer> peer;
  private final String key;
  private long idleSince;

  Connection(Target target, Socket raw, Optional<SSLSocket> tls) throws IOException {
    this.raw = raw;
    this.key = target.origin();
    this.peer = tls.isPresent() ? Optional.of(peer(tls.get().getSession())) : Optional.empty();
    if (tls.isPresent()) {
      http.bind(tls.get(), raw);
    } else {
      http.bind(raw);
    }
  }

  private static Provenance.TlsPeer peer(SSLSession session) throws IOException {
    List<Bytes> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (chain.size() < MAX_CHAIN) {
          chain.add(
              Bytes.of(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
        }
      }
    } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
      throw new IOException("the certificate has no DER form", e);
    }
    return new Provenance.TlsPeer(
        session.getPeerPrincipal().getName(), chain, session.getProtocol());
  }

  /** The socket below TLS. */
  Socket socket() {
    return raw;
  }

  DefaultBHttpClientConnection http() {
    return http;
  }

  Optional<Provenance.TlsPeer> peer() {
    return peer;
  }

  /** Origin it leads to. */
  String key() {
    return key;
  }

  long idleSince() {
    return idleSince;
  }

  void setIdleSince(long nanos) {
    idleSince = nanos;
  }

  /** Whether it can carry another request. */
  boolean usable() {
    try {
      return http.isOpen() && !http.isStale();
    } catch (IOException e) {
      return false;
    }
  }

  void setReadLimit(long millis) {
    http.setSocketTimeout(Timeout.ofMilliseconds(Math.max(1, millis)));
  }

  /** Address and port at the other end. */
  String address() {
    var remote = (InetSocketAddress) raw.getRemoteSocketAddress();
    if (remote == null) {
      return "";
    }
    String host = remote.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
  }

  /** Closes the socket below TLS: a handshake or read in another thread ends at once. */
  void close() {
    try {
      raw.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
