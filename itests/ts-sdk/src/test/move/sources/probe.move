/// Compiled by `node tools/movec/movec.mjs build itests/ts-sdk/src/test/move --out itests/ts-sdk/src/test/resources/probe`.
/// What the official client is asked to call: every type of argument, a generic resource with a table, a view.
module probe::probe {
    use std::event;
    use std::option::Option;
    use std::signer;
    use std::string::String;
    use aptos_std::table::{Self, Table};
    use aptos_framework::object::{Self, Object};

    #[event]
    struct Recorded has drop, store {
        a: bool,
        b: u8,
        c: u16,
        d: u32,
        e: u64,
        f: u128,
        g: u256,
        h: address,
        i: String,
        j: vector<u8>,
        k: vector<u64>,
        l: vector<String>,
        m: vector<vector<u8>>,
        n: Option<u64>,
        o: Option<u64>,
        p: address
    }

    struct Box<phantom T> has key {
        items: Table<u64, String>,
        count: u64
    }

    public entry fun record(
        _account: &signer,
        a: bool,
        b: u8,
        c: u16,
        d: u32,
        e: u64,
        f: u128,
        g: u256,
        h: address,
        i: String,
        j: vector<u8>,
        k: vector<u64>,
        l: vector<String>,
        m: vector<vector<u8>>,
        n: Option<u64>,
        o: Option<u64>,
        p: address
    ) {
        event::emit(Recorded { a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p });
    }

    /// Takes two signers.
    public entry fun pair(one: &signer, other: &signer) {
        assert!(signer::address_of(one) != signer::address_of(other), 1);
    }

    /// Makes an object, to be passed to `touch`.
    public entry fun make(account: &signer) {
        object::create_named_object(account, b"probe");
    }

    /// Takes an object.
    public entry fun touch(_account: &signer, thing: Object<object::ObjectCore>) {
        object::object_address(&thing);
    }

    public entry fun put<T>(account: &signer, key: u64, value: String) acquires Box {
        let at = signer::address_of(account);
        if (!exists<Box<T>>(at)) move_to(account, Box<T> { items: table::new(), count: 0 });
        let box = borrow_global_mut<Box<T>>(at);
        table::add(&mut box.items, key, value);
        box.count = box.count + 1;
    }

    #[view]
    public fun look<T>(at: address, key: u64): (String, u64) acquires Box {
        let box = borrow_global<Box<T>>(at);
        (*table::borrow(&box.items, key), box.count)
    }
}
