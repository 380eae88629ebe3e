/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key;

import dev.sluice.crypto.keystore.KeystoreFile;
import dev.sluice.key.api.CurveKeyService;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.SecretReader;
import dev.sluice.key.api.SecretService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Opens the keystore {@code keys/keystore} of the data directory and offers it as a service. */
@Component(
    service = HealthCheck.class,
    immediate = true,
    property = {"hc.name=keystore", "hc.tags=sluice"})
public final class KeyComponent implements HealthCheck {
  private final FileKeyService keys;
  private boolean beside;
  private final String failure;
  private final ServiceRegistration<?> registration;

  /** Opens the keystore; what prevents it is a finding, not a failure of the node. */
  @Activate
  public KeyComponent(BundleContext context) throws IOException {
    Path directory = Path.of(context.getProperty("karaf.data")).resolve("keys");
    Files.createDirectories(directory);
    var random = new SecureRandom();
    keys = new FileKeyService(new KeystoreFile(directory.resolve("keystore"), random), random);
    String why = "";
    try (Passphrase passphrase = Passphrase.find(System.getenv(), directory, random)) {
      beside = passphrase.beside();
      keys.unlock(passphrase.text());
    } catch (KeyException e) {
      why = String.valueOf(e.getMessage());
    }
    failure = why;
    String[] services = {
      KeyService.class.getName(),
      CurveKeyService.class.getName(),
      SecretService.class.getName(),
      SecretReader.class.getName()
    };
    registration = context.registerService(services, keys, null);
  }

  @Deactivate
  void close() {
    registration.unregister();
    keys.lock();
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    if (!keys.unlocked()) {
      log.critical("the keystore is locked: {}", failure);
      log.critical("Next: restart the node with the right SLUICE_PASSPHRASE");
    } else if (beside) {
      log.warn("the keystore's passphrase lies beside it in the data directory");
      log.warn(
          "Next: fine for development; else give its text as SLUICE_PASSPHRASE and delete the file");
    } else {
      log.info("{} keys", keys.signers().size());
    }
    return new Result(log);
  }
}
