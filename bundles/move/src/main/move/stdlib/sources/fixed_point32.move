/// Unsigned numbers with 32 binary digits before and 32 after the point.
module std::fixed_point32 {
    /// The denominator is zero.
    const EDENOMINATOR: u64 = 0x10001;
    /// A quotient is too large.
    const EDIVISION: u64 = 0x20002;
    /// A product is too large.
    const EMULTIPLICATION: u64 = 0x20003;
    /// The divisor is zero.
    const EDIVISION_BY_ZERO: u64 = 0x10004;
    /// A ratio is too large or too small for the type.
    const ERATIO_OUT_OF_RANGE: u64 = 0x20005;

    const MAX_U64: u128 = 0xffffffffffffffff;
    const FRACTION: u64 = 0xffffffff;

    struct FixedPoint32 has copy, drop, store {
        value: u64
    }

    /// `val * multiplier`, rounded down.
    public fun multiply_u64(val: u64, multiplier: FixedPoint32): u64 {
        let product = ((val as u128) * (multiplier.value as u128)) >> 32;
        assert!(product <= MAX_U64, EMULTIPLICATION);
        (product as u64)
    }

    /// `val / divisor`, rounded down.
    public fun divide_u64(val: u64, divisor: FixedPoint32): u64 {
        assert!(divisor.value != 0, EDIVISION_BY_ZERO);
        let quotient = ((val as u128) << 32) / (divisor.value as u128);
        assert!(quotient <= MAX_U64, EDIVISION);
        (quotient as u64)
    }

    /// The number nearest below `numerator / denominator`. A non-zero ratio never becomes zero.
    public fun create_from_rational(numerator: u64, denominator: u64): FixedPoint32 {
        assert!(denominator != 0, EDENOMINATOR);
        let value = ((numerator as u128) << 32) / (denominator as u128);
        assert!(value != 0 || numerator == 0, ERATIO_OUT_OF_RANGE);
        assert!(value <= MAX_U64, ERATIO_OUT_OF_RANGE);
        FixedPoint32 { value: (value as u64) }
    }

    public fun create_from_raw_value(value: u64): FixedPoint32 {
        FixedPoint32 { value }
    }

    public fun get_raw_value(self: FixedPoint32): u64 {
        self.value
    }

    public fun is_zero(self: FixedPoint32): bool {
        self.value == 0
    }

    public fun min(num1: FixedPoint32, num2: FixedPoint32): FixedPoint32 {
        if (num1.value < num2.value) num1 else num2
    }

    public fun max(num1: FixedPoint32, num2: FixedPoint32): FixedPoint32 {
        if (num1.value > num2.value) num1 else num2
    }

    public fun create_from_u64(val: u64): FixedPoint32 {
        let value = (val as u128) << 32;
        assert!(value <= MAX_U64, ERATIO_OUT_OF_RANGE);
        FixedPoint32 { value: (value as u64) }
    }

    /// The whole number not above.
    public fun floor(self: FixedPoint32): u64 {
        self.value >> 32
    }

    /// The whole number not below.
    public fun ceil(self: FixedPoint32): u64 {
        let whole = self.value >> 32;
        if (self.value & FRACTION == 0) whole else whole + 1
    }

    /// The nearest whole number; a half goes up.
    public fun round(self: FixedPoint32): u64 {
        let whole = self.value >> 32;
        if (self.value & FRACTION < 0x80000000) whole else whole + 1
    }
}
