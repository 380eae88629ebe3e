/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Does what the headers {@code On-Start} and {@code On-Stop} of its bundle say; with {@code if}, as
 * long as a file is there.
 */
public final class MisbehavingActivator implements BundleActivator {
  private static final String IF = " if ";
  private static final String MAKE = "mkdir ";
  private static final long HANG_NANOS = 6_000_000_000L;

  @Override
  public void start(BundleContext context) throws Exception {
    act(context.getBundle().getHeaders().get("On-Start"));
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    act(context.getBundle().getHeaders().get("On-Stop"));
  }

  private static void act(@Nullable String header) throws InterruptedException, IOException {
    String what = header;
    if (header != null && header.contains(IF)) {
      Path file = Path.of(header.substring(header.indexOf(IF) + IF.length()));
      what = Files.exists(file) ? header.substring(0, header.indexOf(IF)) : null;
    }
    if ("fail".equals(what)) {
      throw new IllegalStateException("no, said the plugin");
    }
    if (what != null && what.startsWith(MAKE)) {
      Files.createDirectories(Path.of(what.substring(MAKE.length())));
    }
    if ("sleep".equals(what)) {
      Thread.sleep(60_000);
    }
    // Not for good: its thread would outlast the test.
    long end = System.nanoTime() + HANG_NANOS;
    while ("hang".equals(what) && System.nanoTime() < end) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        // Does not heed it.
      }
    }
  }
}
