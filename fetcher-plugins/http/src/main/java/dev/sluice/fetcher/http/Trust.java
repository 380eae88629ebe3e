/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed: the Java runtime's authorities, or those set for a host. */
final class Trust {
  private final SSLContext usual;
  private final Map<String, SSLContext> byHost = new HashMap<>();

  /**
   * Loads authorities.
   *
   * @param files PEM file by host
   * @throws IllegalArgumentException if one cannot be read
   */
  Trust(Map<String, String> files) {
    try {
      usual = trusting(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
    files.forEach(
        (host, file) -> {
          try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int i = 0;
            for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
              store.setCertificateEntry("ca" + i++, c);
            }
            if (i == 0) {
              throw new IOException("no certificate in it");
            }
            byHost.put(host, trusting(store));
          } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                "authorities = " + host + "=" + file + ": cannot be read: " + e.getMessage(), e);
          }
        });
  }

  private static SSLContext trusting(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  SSLContext context(String host) {
    return byHost.getOrDefault(host, usual);
  }
}
