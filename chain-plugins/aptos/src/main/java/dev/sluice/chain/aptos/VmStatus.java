/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.CodecException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a chain's virtual machine says that a call failed, in its texts and numbers. */
final class VmStatus {
  private static final Pattern ABORT =
      Pattern.compile(
          "Move abort in (0x[0-9a-fA-F]{1,64})::(\\w{1,128}): (?:(\\w{1,256})\\()?0x([0-9a-fA-F]{1,16})");

  /** The form without names that views of some releases answer with. */
  private static final Pattern RAW_ABORT =
      Pattern.compile(
          "sub_status: Some\\((\\d{1,20})\\).*?ModuleId \\{ address: (?:0x)?([0-9a-fA-F]{1,64}), name:"
              + " Identifier\\(\\\\?\"(\\w{1,128})",
          Pattern.DOTALL);

  private static final Pattern STOPPED =
      Pattern.compile("Execution failed in (0x[0-9a-fA-F]{1,64})::(\\w{1,128})");

  private VmStatus() {}

  /** Whether a text names the module that aborted and its code. */
  static boolean isAbort(String status) {
    return ABORT.matcher(status).find() || RAW_ABORT.matcher(status).find();
  }

  /** The refusal that a {@code vm_status} stands for. */
  static ChainException refusal(String status) {
    Matcher abort = ABORT.matcher(status);
    if (abort.find()) {
      return aborted(
          abort.group(1),
          abort.group(2),
          Long.parseUnsignedLong(abort.group(4), 16),
          Objects.requireNonNullElse(abort.group(3), ""),
          status);
    }
    Matcher raw = RAW_ABORT.matcher(status);
    if (raw.find()) {
      return aborted("0x" + raw.group(2), raw.group(3), number(raw.group(1)), "", status);
    }
    Matcher stopped = STOPPED.matcher(status);
    if (stopped.find()) {
      return aborted(stopped.group(1), stopped.group(2), 0, "", status);
    }
    return new ChainException(byText(status), "the transaction failed: " + first(status), status);
  }

  private static long number(String digits) {
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw NodeJson.bad("abort code " + digits, e);
    }
  }

  private static ChainException aborted(
      String address, String module, long code, String name, String status) {
    try {
      String text = AccountAddress.parse(address).toStandardString() + "::" + module;
      return ChainException.aborted(new Address(text), code, name, status);
    } catch (CodecException e) {
      throw NodeJson.bad("abort in " + address, e);
    }
  }

  private static String first(String status) {
    return status.length() > 200 ? status.substring(0, 200) : status;
  }

  private static Code byText(String status) {
    String text = status.toUpperCase(Locale.ROOT);
    if (text.contains("OUT OF GAS") || text.contains("OUT_OF_GAS")) {
      return Code.OUT_OF_GAS;
    }
    if (text.contains("SEQUENCE_NUMBER_TOO_")) {
      return Code.STALE_SEQUENCE;
    }
    if (text.contains("INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE")) {
      return Code.NO_FUNDS;
    }
    if (text.contains("TRANSACTION_EXPIRED")) {
      return Code.EXPIRED;
    }
    if (text.contains("INVALID_SIGNATURE") || text.contains("INVALID_AUTH_KEY")) {
      return Code.BAD_SIGNATURE;
    }
    if (text.contains("BAD_CHAIN_ID")) {
      return Code.WRONG_CHAIN;
    }
    if (text.contains("DOES_NOT_EXIST")
        || text.contains("LINKER_ERROR")
        || text.contains("FUNCTION_RESOLUTION_FAILURE")) {
      return Code.NOT_FOUND;
    }
    if (text.contains("EXCEEDED_MAX_TRANSACTION_SIZE")) {
      return Code.TOO_LARGE;
    }
    return Code.INVALID_REQUEST;
  }

  /** What a {@code vm_error_code} stands for. */
  static Code byNumber(String number, Code otherwise) {
    return switch (number) {
      case "1", "2" -> Code.BAD_SIGNATURE;
      case "3", "4" -> Code.STALE_SEQUENCE;
      case "5" -> Code.NO_FUNDS;
      case "6" -> Code.EXPIRED;
      case "7" -> Code.NOT_FOUND;
      case "10" -> Code.TOO_LARGE;
      case "13", "15", "16" -> Code.INVALID_REQUEST;
      case "14" -> Code.OUT_OF_GAS;
      case "23" -> Code.WRONG_CHAIN;
      default -> otherwise;
    };
  }
}
