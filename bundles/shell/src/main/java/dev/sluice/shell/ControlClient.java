/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Runs one shell command in the node of this machine: {@code ControlClient DATA COMMAND...}. */
public final class ControlClient {
  private static final int UNREACHABLE = 8;

  private ControlClient() {}

  /** Exits with the command's status. */
  public static void main(String[] args) throws IOException {
    System.exit(run(Path.of(args[0]), args[1]));
  }

  private static int run(Path data, String command) throws IOException {
    String[] portAndToken;
    try {
      portAndToken = Files.readString(data.resolve(ControlProtocol.FILE)).strip().split(" ", 2);
    } catch (NoSuchFileException e) {
      System.err.println("sluice: the node is not ready. See ./sluice logs");
      return UNREACHABLE;
    }
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(portAndToken[0]))) {
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeUTF(portAndToken[1]);
      out.writeUTF(command);
      out.flush();
      return copy(new DataInputStream(socket.getInputStream()));
    } catch (ConnectException | NoRouteToHostException e) {
      System.err.println("sluice: the node does not answer. Start it with: ./sluice start");
      return UNREACHABLE;
    } catch (EOFException e) {
      System.err.println("sluice: the node closed the connection. See ./sluice logs");
      return UNREACHABLE;
    }
  }

  private static int copy(DataInputStream in) throws IOException {
    while (true) {
      int type = in.readUnsignedByte();
      byte[] bytes = in.readNBytes(Math.min(in.readInt(), ControlProtocol.MAX_FRAME));
      if (type == ControlProtocol.EXIT) {
        System.out.flush();
        return bytes[0];
      }
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }
  }
}
