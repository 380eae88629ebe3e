/// Arithmetic on u128.
module aptos_std::math128 {
    use std::error;
    use std::fixed_point32::{Self, FixedPoint32};
    use aptos_std::fixed_point64::{Self, FixedPoint64};

    /// The logarithm of zero.
    const EINVALID_ARG_FLOOR_LOG2: u64 = 1;

    public fun max(a: u128, b: u128): u128 {
        if (a >= b) a else b
    }

    public fun min(a: u128, b: u128): u128 {
        if (a < b) a else b
    }

    /// The mean of two numbers, rounded down, without overflow.
    public fun average(a: u128, b: u128): u128 {
        if (a < b) a + (b - a) / 2 else b + (a - b) / 2
    }

    /// Greatest common divisor; that of 0 and `n` is `n`.
    public fun gcd(a: u128, b: u128): u128 {
        while (b != 0) {
            let rest = a % b;
            a = b;
            b = rest;
        };
        a
    }

    /// `a * b / c` rounded down, without overflow of the product.
    public inline fun mul_div(a: u128, b: u128, c: u128): u128 {
        (((a as u256) * (b as u256) / (c as u256)) as u128)
    }

    /// `x`, or the bound it passes.
    public fun clamp(x: u128, lower: u128, upper: u128): u128 {
        min(upper, max(lower, x))
    }

    /// `n` to the power `e`; aborts on overflow.
    public fun pow(n: u128, e: u128): u128 {
        let result = 1;
        while (e > 0) {
            if (e % 2 == 1) result = result * n;
            e = e / 2;
            // The last square is not needed and could overflow.
            if (e > 0) n = n * n;
        };
        result
    }

    /// Index of the highest set bit.
    public fun floor_log2(x: u128): u8 {
        assert!(x != 0, error::invalid_argument(EINVALID_ARG_FLOOR_LOG2));
        let result = 0;
        let step = 64;
        while (step > 0) {
            if (x >= (1 << step)) {
                x = x >> step;
                result = result + step;
            };
            step = step / 2;
        };
        result
    }

    /// Binary logarithm with 32 digits after the point, rounded down.
    public fun log2(x: u128): FixedPoint32 {
        let whole = floor_log2(x);
        // x as a number from 1 up to, not including, 2 with 32 digits after the point.
        let y = (if (whole >= 32) x >> (whole - 32) else x << (32 - whole) as u128);
        let result = (whole as u64) << 32;
        let digit = 1u64 << 31;
        while (digit > 0) {
            y = (y * y) >> 32;
            if (y >= (2 << 32)) {
                result = result + digit;
                y = y >> 1;
            };
            digit = digit >> 1;
        };
        fixed_point32::create_from_raw_value(result)
    }

    /// Binary logarithm with 64 digits after the point, rounded down.
    public fun log2_64(x: u128): FixedPoint64 {
        let whole = floor_log2(x);
        let y = (if (whole >= 64) x >> (whole - 64) else x << (64 - whole) as u256);
        let result = (whole as u128) << 64;
        let digit = 1u128 << 63;
        while (digit > 0) {
            y = (y * y) >> 64;
            if (y >= (2 << 64)) {
                result = result + digit;
                y = y >> 1;
            };
            digit = digit >> 1;
        };
        fixed_point64::create_from_raw_value(result)
    }

    /// Square root, rounded down.
    public fun sqrt(x: u128): u128 {
        if (x == 0) return 0;
        // Newton's steps fall from a power of two above the root and stop at it.
        let guess = 1 << (floor_log2(x) / 2 + 1);
        loop {
            let next = (guess + x / guess) / 2;
            if (next >= guess) return guess;
            guess = next;
        }
    }

    /// `x / y` rounded up; zero for `x` = 0.
    public inline fun ceil_div(x: u128, y: u128): u128 {
        if (x == 0) {
            assert!(y != 0, 0x10004);
            0
        } else (x - 1) / y + 1
    }
}
