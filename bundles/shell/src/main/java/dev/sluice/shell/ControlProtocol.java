/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

/**
 * The line between the {@code sluice} script and the node, over TCP on loopback. The node writes
 * its port and a random token into the file {@value #FILE} of the data directory, readable by its
 * owner only. The client sends the token and the command as two UTF strings ({@link
 * java.io.DataOutputStream#writeUTF}); the node answers frames of one type byte, a 4-byte length
 * and that many bytes.
 */
final class ControlProtocol {
  static final String FILE = "control";

  /** Frame: bytes the command printed. */
  static final int OUTPUT = 1;

  /** Last frame: one byte, the exit status. */
  static final int EXIT = 2;

  /** Longest frame in bytes. */
  static final int MAX_FRAME = 1 << 16;

  /** Exit status of a command that failed. */
  static final int FAILED = 1;

  /** Exit status when there is no such command. */
  static final int NO_SUCH_COMMAND = 127;

  private ControlProtocol() {}
}
