/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.api.Journals;

class InMemoryJournalsTest extends JournalContractTest {
  @Override
  protected Journals create() {
    return new InMemoryJournals();
  }

  @Override
  protected void close(Journals opened) {}
}
