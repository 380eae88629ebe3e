/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.object.Certificate;

/** A certificate nobody has carried yet. */
public record CertificateNotice(Certificate certificate) implements PeerMessage {
  @Override
  public int bound() {
    return 5120;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(5);
    certificate.write(writer);
  }

  static CertificateNotice readFields(BcsReader reader) {
    return new CertificateNotice(Certificate.read(reader));
  }
}
