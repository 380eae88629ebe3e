/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.PrivilegedAction;
import java.util.List;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Runs one command line in a shell session of its own, with the rights of an administrator. */
final class CommandRunner {
  private static final List<String> ROLES =
      List.of("admin", "manager", "viewer", "systembundles", "ssh");

  /** By name: Karaf keeps the interpreter's own classes to itself. */
  private static final String NOT_FOUND = "CommandNotFoundException";

  private final SessionFactory sessions;

  CommandRunner(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Exit status of {@code command}; what it prints goes to {@code out}, errors included. */
  int run(String command, OutputStream out) {
    var subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal("sluice-control"));
    ROLES.forEach(role -> subject.getPrincipals().add(new RolePrincipal(role)));
    var print = new PrintStream(new BufferedOutputStream(out), false, UTF_8);
    try {
      return Subject.doAs(subject, (PrivilegedAction<Integer>) () -> execute(command, print));
    } finally {
      print.flush();
    }
  }

  private int execute(String command, PrintStream out) {
    try (Session session = sessions.create(InputStream.nullInputStream(), out, out)) {
      session.put("SCOPE", "shell:sluice:feature:bundle:*");
      session.put("SUBSHELL", "");
      session.put("APPLICATION", "sluice");
      session.put("USER", "sluice-control");
      Object result = session.execute(command);
      if (result != null) {
        out.println(result);
      }
      return 0;
    } catch (Exception e) {
      // The session's edge: whatever a command throws becomes one line and a status.
      out.println("Error: " + message(e));
      return NOT_FOUND.equals(e.getClass().getSimpleName())
          ? ControlProtocol.NO_SUCH_COMMAND
          : ControlProtocol.FAILED;
    }
  }

  private static String message(Throwable e) {
    @Nullable String text = e.getMessage();
    return text == null || text.isBlank() ? e.getClass().getSimpleName() : text;
  }
}
