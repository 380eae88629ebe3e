/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what a command prints as frames of {@link ControlProtocol}. */
final class FrameStream extends OutputStream {
  private final DataOutputStream out;

  FrameStream(DataOutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, ControlProtocol.MAX_FRAME);
      out.writeByte(ControlProtocol.OUTPUT);
      out.writeInt(part);
      out.write(bytes, offset + done, part);
      done += part;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
