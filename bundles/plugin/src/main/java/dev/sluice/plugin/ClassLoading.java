/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of a bundle that is about to take over, so that its first call does not wait
 * for them. None is initialised: no code of the bundle runs.
 */
final class ClassLoading {
  /** A plugin's libraries may hold many classes that it never uses. */
  static final int MAX_CLASSES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(ClassLoading.class);
  private static final String SUFFIX = ".class";

  private ClassLoading() {}

  /** Loads and links the classes of a resolved bundle's own jar; at most {@link #MAX_CLASSES}. */
  static void ahead(Bundle bundle) {
    var entries = bundle.findEntries("/", "*" + SUFFIX, true);
    List<URL> files = entries == null ? List.of() : Collections.list(entries);
    files.stream().limit(MAX_CLASSES).forEach(file -> link(bundle, file.getPath().substring(1)));
  }

  private static void link(Bundle bundle, String file) {
    String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    try {
      // Asking for the methods makes the virtual machine verify the class and load what it names.
      int methods = bundle.loadClass(name).getDeclaredMethods().length;
      LOG.trace("{} of {} loaded ahead, {} methods", name, bundle.getSymbolicName(), methods);
    } catch (ClassNotFoundException | LinkageError e) {
      // A class for a library that is not there: it may never be used.
      LOG.debug("{} of {} cannot be loaded ahead", name, bundle.getSymbolicName(), e);
    }
  }
}
