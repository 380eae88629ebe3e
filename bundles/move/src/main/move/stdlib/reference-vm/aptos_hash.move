/// The module for the reference virtual machine's test runner, which has only one of the functions.
module aptos_std::aptos_hash {
    public fun keccak256(bytes: vector<u8>): vector<u8> {
        std::keccak::keccak256(bytes)
    }
}
