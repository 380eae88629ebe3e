/// An order on all values: that of their bytes. It is not the order of numbers, whose bytes are little
/// endian.
module aptos_std::comparator {
    use std::bcs;
    use std::vector;

    const EQUAL: u8 = 0;
    const SMALLER: u8 = 1;
    const GREATER: u8 = 2;

    struct Result has drop {
        inner: u8
    }

    public fun is_equal(self: &Result): bool {
        self.inner == EQUAL
    }

    public fun is_smaller_than(self: &Result): bool {
        self.inner == SMALLER
    }

    public fun is_greater_than(self: &Result): bool {
        self.inner == GREATER
    }

    public fun compare<T>(left: &T, right: &T): Result {
        compare_u8_vector(bcs::to_bytes(left), bcs::to_bytes(right))
    }

    /// First differing byte; else the shorter one is smaller.
    public fun compare_u8_vector(left: vector<u8>, right: vector<u8>): Result {
        let left_length = vector::length(&left);
        let right_length = vector::length(&right);
        let i = 0;
        while (i < left_length && i < right_length) {
            let l = *vector::borrow(&left, i);
            let r = *vector::borrow(&right, i);
            if (l < r) return Result { inner: SMALLER };
            if (l > r) return Result { inner: GREATER };
            i = i + 1;
        };
        let inner =
            if (left_length < right_length) SMALLER
            else if (left_length > right_length) GREATER
            else EQUAL;
        Result { inner }
    }
}
