/// Names of types at run time.
module aptos_std::type_info {
    use std::bcs;
    use std::string::String;

    /// Where a struct type is defined.
    struct TypeInfo has copy, drop, store {
        account_address: address,
        module_name: vector<u8>,
        struct_name: vector<u8>
    }

    public fun account_address(self: &TypeInfo): address {
        self.account_address
    }

    public fun module_name(self: &TypeInfo): vector<u8> {
        self.module_name
    }

    /// Name of the struct with its type arguments.
    public fun struct_name(self: &TypeInfo): vector<u8> {
        self.struct_name
    }

    /// The chain id of the transaction.
    public fun chain_id(): u8 {
        chain_id_internal()
    }

    /// Where `T` is defined; aborts when it is not a struct.
    native public fun type_of<T>(): TypeInfo;

    /// `T` in full, for example `0x1::option::Option<u64>`.
    native public fun type_name<T>(): String;

    native fun chain_id_internal(): u8;

    /// Length of the bytes of a value.
    public fun size_of_val<T>(val_ref: &T): u64 {
        bcs::serialized_size(val_ref)
    }
}
