/// Further hash functions.
module aptos_std::aptos_hash {
    use std::bcs;

    /// SipHash-2-4 with a zero key; not for anything an adversary chooses.
    native public fun sip_hash(bytes: vector<u8>): u64;

    public fun sip_hash_from_value<MoveValue>(v: &MoveValue): u64 {
        sip_hash(bcs::to_bytes(v))
    }

    native public fun keccak256(bytes: vector<u8>): vector<u8>;

    public fun sha2_512(bytes: vector<u8>): vector<u8> {
        sha2_512_internal(bytes)
    }

    public fun sha3_512(bytes: vector<u8>): vector<u8> {
        sha3_512_internal(bytes)
    }

    public fun ripemd160(bytes: vector<u8>): vector<u8> {
        ripemd160_internal(bytes)
    }

    public fun blake2b_256(bytes: vector<u8>): vector<u8> {
        blake2b_256_internal(bytes)
    }

    native fun sha2_512_internal(bytes: vector<u8>): vector<u8>;

    native fun sha3_512_internal(bytes: vector<u8>): vector<u8>;

    native fun ripemd160_internal(bytes: vector<u8>): vector<u8>;

    native fun blake2b_256_internal(bytes: vector<u8>): vector<u8>;
}
