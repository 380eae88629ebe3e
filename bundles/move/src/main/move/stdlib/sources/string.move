/// Text as UTF-8 bytes.
module std::string {
    use std::option::{Self, Option};
    use std::vector;

    /// The bytes are not UTF-8.
    const EINVALID_UTF8: u64 = 1;
    /// The index is beyond the end or inside a character.
    const EINVALID_INDEX: u64 = 2;

    /// UTF-8 text. All indices count bytes.
    struct String has copy, drop, store {
        bytes: vector<u8>
    }

    /// The text of `bytes`; aborts when they are not UTF-8.
    public fun utf8(bytes: vector<u8>): String {
        assert!(internal_check_utf8(&bytes), EINVALID_UTF8);
        String { bytes }
    }

    /// The text of `bytes`, or none when they are not UTF-8.
    public fun try_utf8(bytes: vector<u8>): Option<String> {
        if (internal_check_utf8(&bytes)) option::some(String { bytes }) else option::none()
    }

    public fun bytes(self: &String): &vector<u8> {
        &self.bytes
    }

    public fun into_bytes(self: String): vector<u8> {
        let String { bytes } = self;
        bytes
    }

    public fun is_empty(self: &String): bool {
        vector::is_empty(&self.bytes)
    }

    /// Length in bytes.
    public fun length(self: &String): u64 {
        vector::length(&self.bytes)
    }

    public fun append(self: &mut String, r: String) {
        vector::append(&mut self.bytes, r.bytes)
    }

    public fun append_utf8(self: &mut String, bytes: vector<u8>) {
        append(self, utf8(bytes))
    }

    /// Puts `o` before the byte at `at`.
    public fun insert(self: &mut String, at: u64, o: String) {
        assert!(at <= length(self) && internal_is_char_boundary(&self.bytes, at), EINVALID_INDEX);
        let end = vector::trim(&mut self.bytes, at);
        vector::append(&mut self.bytes, o.bytes);
        vector::append(&mut self.bytes, end);
    }

    /// The text from byte `i` up to, not including, byte `j`.
    public fun sub_string(self: &String, i: u64, j: u64): String {
        let valid =
            i <= j
                && j <= length(self)
                && internal_is_char_boundary(&self.bytes, i)
                && internal_is_char_boundary(&self.bytes, j);
        assert!(valid, EINVALID_INDEX);
        String { bytes: internal_sub_string(&self.bytes, i, j) }
    }

    /// Byte index of the first occurrence of `r`, or the length when there is none.
    public fun index_of(self: &String, r: &String): u64 {
        internal_index_of(&self.bytes, &r.bytes)
    }

    native public fun internal_check_utf8(v: &vector<u8>): bool;

    native fun internal_is_char_boundary(v: &vector<u8>, i: u64): bool;

    native fun internal_sub_string(v: &vector<u8>, i: u64, j: u64): vector<u8>;

    native fun internal_index_of(v: &vector<u8>, r: &vector<u8>): u64;
}
