/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Runs one shell command in the node of this machine: {@code ControlClient DATA COMMAND...}. */
public final class ControlClient {
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 8;

  private ControlClient() {}

  /** Exits with the command's status. */
  public static void main(String[] args) throws IOException {
    System.exit(run(Path.of(args[0]), args[1]));
  }

  /** Exit status of {@code command} in the node whose data directory is {@code data}. */
  static int run(Path data, String command) throws IOException {
    String[] portAndToken;
    try {
      portAndToken = Files.readString(data.resolve(ControlProtocol.FILE)).strip().split(" ", 2);
    } catch (NoSuchFileException e) {
      return refuse(UNREACHABLE, "the node is not ready. See ./sluice logs");
    } catch (IOException e) {
      return refuse(
          UNREACHABLE,
          "cannot read " + data.resolve(ControlProtocol.FILE) + ": only its owner can");
    }
    if (portAndToken.length != 2 || !portAndToken[0].matches("\\d{1,5}")) {
      return refuse(
          UNREACHABLE, data.resolve(ControlProtocol.FILE) + " is damaged. Restart the node");
    }
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(portAndToken[0]))) {
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeUTF(portAndToken[1]);
      out.writeUTF(command);
      out.flush();
      return copy(new DataInputStream(socket.getInputStream()));
    } catch (ConnectException | NoRouteToHostException e) {
      return refuse(UNREACHABLE, "the node does not answer. Start it with: ./sluice start");
    } catch (UTFDataFormatException e) {
      return refuse(USAGE, "the command is longer than 65535 bytes");
    } catch (EOFException | SocketException e) {
      return refuse(
          UNREACHABLE,
          "the node closed the connection: it is busy with other commands, or stopping. See ./sluice"
              + " logs");
    }
  }

  private static int refuse(int status, String why) {
    System.err.println("sluice: " + why);
    return status;
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
