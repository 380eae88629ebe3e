/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Error answers of a node as {@link ChainException}. */
final class NodeErrors {
  private static final int MAX_SHOWN = 300;

  private NodeErrors() {}

  /** The refusal behind an answer whose status is not 2xx. */
  static ChainException of(NodeAnswer answer) {
    String raw = new String(answer.body(), StandardCharsets.UTF_8);
    Map<String, Object> fields;
    try {
      fields = NodeJson.object(NodeJson.tree(answer.body()));
    } catch (ChainException e) {
      return new ChainException(byStatus(answer.status()), "HTTP " + answer.status(), raw);
    }
    String message = String.valueOf(fields.getOrDefault("message", ""));
    String name = String.valueOf(fields.getOrDefault("error_code", ""));
    String vm = String.valueOf(fields.getOrDefault("vm_error_code", NodeJson.NULL));
    Code code = byName(name, byStatus(answer.status()));
    boolean ofMachine =
        name.equals("vm_error")
            || name.equals("invalid_input")
            || name.equals("invalid_transaction_update")
            || name.equals("sequence_number_too_old");
    if (ofMachine && VmStatus.isAbort(message)) {
      return VmStatus.refusal(message);
    }
    if (ofMachine && !vm.equals("null")) {
      code = VmStatus.byNumber(vm, code);
    }
    return new ChainException(code, shown(name, message), raw);
  }

  private static String shown(String name, String message) {
    String text = name.isEmpty() ? message : name + ": " + message;
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text;
  }

  /** Whether the answer says that the node does not have the one thing that was asked for. */
  static boolean isAbsent(ChainException e) {
    return e.code() == Code.NOT_FOUND;
  }

  private static Code byName(String name, Code otherwise) {
    return switch (name) {
      case "account_not_found",
          "resource_not_found",
          "module_not_found",
          "struct_field_not_found",
          "transaction_not_found",
          "table_item_not_found",
          "block_not_found" ->
          Code.NOT_FOUND;
      case "version_not_found" -> Code.INVALID_REQUEST;
      case "version_pruned", "block_pruned" -> Code.PRUNED;
      case "invalid_input", "vm_error" -> Code.INVALID_REQUEST;
      case "invalid_transaction_update" -> Code.CONFLICT;
      case "sequence_number_too_old" -> Code.STALE_SEQUENCE;
      case "mempool_is_full", "rate_limited" -> Code.OVERLOADED;
      case "internal_error" -> Code.UNAVAILABLE;
      case "bcs_not_supported", "api_disabled" -> Code.UNSUPPORTED;
      default -> otherwise;
    };
  }

  private static Code byStatus(int status) {
    return switch (status) {
      case 404 -> Code.NOT_FOUND;
      case 410 -> Code.PRUNED;
      case 413 -> Code.TOO_LARGE;
      case 429, 503, 507 -> Code.OVERLOADED;
      case 401, 403, 405, 406, 415 -> Code.UNSUPPORTED;
      case 408 -> Code.UNAVAILABLE;
      default ->
          status >= 500 ? Code.UNAVAILABLE : status >= 400 ? Code.INVALID_REQUEST : Code.BAD_ANSWER;
    };
  }
}
