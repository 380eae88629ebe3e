/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.node.api.NodeService;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes commands of the {@code sluice} script, see {@link ControlProtocol}. */
@Component(service = {})
public final class ControlServer {
  /** Commands that may run at one time; one more is refused. */
  static final int MAX_COMMANDS = 8;

  /** How long a connection may take to say its token and command, in milliseconds. */
  static final int GREETING_TIMEOUT_MS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private final ServerSocket server;
  private final byte[] token;
  private final Path file;
  private final CommandRunner runner;
  private final ThreadPoolExecutor threads;
  private final Semaphore running = new Semaphore(MAX_COMMANDS);

  /** Opens the port and writes the control file. */
  @Activate
  public ControlServer(@Reference SessionFactory sessions, @Reference NodeService node)
      throws IOException {
    runner = new CommandRunner(sessions);
    server = new ServerSocket(0, MAX_COMMANDS, InetAddress.getLoopbackAddress());
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String text = HexFormat.of().formatHex(random);
    token = text.getBytes(UTF_8);
    var number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            1,
            2 * MAX_COMMANDS + 1, // One more for each command watches for its client.
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "sluice-control-" + number.incrementAndGet()));
    file = node.info().data().resolve(ControlProtocol.FILE);
    write(server.getLocalPort() + " " + text + "\n");
    threads.execute(this::accept);
  }

  /** Closes the port, interrupts running commands and deletes the control file. */
  @Deactivate
  void close() throws IOException {
    server.close();
    threads.shutdownNow();
    Files.deleteIfExists(file);
  }

  private void write(String content) throws IOException {
    Path temporary = file.resolveSibling(ControlProtocol.FILE + ".tmp");
    Files.deleteIfExists(temporary);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        Files.newByteChannel(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly)) {
      out.write(UTF_8.encode(content));
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        try {
          threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
          close(socket);
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("control connection failed: {}", e.getMessage());
        }
      }
    }
  }

  private void serve(Socket socket) {
    if (!running.tryAcquire()) {
      close(socket);
      return;
    }
    try (socket) {
      socket.setSoTimeout(GREETING_TIMEOUT_MS);
      var in = new DataInputStream(socket.getInputStream());
      if (!MessageDigest.isEqual(token, in.readUTF().getBytes(UTF_8))) {
        return;
      }
      String command = in.readUTF();
      socket.setSoTimeout(0);
      var out = new DataOutputStream(socket.getOutputStream());
      int status = run(command, in, out);
      out.writeByte(ControlProtocol.EXIT);
      out.writeInt(1);
      out.writeByte(status);
      out.flush();
    } catch (IOException e) {
      LOG.debug("control connection ended: {}", e.getMessage());
    } finally {
      running.release();
    }
  }

  private int run(String command, InputStream in, DataOutputStream out) {
    var hangUp = new HangUp(in);
    threads.execute(hangUp);
    try {
      return runner.run(command, new FrameStream(out));
    } finally {
      hangUp.over();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("control connection not closed: {}", e.getMessage());
    }
  }
}
