/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.plugin.api.SluicePlugin;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.LocalDisk;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a {@link PackStorage} for each configuration and registers its block store and journals.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "sluice.storage.pack",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PackConfig.class, factory = true)
@SluicePlugin(name = PackComponent.PLUGIN, type = PackComponent.TYPE)
public final class PackComponent {
  private static final Logger LOG = LoggerFactory.getLogger(PackComponent.class);
  static final String PLUGIN = "storage-pack";
  static final String TYPE = "storage";

  private static final int STOP_SECONDS = 10;

  private final ExecutorService background;
  private final PackStorage storage;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Opens the store; a bad value fails with its key. */
  @Activate
  public PackComponent(BundleContext context, PackConfig config, Map<String, Object> properties) {
    String name = name(config);
    PackSettings settings = settings(config, properties);
    background = Executors.newSingleThreadExecutor(task -> new Thread(task, "sluice-pack-" + name));
    boolean opened = false;
    try {
      Path directory = directory(context, config, name);
      storage = PackStorage.open(LocalDisk.at(directory), settings, background, new SecureRandom());
      opened = true;
    } catch (IOException e) {
      throw Failures.of(e, "open the data directory of pack store " + name);
    } finally {
      if (!opened) {
        background.shutdownNow();
      }
    }
    Dictionary<String, Object> served =
        FrameworkUtil.asDictionary(
            Map.of(
                "sluice.plugin.name",
                "storage-pack",
                "sluice.plugin.type",
                "storage",
                "storage.name",
                name,
                Constants.SERVICE_PID,
                properties.getOrDefault(Constants.SERVICE_PID, "sluice.storage.pack")));
    registrations.add(context.registerService(BlockStore.class, storage.blocks(), served));
    registrations.add(context.registerService(Journals.class, storage.journals(), served));
    LOG.info("pack store {} opened with {} blocks", name, storage.blocks().stats().blocks());
  }

  /** Withdraws the services, finishes admitted writes and closes the files. */
  @Deactivate
  public void stop() throws InterruptedException {
    registrations.forEach(ServiceRegistration::unregister);
    storage.close();
    background.shutdown();
    if (!background.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      background.shutdownNow();
    }
  }

  private static String name(PackConfig config) {
    String name = config.storage_name();
    if (!name.matches("[a-z0-9_-]{1,64}")) {
      throw new StorageException(
          StorageError.INVALID,
          "setting storage.name = \"" + name + "\" is not 1 to 64 of a-z 0-9 _ -");
    }
    return name;
  }

  private static Path directory(BundleContext context, PackConfig config, String name) {
    String configured = config.directory();
    try {
      if (!configured.isBlank()) {
        return Path.of(configured);
      }
      @Nullable String data = context.getProperty("sluice.data");
      data = data != null ? data : context.getProperty("karaf.data");
      if (data == null) {
        throw new StorageException(
            StorageError.INVALID,
            "setting directory is empty and neither sluice.data nor karaf.data is set: set one");
      }
      return Path.of(data, "pack", name);
    } catch (InvalidPathException e) {
      throw new StorageException(
          StorageError.INVALID, "setting directory = \"" + configured + "\" is no path", e);
    }
  }

  /** The settings in bytes, each checked. */
  static PackSettings settings(PackConfig config, Map<String, Object> raw) {
    return new PackSettings(
        read(raw, "segment.mib", config::segment_mib, 8, 256) * PackSettings.MIB,
        read(raw, "journal.segment.mib", config::journal_segment_mib, 4, 256) * PackSettings.MIB,
        (long) read(raw, "queue.mib", config::queue_mib, 1, 1024) * PackSettings.MIB,
        Duration.ofMillis(read(raw, "queue.wait.ms", config::queue_wait_ms, 1, 600_000)),
        (long) read(raw, "index.memory.mib", config::index_memory_mib, 1, 65_536)
            * PackSettings.MIB,
        read(raw, "compact.percent", config::compact_percent, 10, 100),
        read(raw, "index.records", config::index_records, 1000, 1_000_000_000));
  }

  private static int read(
      Map<String, Object> raw, String key, IntSupplier value, int min, int max) {
    int number;
    try {
      number = value.getAsInt();
    } catch (RuntimeException e) {
      // The framework converts on access and knows neither the key nor the range.
      throw new StorageException(
          StorageError.INVALID,
          "setting " + key + " = " + raw.get(key) + " is no number from " + min + " to " + max,
          e);
    }
    return (int) PackSettings.check(key, number, min, max);
  }
}
