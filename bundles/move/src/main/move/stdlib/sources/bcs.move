/// Binary canonical serialization of Move values.
module std::bcs {
    /// The bytes of `v`.
    native public fun to_bytes<MoveValue>(v: &MoveValue): vector<u8>;

    /// Length of the bytes of `v`.
    native public fun serialized_size<MoveValue>(v: &MoveValue): u64;
}
