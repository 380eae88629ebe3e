/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.state.PublishRequest;
import dev.sluice.move.state.PublishRequest.AllowedDependency;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Struct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code 0x1::code}: asks the session to publish modules when the call has ended well. */
final class CodeNatives {
  /** Abort code for a second request in one call, as on the public networks. */
  private static final long ALREADY_REQUESTED = 0x30000;

  private CodeNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("code", "request_publish", context -> request(context, false))
        .add("code", "request_publish_with_allowed_deps", context -> request(context, true));
  }

  private static void request(NativeContext context, boolean withDependencies) {
    int bundle = withDependencies ? 3 : 2;
    AccountAddress owner = (AccountAddress) context.argument(0);
    ObjectVector names = (ObjectVector) context.argument(1);
    ObjectVector codes = (ObjectVector) context.argument(bundle);
    int policy = (int) context.longArgument(bundle + 1);
    Optional<List<AllowedDependency>> dependencies = Optional.empty();
    if (withDependencies) {
      ObjectVector allowed = (ObjectVector) context.argument(2);
      dependencies = Optional.of(dependencies(context, allowed));
      allowed.release(context.meter());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < names.size; i++) {
      expected.add(string(context, names.elements[i]));
    }
    List<Bytes> modules = new ArrayList<>();
    for (int i = 0; i < codes.size; i++) {
      byte[] code = ((ByteVector) codes.elements[i]).toArray();
      context.charge(GasCost.NATIVE_BYTE, code.length);
      modules.add(Bytes.of(code));
    }
    names.release(context.meter());
    codes.release(context.meter());
    PublishRequest request =
        new PublishRequest(owner, modules, Optional.of(expected), dependencies, policy);
    if (!context.requestPublish(request)) {
      throw NativeContext.abort(ALREADY_REQUESTED);
    }
  }

  private static List<AllowedDependency> dependencies(NativeContext context, ObjectVector allowed) {
    List<AllowedDependency> dependencies = new ArrayList<>();
    for (int i = 0; i < allowed.size; i++) {
      Struct dependency = (Struct) allowed.elements[i];
      dependencies.add(
          new AllowedDependency(
              (AccountAddress) dependency.objects[0], string(context, dependency.objects[1])));
    }
    return dependencies;
  }

  private static String string(NativeContext context, Object value) {
    byte[] bytes = ((ByteVector) ((Struct) value).objects[0]).toArray();
    context.charge(GasCost.NATIVE_BYTE, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
