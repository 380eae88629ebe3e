/// Reading and writing the byte layouts of the channel protocol, and its hashes and Merkle proofs. Pure.
module state_channel::channel_codec {
    use std::bcs;
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::from_bcs;

    /// The bytes are longer than their bound.
    const E_TOO_LARGE: u64 = 7;
    /// The bytes do not decode.
    const E_MALFORMED: u64 = 8;

    const TAG_LENGTH: u64 = 16;
    const HASH_LENGTH: u64 = 32;
    const SIGNATURE_LENGTH: u64 = 64;
    const ZERO_HASH: vector<u8> = x"0000000000000000000000000000000000000000000000000000000000000000";

    /// Bytes and the place up to which they have been read.
    struct Reader has drop {
        bytes: vector<u8>,
        at: u64
    }

    /// Starts reading bytes that must not be longer than `bound`.
    public fun reader(bytes: vector<u8>, bound: u64): Reader {
        assert!(vector::length(&bytes) <= bound, E_TOO_LARGE);
        Reader { bytes, at: 0 }
    }

    /// The same for an object that begins with `tag`.
    public fun tagged(bytes: vector<u8>, bound: u64, tag: vector<u8>): Reader {
        let r = reader(bytes, bound);
        expect_tag(&mut r, tag);
        r
    }

    /// Reads a tag and aborts when it is another.
    public fun expect_tag(r: &mut Reader, tag: vector<u8>) {
        assert!(fixed(r, TAG_LENGTH) == tag, E_MALFORMED);
    }

    /// Ends reading: nothing may be left.
    public fun finish(r: Reader) {
        assert!(r.at == vector::length(&r.bytes), E_MALFORMED);
    }

    public fun is_finished(r: &Reader): bool {
        r.at == vector::length(&r.bytes)
    }

    /// The next `n` bytes.
    public fun fixed(r: &mut Reader, n: u64): vector<u8> {
        assert!(n <= vector::length(&r.bytes) - r.at, E_MALFORMED);
        r.at = r.at + n;
        vector::slice(&r.bytes, r.at - n, r.at)
    }

    /// All that is left.
    public fun rest(r: &mut Reader): vector<u8> {
        let n = vector::length(&r.bytes) - r.at;
        fixed(r, n)
    }

    public fun read_u8(r: &mut Reader): u8 {
        assert!(r.at < vector::length(&r.bytes), E_MALFORMED);
        r.at = r.at + 1;
        *vector::borrow(&r.bytes, r.at - 1)
    }

    public fun read_u16(r: &mut Reader): u64 {
        little_endian(r, 2)
    }

    public fun read_u32(r: &mut Reader): u64 {
        little_endian(r, 4)
    }

    public fun read_u64(r: &mut Reader): u64 {
        little_endian(r, 8)
    }

    fun little_endian(r: &mut Reader, n: u8): u64 {
        let value = 0u64;
        let i = 0;
        while (i < n) {
            value = value | ((read_u8(r) as u64) << (8 * i));
            i = i + 1;
        };
        value
    }

    /// An unsigned LEB128 of 32 bits in its shortest form.
    public fun uleb(r: &mut Reader): u64 {
        let value = 0u64;
        let shift = 0u8;
        loop {
            let byte = (read_u8(r) as u64);
            value = value | ((byte & 0x7f) << shift);
            if (byte < 0x80) {
                assert!(byte != 0 || shift == 0, E_MALFORMED);
                break
            };
            shift = shift + 7;
            assert!(shift <= 28, E_MALFORMED);
        };
        assert!(value <= 0xffffffff, E_MALFORMED);
        value
    }

    /// A count that must not be above `bound`.
    public fun count(r: &mut Reader, bound: u64): u64 {
        let n = uleb(r);
        assert!(n <= bound, E_MALFORMED);
        n
    }

    /// Bytes with their length before them.
    public fun bytes(r: &mut Reader, bound: u64): vector<u8> {
        let n = count(r, bound);
        fixed(r, n)
    }

    public fun hash32(r: &mut Reader): vector<u8> {
        fixed(r, HASH_LENGTH)
    }

    public fun signature(r: &mut Reader): vector<u8> {
        fixed(r, SIGNATURE_LENGTH)
    }

    public fun addr(r: &mut Reader): address {
        from_bcs::to_address(fixed(r, HASH_LENGTH))
    }

    /// Whether a value follows.
    public fun has_option(r: &mut Reader): bool {
        let flag = read_u8(r);
        assert!(flag <= 1, E_MALFORMED);
        flag == 1
    }

    public fun option_addr(r: &mut Reader): Option<address> {
        if (has_option(r)) option::some(addr(r)) else option::none()
    }

    public fun hashes(r: &mut Reader, bound: u64): vector<vector<u8>> {
        fixed_list(r, bound, HASH_LENGTH)
    }

    public fun signatures(r: &mut Reader, bound: u64): vector<vector<u8>> {
        fixed_list(r, bound, SIGNATURE_LENGTH)
    }

    fun fixed_list(r: &mut Reader, bound: u64, length: u64): vector<vector<u8>> {
        let n = count(r, bound);
        let list = vector[];
        while (n > 0) {
            vector::push_back(&mut list, fixed(r, length));
            n = n - 1;
        };
        list
    }

    // Fields of fixed-size objects, whose length has been checked.

    public fun u64_at(bytes: &vector<u8>, offset: u64): u64 {
        let value = 0u64;
        let i = 0u8;
        while (i < 8) {
            value = value | ((*vector::borrow(bytes, offset + (i as u64)) as u64) << (8 * i));
            i = i + 1;
        };
        value
    }

    public fun hash_at(bytes: &vector<u8>, offset: u64): vector<u8> {
        vector::slice(bytes, offset, offset + HASH_LENGTH)
    }

    public fun starts_with(bytes: &vector<u8>, prefix: &vector<u8>): bool {
        let n = vector::length(prefix);
        n <= vector::length(bytes) && &vector::slice(bytes, 0, n) == prefix
    }

    /// Aborts unless the bytes have this length and tag.
    public fun assert_object(bytes: &vector<u8>, length: u64, tag: vector<u8>) {
        assert!(vector::length(bytes) <= length, E_TOO_LARGE);
        assert!(vector::length(bytes) == length && starts_with(bytes, &tag), E_MALFORMED);
    }

    // Writing.

    public fun put_u64(out: &mut vector<u8>, value: u64) {
        vector::append(out, bcs::to_bytes(&value));
    }

    public fun put_addr(out: &mut vector<u8>, value: address) {
        vector::append(out, bcs::to_bytes(&value));
    }

    public fun put_bytes(out: &mut vector<u8>, value: vector<u8>) {
        vector::append(out, bcs::to_bytes(&value));
    }

    public fun put_count(out: &mut vector<u8>, value: u64) {
        while (value >= 0x80) {
            vector::push_back(out, ((value & 0x7f | 0x80) as u8));
            value = value >> 7;
        };
        vector::push_back(out, (value as u8));
    }

    /// tag, chain id, contract, channel.
    public fun begin(tag: vector<u8>, chain_id: u64, contract: address, channel: u64): vector<u8> {
        put_u64(&mut tag, chain_id);
        put_addr(&mut tag, contract);
        put_u64(&mut tag, channel);
        tag
    }

    /// The three domain fields alone.
    public fun domain(chain_id: u64, contract: address, channel: u64): vector<u8> {
        begin(vector[], chain_id, contract, channel)
    }

    public fun zero_hash(): vector<u8> {
        ZERO_HASH
    }

    // Merkle trees: leaf H(00 || x), inner node H(01 || left || right), the left part the largest power of two
    // below the number of leaves.

    /// Whether `leaf` is number `index` of `count` leaves under `root`, by SHA3-256 (else SHA-256). The proof lists
    /// the siblings from the leaf up.
    public fun is_leaf(
        sha3: bool, root: &vector<u8>, leaf: vector<u8>, index: u64, count: u64, proof: &vector<vector<u8>>
    ): bool {
        if (index >= count) return false;
        let bytes = x"00";
        vector::append(&mut bytes, leaf);
        let node = digest(sha3, bytes);
        // From the top down, whether the leaf is on the right.
        let right = vector<bool>[];
        while (count > 1) {
            let left = largest_power_below(count);
            let is_right = index >= left;
            vector::push_back(&mut right, is_right);
            if (is_right) {
                index = index - left;
                count = count - left;
            } else {
                count = left;
            };
        };
        if (vector::length(&right) != vector::length(proof)) return false;
        let i = 0;
        while (!vector::is_empty(&right)) {
            let is_right = vector::pop_back(&mut right);
            let sibling = *vector::borrow(proof, i);
            let pair = x"01";
            if (is_right) {
                vector::append(&mut pair, sibling);
                vector::append(&mut pair, node);
            } else {
                vector::append(&mut pair, node);
                vector::append(&mut pair, sibling);
            };
            node = digest(sha3, pair);
            i = i + 1;
        };
        &node == root
    }

    fun digest(sha3: bool, bytes: vector<u8>): vector<u8> {
        if (sha3) hash::sha3_256(bytes) else hash::sha2_256(bytes)
    }

    fun largest_power_below(n: u64): u64 {
        let power = 1;
        while (power * 2 < n) power = power * 2;
        power
    }
}
