/// A value of a type known only at run time.
module aptos_std::any {
    use std::bcs;
    use std::error;
    use std::string::String;
    use aptos_std::from_bcs;
    use aptos_std::type_info;

    /// The value is of another type.
    const ETYPE_MISMATCH: u64 = 0;

    struct Any has drop, store {
        type_name: String,
        data: vector<u8>
    }

    public fun pack<T: drop + store>(x: T): Any {
        Any { type_name: type_info::type_name<T>(), data: bcs::to_bytes(&x) }
    }

    /// The value; aborts when it is not a `T`.
    public fun unpack<T>(self: Any): T {
        assert!(type_info::type_name<T>() == self.type_name, error::invalid_argument(ETYPE_MISMATCH));
        from_bcs::from_bytes(self.data)
    }

    public fun type_name(self: &Any): &String {
        &self.type_name
    }
}
