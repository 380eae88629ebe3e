/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Interrupts the thread that made it when the client of its command is gone. */
final class HangUp implements Runnable {
  private final InputStream in;
  private @Nullable Thread command = Thread.currentThread();

  /**
   * @param in what the client sends, which is nothing until it hangs up
   */
  HangUp(InputStream in) {
    this.in = in;
  }

  @Override
  public void run() {
    try {
      while (in.read() >= 0) {
        // The protocol has no more to say; what comes is of no interest.
      }
    } catch (IOException e) {
      // Gone as well.
    }
    interrupt();
  }

  private synchronized void interrupt() {
    if (command != null) {
      command.interrupt();
    }
  }

  /** The command has ended: its thread is interrupted no more. */
  synchronized void over() {
    command = null;
    Thread.interrupted();
  }
}
