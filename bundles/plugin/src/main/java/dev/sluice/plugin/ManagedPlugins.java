/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.PluginStore.Upload;
import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginCheck.Action;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/** {@link PluginAdminService}: examine, keep on disk, load, and take back what does not work. */
final class ManagedPlugins implements PluginAdminService {
  /** How long an operation waits for another. */
  static final Duration BUSY_LIMIT = Duration.ofSeconds(10);

  /** Jars that can be on their way in at one time. */
  static final int MAX_UPLOADS = 4;

  private final Examiner examiner;
  private final PluginRegistry registry;
  private final PluginLoader loader;
  private final PluginStore store;
  private final PluginNews news;
  private final long maxJarBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PluginName, String> unreadable = new ConcurrentSkipListMap<>();
  private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

  ManagedPlugins(
      Examiner examiner,
      PluginRegistry registry,
      PluginLoader loader,
      PluginStore store,
      PluginNews news,
      long maxJarBytes) {
    this.examiner = examiner;
    this.registry = registry;
    this.loader = loader;
    this.store = store;
    this.news = news;
    this.maxJarBytes = maxJarBytes;
  }

  /** Brings the container in line with the disk, after a crash or a cleared cache. */
  void recover() {
    alone(
        () -> {
          var current = new TreeMap<PluginName, String>();
          for (PluginName name : store.plugins()) {
            Optional<PluginState> state;
            try {
              state = store.read(name);
            } catch (PluginException e) {
              unreadable.put(name, String.valueOf(e.getMessage()));
              news.refused(name.value(), "", "not restored at start: " + e.getMessage());
              continue;
            }
            if (state.flatMap(PluginState::current).isEmpty()) {
              store.delete(name); // Its installation did not come to its end.
            } else {
              store.write(name, state.get().settled());
              current.put(name, state.get().current().get());
            }
          }
          loader.removeLeftovers(current);
          current.forEach(this::restore);
          return null;
        });
  }

  /** Plugins that were not restored since what the disk says of them makes no sense, and why. */
  Map<PluginName, String> unreadable() {
    return unreadable;
  }

  private void restore(PluginName name, String file) {
    try {
      if (!loader.restart(name, file)) {
        loader.install(name, file, store.jar(name, file));
      }
    } catch (PluginException e) {
      news.refused(
          name.value(), PluginState.version(file), "not restored at start: " + e.getMessage());
    }
  }

  @Override
  public PluginCheck check(InputStream jar) {
    return withUpload(jar, upload -> alone(() -> examiner.jar(upload.file())));
  }

  @Override
  public PluginCheck checkRemoval(PluginName name) {
    return alone(() -> examiner.removal(name));
  }

  @Override
  public PluginInfo install(InputStream jar) {
    return withUpload(jar, upload -> alone(() -> install(upload)));
  }

  private PluginInfo install(Upload upload) {
    PluginCheck check = accepted(upload);
    PluginName name = check.plugin().orElseThrow().name();
    if (check.action() != Action.INSTALL) {
      throw refused(
          name.value(),
          check.version(),
          Code.ALREADY_INSTALLED,
          "plugin '" + name + "' is installed already: use plugin:update");
    }
    String file = store.adopt(name, check.version(), upload);
    store.write(name, PluginState.NONE.trying(file));
    Bundle bundle;
    try {
      bundle = loader.install(name, file, store.jar(name, file));
    } catch (PluginException e) {
      store.delete(name);
      throw refused(name.value(), check.version(), e);
    }
    store.write(name, PluginState.NONE.updatedTo(file));
    news.changed("installed", name.value(), check.version(), "");
    return info(bundle);
  }

  @Override
  public PluginInfo update(PluginName name, InputStream jar) {
    examiner.installed(name);
    return withUpload(jar, upload -> alone(() -> update(name, upload)));
  }

  private PluginInfo update(PluginName name, Upload upload) {
    examiner.installed(name);
    PluginCheck check = accepted(upload);
    PluginName found = check.plugin().orElseThrow().name();
    if (!found.equals(name)) {
      throw refused(
          name.value(),
          check.version(),
          Code.OTHER_PLUGIN,
          "the jar is plugin '" + found + "', not '" + name + "'");
    }
    PluginState before = store.read(name).orElseThrow();
    String file = store.adopt(name, check.version(), upload);
    if (before.current().equals(Optional.of(file))) {
      throw refused(
          name.value(),
          check.version(),
          Code.ALREADY_INSTALLED,
          "this very jar is in service already");
    }
    return exchange(name, "updated", before, before.updatedTo(file));
  }

  @Override
  public PluginInfo rollback(PluginName name) {
    return alone(
        () -> {
          examiner.removal(name).refusal().ifPresent(r -> refuse(name, r));
          PluginState before = store.read(name).orElse(PluginState.NONE);
          if (before.previous().isEmpty()) {
            throw new PluginException(
                Code.NO_PREVIOUS, "no earlier version of '" + name + "' is kept");
          }
          PluginState after = before.rolledBack();
          examiner
              .jar(store.jar(name, after.current().orElseThrow()))
              .refusal()
              .ifPresent(r -> refuse(name, r));
          return exchange(name, "rolledback", before, after);
        });
  }

  private PluginInfo exchange(PluginName name, String what, PluginState before, PluginState after) {
    String to = after.current().orElseThrow();
    Bundle bundle = examiner.installed(name);
    store.write(name, before.trying(to));
    try {
      bundle =
          loader.exchange(bundle, name, to, store.jar(name, to), () -> store.write(name, after));
    } catch (PluginException e) {
      try {
        store.write(name, before);
      } catch (PluginException again) {
        e.addSuppressed(again); // What was written first names the old version as well.
      }
      throw refused(name.value(), PluginState.version(to), e);
    }
    news.changed(
        what,
        name.value(),
        PluginState.version(to),
        before.current().map(f -> "was " + PluginState.version(f)).orElse(""));
    return info(bundle);
  }

  @Override
  public void remove(PluginName name) {
    alone(
        () -> {
          PluginCheck check = examiner.removal(name);
          check.refusal().ifPresent(r -> refuse(name, r));
          try {
            loader.uninstall(examiner.installed(name));
          } catch (PluginException stuck) {
            // Without its files it is not started again, and what is left goes when the node
            // starts.
            store.delete(name);
            throw refused(
                name.value(),
                check.version(),
                new PluginException(
                    stuck.code(),
                    stuck.getMessage() + "; it is removed when the node starts again",
                    stuck));
          }
          store.delete(name);
          news.changed("removed", name.value(), check.version(), "");
          return null;
        });
  }

  @Override
  public List<String> previousVersions(PluginName name) {
    return alone(
        () ->
            store.read(name).orElse(PluginState.NONE).previous().stream()
                .map(PluginState::version)
                .toList());
  }

  private PluginCheck accepted(Upload upload) {
    PluginCheck check = examiner.jar(upload.file());
    check
        .refusal()
        .ifPresent(
            refusal -> {
              throw refused(
                  check.plugin().map(p -> p.name().value()).orElse(""),
                  check.version(),
                  refusal.code(),
                  String.join("; ", refusal.reasons()));
            });
    return check;
  }

  private void refuse(PluginName name, PluginCheck.Refusal refusal) {
    throw refused(name.value(), "", refusal.code(), String.join("; ", refusal.reasons()));
  }

  private PluginException refused(String name, String version, Code code, String why) {
    return refused(name, version, new PluginException(code, why));
  }

  private PluginException refused(String name, String version, PluginException e) {
    news.refused(name, version, String.valueOf(e.getMessage()));
    return e;
  }

  private PluginInfo info(Bundle bundle) {
    return registry.info(bundle).orElseThrow();
  }

  private interface OnUpload<T> {
    T apply(Upload upload);
  }

  /** Takes a jar in, which lasts as long as its sender likes: nobody waits for that. */
  private <T> T withUpload(InputStream jar, OnUpload<T> work) {
    if (!uploads.tryAcquire()) {
      throw new PluginException(Code.BUSY, MAX_UPLOADS + " jars are being sent: try later");
    }
    try {
      Upload upload = store.upload(jar, maxJarBytes);
      try {
        return work.apply(upload);
      } finally {
        store.discard(upload);
      }
    } finally {
      uploads.release();
    }
  }

  private <T> T alone(Supplier<T> operation) {
    try {
      if (!lock.tryLock(BUSY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PluginException(Code.BUSY, "another plugin operation is under way: try later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginException(Code.BUSY, "interrupted while another operation was under way", e);
    }
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }
}
