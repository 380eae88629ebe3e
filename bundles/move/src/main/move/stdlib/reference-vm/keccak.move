module std::keccak {
    native public fun keccak256(bytes: vector<u8>): vector<u8>;
}
