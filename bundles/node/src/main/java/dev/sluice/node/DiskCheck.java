/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Free space and write permission of the data directory. */
@Component(property = {"hc.name=disk", "hc.tags=sluice"})
public final class DiskCheck implements HealthCheck {
  /** Below this many bytes the finding is critical. */
  static final long CRITICAL_BYTES = 256L << 20;

  /** Below this many bytes the finding is a warning. */
  static final long WARN_BYTES = 2L << 30;

  private final Path data;

  @Activate
  public DiskCheck(BundleContext context) {
    this(Path.of(String.valueOf(context.getProperty("karaf.data"))));
  }

  DiskCheck(Path data) {
    this.data = data;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      if (!Files.isWritable(data)) {
        log.critical("{} is not writable", data);
        log.critical("Next: give the node's user write permission on it");
      } else if (free < CRITICAL_BYTES) {
        log.critical("{} MiB free under {}", free >> 20, data);
        log.critical("Next: free space or move the data directory (SLUICE_DATA)");
      } else if (free < WARN_BYTES) {
        log.warn("{} MiB free under {}", free >> 20, data);
        log.warn("Next: plan for more space or move the data directory (SLUICE_DATA)");
      } else {
        log.info("{} MiB free under {}", free >> 20, data);
      }
    } catch (IOException e) {
      log.critical("cannot read {}: {}", data, e.getMessage());
      log.critical("Next: check that the directory exists and is readable");
    }
    return new Result(log);
  }
}
