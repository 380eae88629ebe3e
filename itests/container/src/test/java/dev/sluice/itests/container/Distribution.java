/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.container;

import static org.ops4j.pax.exam.CoreOptions.propagateSystemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.LogLevelOption;
import org.ops4j.pax.exam.options.extra.VMOption;

/** The distribution that was built, unpacked, with free ports and no network. */
final class Distribution {
  private Distribution() {}

  static Option[] options() {
    String local = System.getProperty("org.ops4j.pax.url.mvn.localRepository");
    return combine(
        java17(),
        karafDistributionConfiguration()
            .frameworkUrl("file:" + System.getProperty("assembly.file"))
            .name("Sluice")
            .unpackDirectory(new File(System.getProperty("exam.directory"))),
        keepRuntimeFolder(),
        logLevel(LogLevelOption.LogLevel.INFO),
        configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
        maven("localRepository", local),
        maven("repositories", ""),
        port("etc/org.apache.karaf.shell.cfg", "sshPort"),
        port("etc/org.apache.karaf.management.cfg", "rmiRegistryPort"),
        port("etc/org.apache.karaf.management.cfg", "rmiServerPort"),
        port("etc/org.ops4j.pax.web.cfg", "org.osgi.service.http.port"),
        propagateSystemProperty("toy.v1"),
        propagateSystemProperty("toy.v2"),
        systemProperty("java.net.preferIPv4Stack").value("true"));
  }

  /** What Karaf's own start script passes; the test container does not use that script. */
  private static Option[] java17() {
    String karaf = System.getProperty("karaf.version");
    return Stream.of(
            "--add-reads=java.xml=java.logging",
            "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
            "--patch-module",
            "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar",
            "--patch-module",
            "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
            "-Djava.security.manager=allow",
            "-Xmx512m",
            "-classpath",
            "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*")
        .map(VMOption::new)
        .toArray(Option[]::new);
  }

  private static Option maven(String key, String value) {
    return editConfigurationFilePut(
        "etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn." + key, value);
  }

  private static Option port(String file, String key) {
    try (var socket = new ServerSocket(0)) {
      return editConfigurationFilePut(file, key, Integer.toString(socket.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
