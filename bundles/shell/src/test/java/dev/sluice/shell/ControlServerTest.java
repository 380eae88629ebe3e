/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.node.api.Finding;
import dev.sluice.node.api.NodeInfo;
import dev.sluice.node.api.NodeService;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlServerTest {
  @TempDir Path data;
  private final Semaphore started = new Semaphore(0);
  private final Semaphore interrupted = new Semaphore(0);
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ControlServer(sessions(), node());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Sessions that know the commands {@code quick} and {@code endless}. */
  private SessionFactory sessions() {
    Session session =
        proxy(
            Session.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("execute") && arguments[0].equals("endless")) {
                started.release();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  interrupted.release();
                  throw e;
                }
              }
              return null;
            });
    return proxy(SessionFactory.class, (proxy, method, arguments) -> session);
  }

  private static <S> S proxy(Class<S> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private NodeService node() {
    return new NodeService() {
      @Override
      public NodeInfo info() {
        return new NodeInfo("test", Instant.EPOCH, 1, data);
      }

      @Override
      public List<Finding> findings() {
        return List.of();
      }
    };
  }

  private Socket endless() throws Exception {
    String[] control = Files.readString(data.resolve("control")).strip().split(" ", 2);
    var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(control[0]));
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeUTF(control[1]);
    out.writeUTF("endless");
    out.flush();
    return socket;
  }

  @Test
  void commandsWhoseClientsAreGoneAreInterrupted() throws Exception {
    var clients = new ArrayList<Socket>();
    for (int i = 0; i < ControlServer.MAX_COMMANDS; i++) {
      clients.add(endless());
    }
    assertThat(started.tryAcquire(ControlServer.MAX_COMMANDS, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(ControlClient.run(data, "quick")).as("one command too many").isEqualTo(8);
    for (Socket client : clients) {
      client.close();
    }
    assertThat(interrupted.tryAcquire(ControlServer.MAX_COMMANDS, 10, TimeUnit.SECONDS)).isTrue();
    while (ControlClient.run(data, "quick") != 0) {
      Thread.onSpinWait(); // The last of them are about to end.
    }
  }

  @Test
  void theClientNamesWhatIsWrong() throws Exception {
    assertThat(ControlClient.run(data, "x".repeat(70_000))).isEqualTo(2);
    for (String damaged : List.of("", "x y", "1")) {
      Files.writeString(data.resolve("control"), damaged);
      assertThat(ControlClient.run(data, "quick")).as(damaged).isEqualTo(8);
    }
    Files.write(data.resolve("control"), new byte[] {(byte) 0xff});
    assertThat(ControlClient.run(data, "quick")).isEqualTo(8);
  }
}
