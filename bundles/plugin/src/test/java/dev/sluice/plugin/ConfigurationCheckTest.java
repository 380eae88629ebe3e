/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

class ConfigurationCheckTest {
  @Test
  void aCheckThatFindsNothingIsOkAndSaysSo(@TempDir Path etc) {
    var check =
        new ConfigurationCheck(
            etc, nothing(ServiceComponentRuntime.class), nothing(ConfigurationAdmin.class));
    Result result = check.execute();
    assertThat(result.getStatus()).isEqualTo(Result.Status.OK);
    assertThat(result.iterator().next().getMessage()).contains("read from");
  }

  /** Knows no component and no configuration. */
  private static <S> S nothing(Class<S> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> method.getReturnType().isArray() ? null : List.of()));
  }
}
