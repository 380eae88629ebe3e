/// Abort codes with a category: `category << 16 | reason`.
module std::error {
    /// The caller passed something invalid (0x1).
    const INVALID_ARGUMENT: u64 = 0x1;
    /// A value is outside the valid range (0x2).
    const OUT_OF_RANGE: u64 = 0x2;
    /// The state does not allow the operation (0x3).
    const INVALID_STATE: u64 = 0x3;
    /// The request has no valid credentials (0x4).
    const UNAUTHENTICATED: u64 = 0x4;
    /// The caller may not do this (0x5).
    const PERMISSION_DENIED: u64 = 0x5;
    /// What was asked for is not there (0x6).
    const NOT_FOUND: u64 = 0x6;
    /// A conflict with another operation (0x7).
    const ABORTED: u64 = 0x7;
    /// What was to be created is there already (0x8).
    const ALREADY_EXISTS: u64 = 0x8;
    /// A quota is used up (0x9).
    const RESOURCE_EXHAUSTED: u64 = 0x9;
    /// The caller gave up (0xA).
    const CANCELLED: u64 = 0xA;
    /// A broken invariant (0xB).
    const INTERNAL: u64 = 0xB;
    /// Not built (0xC).
    const NOT_IMPLEMENTED: u64 = 0xC;
    /// Not available at the moment (0xD).
    const UNAVAILABLE: u64 = 0xD;

    /// Joins a category and a reason below 2^16.
    public fun canonical(category: u64, reason: u64): u64 {
        (category << 16) + reason
    }

    public fun invalid_argument(r: u64): u64 { canonical(INVALID_ARGUMENT, r) }

    public fun out_of_range(r: u64): u64 { canonical(OUT_OF_RANGE, r) }

    public fun invalid_state(r: u64): u64 { canonical(INVALID_STATE, r) }

    public fun unauthenticated(r: u64): u64 { canonical(UNAUTHENTICATED, r) }

    public fun permission_denied(r: u64): u64 { canonical(PERMISSION_DENIED, r) }

    public fun not_found(r: u64): u64 { canonical(NOT_FOUND, r) }

    public fun aborted(r: u64): u64 { canonical(ABORTED, r) }

    public fun already_exists(r: u64): u64 { canonical(ALREADY_EXISTS, r) }

    public fun resource_exhausted(r: u64): u64 { canonical(RESOURCE_EXHAUSTED, r) }

    public fun cancelled(r: u64): u64 { canonical(CANCELLED, r) }

    public fun internal(r: u64): u64 { canonical(INTERNAL, r) }

    public fun not_implemented(r: u64): u64 { canonical(NOT_IMPLEMENTED, r) }

    public fun unavailable(r: u64): u64 { canonical(UNAVAILABLE, r) }
}
