/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Makes the first administrator when {@code users.properties} has no user: a random password,
 * stored as a hash, and once in clear in the file {@value #FILE} of the data directory, readable by
 * its owner only. The {@code sluice} script shows that file once and deletes it.
 *
 * <p>Only administrators get the role {@code ssh}: a shell can read every file of the node's user.
 */
@Component(service = FirstLogin.class, immediate = true)
public final class FirstLogin {
  static final String FILE = "first-password";
  private static final String USER = "admin";
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 24;
  private static final String GROUPS =
      """
      _g_\\:admingroup = group,admin,operator,manager,viewer,systembundles,ssh
      _g_\\:operatorgroup = group,operator,viewer
      _g_\\:viewergroup = group,viewer
      """;

  @Activate
  public FirstLogin(BundleContext context) throws IOException {
    this(
        Path.of(context.getProperty("karaf.etc")),
        Path.of(context.getProperty("karaf.data")),
        new SecureRandom());
  }

  FirstLogin(Path etc, Path data, SecureRandom random) throws IOException {
    Path users = etc.resolve("users.properties");
    List<String> lines = Files.exists(users) ? Files.readAllLines(users) : List.of();
    if (lines.stream().anyMatch(FirstLogin::isUser)) {
      return;
    }
    var password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    ownerOnly(data.resolve(FILE), password + "\n");
    var all = new ArrayList<String>();
    lines.stream().filter(line -> line.isBlank() || line.startsWith("#")).forEach(all::add);
    all.add(USER + " = {CRYPT}" + sha256(password.toString()) + "{CRYPT},_g_:admingroup");
    all.addAll(GROUPS.lines().toList());
    ownerOnly(users, String.join("\n", all) + "\n");
  }

  private static boolean isUser(String line) {
    String text = line.strip();
    return !text.isEmpty() && !text.startsWith("#") && !text.startsWith("_g_");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void ownerOnly(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    var permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        Files.newByteChannel(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions)) {
      out.write(UTF_8.encode(content));
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
