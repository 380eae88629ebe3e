/// The authority of an account over its own resources.
module std::signer {
    /// The address of the signer, by reference.
    native public fun borrow_address(s: &signer): &address;

    /// The address of the signer.
    public fun address_of(s: &signer): address {
        *borrow_address(s)
    }
}
