package dev.sluice.consensus;

/** Looks into a member, for tests. */
final class Probe {
  private Probe() {}

  /** The newest header the member has signed, with what it led to. */
  static Block newest(Member member) {
    Core core = member.core();
    return core.epochs
        .lastSigned()
        .flatMap(last -> core.log.get(last.hash()))
        .orElse(core.log.confirmed());
  }

  static Core core(Member member) {
    return member.core();
  }
}
