/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Does what the headers {@code On-Start} and {@code On-Stop} of its bundle say. */
public final class MisbehavingActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) throws Exception {
    act(context.getBundle().getHeaders().get("On-Start"));
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    act(context.getBundle().getHeaders().get("On-Stop"));
  }

  private static void act(String what) throws InterruptedException {
    if ("fail".equals(what)) {
      throw new IllegalStateException("no, said the plugin");
    }
    while ("sleep".equals(what) || "hang".equals(what)) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        if ("sleep".equals(what)) {
          throw e;
        }
      }
    }
  }
}
