/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.chain;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why the contract refused an operation (section 10.13). Codes and names are stable. */
public enum AbortCode {
  /** Code 1. */
  NO_CHANNEL(1),
  /** Code 2. */
  WRONG_TYPE(2),
  /** Code 3. */
  CLOSED(3),
  /** Code 4. */
  EXIT_OPEN(4),
  /** Code 5. */
  FORMING(5),
  /** Code 6. */
  NOT_MEMBER(6),
  /** Code 7. */
  TOO_LARGE(7),
  /** Code 8. */
  MALFORMED(8),
  /** Code 9. */
  WRONG_CAP(9),
  /** Code 10. */
  BAD_CONFIG(10),
  /** Code 11. */
  NOTHING(11),
  /** Code 12. */
  TIME_LEFT(12),
  /** Code 13. */
  WRONG_DOMAIN(13),
  /** Code 20. */
  NOT_CALLER(20),
  /** Code 21. */
  ALREADY_MEMBER(21),
  /** Code 22. */
  BARRED(22),
  /** Code 23. */
  FULL(23),
  /** Code 24. */
  KEY_REUSED(24),
  /** Code 25. */
  BAD_POSSESSION(25),
  /** Code 26. */
  SETTLE_FIRST(26),
  /** Code 27. */
  NOT_ADMITTED(27),
  /** Code 28. */
  NO_STAKE(28),
  /** Code 29. */
  NO_FUNDS(29),
  /** Code 30. */
  ALIVE(30),
  /** Code 31. */
  NO_CANDIDATES(31),
  /** Code 32. */
  BAD_DELEGATE(32),
  /** Code 33. */
  CAP(33),
  /** Code 34. */
  NO_DELEGATION(34),
  /** Code 41. */
  STALE_EPOCH(41),
  /** Code 42. */
  NOT_CANDIDATE(42),
  /** Code 43. */
  LEADER_LIVE(43),
  /** Code 44. */
  PRIORITY(44),
  /** Code 45. */
  IS_LEADER(45),
  /** Code 46. */
  WRONG_REIGN(46),
  /** Code 47. */
  TOO_FEW(47),
  /** Code 48. */
  STALE_SET(48),
  /** Code 49. */
  WRONG_SIZE(49),
  /** Code 50. */
  BAD_TYPE(50),
  /** Code 51. */
  TOO_MANY(51),
  /** Code 52. */
  NO_PROPOSAL(52),
  /** Code 53. */
  EXECUTED(53),
  /** Code 54. */
  EXPIRED(54),
  /** Code 55. */
  BAD_OPTION(55),
  /** Code 56. */
  NO_WEIGHT(56),
  /** Code 57. */
  VOTED(57),
  /** Code 58. */
  WRONG_DATA(58),
  /** Code 59. */
  NOT_PASSED(59),
  /** Code 60. */
  NOT_ACCUSED(60),
  /** Code 61. */
  WRONG_PROOF(61),
  /** Code 70. */
  FUTURE_EPOCH(70),
  /** Code 71. */
  WRONG_CLAIM(71),
  /** Code 72. */
  SMALL_SET(72),
  /** Code 73. */
  VOID_SET(73),
  /** Code 74. */
  NOT_CONFIRMING(74),
  /** Code 75. */
  OLD_HEIGHT(75),
  /** Code 76. */
  WRONG_STATEMENT(76),
  /** Code 77. */
  BAD_SIGNER(77),
  /** Code 78. */
  QUORUM(78),
  /** Code 79. */
  BAD_SIGNATURE(79),
  /** Code 80. */
  WRONG_PAYOUTS(80),
  /** Code 81. */
  BAD_PAYOUTS(81),
  /** Code 82. */
  UNKNOWN_ACCOUNT(82),
  /** Code 83. */
  NOT_CONSERVED(83),
  /** Code 84. */
  NOT_CHECKPOINT(84),
  /** Code 85. */
  NOT_LOGGED(85),
  /** Code 86. */
  WRONG_BASE(86),
  /** Code 87. */
  APPLY_BACKLOG(87),
  /** Code 88. */
  EXIT_HIGHER(88),
  /** Code 89. */
  OLD_SET(89),
  /** Code 90. */
  CUT_OPEN(90),
  /** Code 91. */
  CUT_CONFLICT(91),
  /** Code 92. */
  NO_CUT(92),
  /** Code 93. */
  NOT_HIGHER(93),
  /** Code 94. */
  WINDOW_OPEN(94),
  /** Code 95. */
  WINDOW_CLOSED(95),
  /** Code 96. */
  NO_EXIT(96),
  /** Code 97. */
  NOT_CLOSED(97),
  /** Code 100. */
  NO_OFFENCE(100),
  /** Code 101. */
  KNOWN(101),
  /** Code 102. */
  UNKNOWN_SET(102),
  /** Code 110. */
  WRONG_PAGE(110),
  /** Code 111. */
  BUSY(111),
  /** Code 112. */
  STILL_MEMBER(112),
  /** Code 113. */
  NOT_APPLIED(113),
  /** Code 120. */
  RESERVED(120);

  private static final Map<Integer, AbortCode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(AbortCode::code, Function.identity()));

  private final int code;

  AbortCode(int code) {
    this.code = code;
  }

  /** The number the contract aborts with. */
  public int code() {
    return code;
  }

  /** The code with this number. */
  public static Optional<AbortCode> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
