/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Says when nobody could administer the node, because the list of users is broken or has none. */
@Component(property = {"hc.name=logins", "hc.tags=sluice"})
public final class LoginsCheck implements HealthCheck {
  private static final String GROUP = "_g_:";

  private final Path users;

  /** Looks at the node's own list of users. */
  @Activate
  public LoginsCheck(BundleContext context) {
    this(Path.of(String.valueOf(context.getProperty("karaf.etc"))).resolve("users.properties"));
  }

  LoginsCheck(Path users) {
    this.users = users;
  }

  @Override
  public Result execute() {
    var log = new FormattingResultLog();
    try {
      long administrators = administrators();
      if (administrators == 0) {
        log.critical("{} has no user with the role admin", users);
        log.critical("Next: delete the file and start again; a new admin password is shown then");
      } else {
        log.info("{} users may administer the node", administrators);
      }
    } catch (IOException | IllegalArgumentException e) {
      log.critical("{} cannot be read: {}", users, e.getMessage());
      log.critical("Next: correct it, or delete it and start again for a new admin password");
    }
    return new Result(log);
  }

  private long administrators() throws IOException {
    var lines = new Properties();
    try (var in = Files.newBufferedReader(users, StandardCharsets.UTF_8)) {
      lines.load(in);
    }
    return lines.entrySet().stream()
        .filter(line -> !line.getKey().toString().startsWith(GROUP))
        .filter(line -> roles(line).anyMatch(role -> isAdmin(role, lines)))
        .count();
  }

  private static Stream<String> roles(Map.Entry<Object, Object> line) {
    return Arrays.stream(line.getValue().toString().split(",", -1)).skip(1).map(String::strip);
  }

  private static boolean isAdmin(String role, Properties lines) {
    return role.equals("admin")
        || (role.startsWith(GROUP)
            && Arrays.asList(lines.getProperty(role, "").split(",", -1)).contains("admin"));
  }
}
