/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSettingsTest {
  /** What the framework makes of a configuration: defaults, and conversion when asked. */
  private static PackConfig config(Map<String, Object> values) {
    return (PackConfig)
        Proxy.newProxyInstance(
            PackConfig.class.getClassLoader(),
            new Class<?>[] {PackConfig.class},
            (proxy, method, arguments) -> {
              Object value = values.get(method.getName().replace('_', '.'));
              return value == null
                  ? method.getDefaultValue()
                  : (Object) Integer.parseInt(value.toString());
            });
  }

  @Test
  void takesTheDefaults() {
    assertThat(PackComponent.settings(config(Map.of()), Map.of())).isEqualTo(PackSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "segment.mib, 8, 7",
    "segment.mib, 256, 257",
    "journal.segment.mib, 4, 3",
    "journal.segment.mib, 256, 257",
    "queue.mib, 1, 0",
    "queue.mib, 1024, 1025",
    "queue.wait.ms, 1, 0",
    "queue.wait.ms, 600000, 600001",
    "index.memory.mib, 1, 0",
    "index.memory.mib, 65536, 65537",
    "compact.percent, 10, 9",
    "compact.percent, 100, 101",
    "index.records, 1000, 999",
    "index.records, 1000000000, 1000000001",
  })
  void refusesAValueOutsideItsRangeByName(String key, String good, String bad) {
    PackComponent.settings(config(Map.of(key, good)), Map.of(key, good));
    assertThatThrownBy(() -> PackComponent.settings(config(Map.of(key, bad)), Map.of(key, bad)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(key + " = " + bad)
        .extracting(e -> ((StorageException) e).error())
        .isEqualTo(StorageError.INVALID);
  }

  @Test
  void refusesWhatIsNoNumberByName() {
    Map<String, Object> values = Map.of("segment.mib", "large");
    assertThatThrownBy(() -> PackComponent.settings(config(values), values))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("segment.mib = large");
  }
}
