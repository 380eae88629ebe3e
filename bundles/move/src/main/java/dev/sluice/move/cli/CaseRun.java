/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** One case: its steps in order on one state that starts empty. */
final class CaseRun {
  private final Session session;
  private final long gas;

  CaseRun(MoveVm vm, LoadedModules modules, long gas) {
    this.session = vm.open(modules, StateView.empty());
    this.gas = gas;
  }

  /** What is not as expected, if anything. */
  Optional<String> run(JsonNode node) {
    boolean executed = true;
    int number = 0;
    for (JsonNode step : node.path("steps")) {
      CallResult result = session.call(call(step));
      Optional<String> mismatch = compare(step.path("expect"), result);
      if (mismatch.isPresent()) {
        return Optional.of("step " + number + ": " + mismatch.get());
      }
      executed = result.isExecuted();
      number++;
    }
    return executed && node.has("net_changes")
        ? compareChanges(node.path("net_changes"), session.changes())
        : Optional.empty();
  }

  private Call call(JsonNode step) {
    FunctionName name = FunctionName.parse(step.path("function").asText());
    List<TypeTag> typeArguments = new ArrayList<>();
    step.path("type_args").forEach(tag -> typeArguments.add(TypeTag.parse(tag.asText())));
    List<Bytes> arguments = new ArrayList<>();
    step.path("args")
        .forEach(argument -> arguments.add(Bytes.fromHex(argument.path("bcs").asText())));
    return Call.function(name.module(), name.function())
        .withTypeArguments(typeArguments)
        .withArguments(arguments)
        .withGasLimit(gas);
  }

  private static Optional<String> compare(JsonNode expected, CallResult result) {
    List<String> differences = new ArrayList<>();
    compare(differences, "status", expected, result.status().name());
    compare(differences, "status_code", expected, Integer.toString(result.status().code()));
    OptionalLong subStatus =
        result.failure().map(MoveException::subStatus).orElse(OptionalLong.empty());
    String code = subStatus.isPresent() ? Long.toUnsignedString(subStatus.getAsLong()) : "none";
    compare(differences, "abort_code", expected, code);
    compare(differences, "sub_status", expected, code);
    String location =
        result
            .failure()
            .flatMap(MoveException::location)
            .flatMap(Location::module)
            .map(ModuleId::toString)
            .orElse("none");
    if (expected.has("location")) {
      String wanted = expected.path("location").asText();
      String normal =
          wanted.contains("::") ? FunctionName.parse(wanted + "::f").module().toString() : wanted;
      if (!normal.equals(location)) {
        differences.add("location " + location + " instead of " + wanted);
      }
    }
    if (expected.has("returns") && result.isExecuted()) {
      compareReturns(differences, expected.path("returns"), result.values());
    }
    return joined(differences)
        .map(
            text ->
                text
                    + result
                        .failure()
                        .map(failure -> " (" + failure.getMessage() + ")")
                        .orElse(""));
  }

  private static void compare(
      List<String> differences, String field, JsonNode expected, String actual) {
    if (expected.hasNonNull(field) && !expected.path(field).asText().equals(actual)) {
      differences.add(field + " " + actual + " instead of " + expected.path(field).asText());
    }
  }

  private static Optional<String> joined(List<String> differences) {
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
  }

  private static void compareReturns(
      List<String> differences, JsonNode expected, List<CallResult.Value> actual) {
    List<String> wanted = new ArrayList<>();
    expected.forEach(
        value -> {
          String type = TypeTag.parse(value.path("type").asText()).toLongString();
          wanted.add(type + " " + value.path("bcs").asText());
        });
    List<String> given =
        actual.stream()
            .map(value -> value.type().toLongString() + " " + value.bcs().toHex())
            .toList();
    if (!wanted.equals(given)) {
      differences.add("returns " + given + " instead of " + wanted);
    }
  }

  private static Optional<String> compareChanges(JsonNode expected, ChangeSet changes) {
    Set<String> wanted = new TreeSet<>();
    boolean[] withItems = {false};
    expected.forEach(
        change -> {
          String place;
          if (change.has("key")) {
            withItems[0] = true;
            place = change.path("handle").asText() + " " + change.path("key").asText();
          } else {
            place =
                AccountAddress.parse(change.path("address").asText()).toLongString()
                    + " "
                    + TypeTag.parse(change.path("type").asText()).toLongString();
          }
          wanted.add(change.path("op").asText() + " " + place + " " + change.path("bcs").asText());
        });
    Set<String> given = new TreeSet<>();
    changes
        .resources()
        .forEach(
            change ->
                given.add(
                    describe(
                        change.change(),
                        change.address().toLongString() + " " + change.type().toLongString())));
    if (withItems[0]) {
      changes
          .items()
          .forEach(
              change ->
                  given.add(
                      describe(change.change(), change.table() + " " + change.key().toHex())));
    }
    return wanted.equals(given)
        ? Optional.empty()
        : Optional.of("changes " + given + " instead of " + wanted);
  }

  private static String describe(Change change, String place) {
    String op = ChangeNames.of(change);
    return op + " " + place + " " + change.after().map(Bytes::toHex).orElse("");
  }
}
