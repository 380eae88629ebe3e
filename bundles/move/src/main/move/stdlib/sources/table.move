/// Maps whose entries are stored one by one, each found by its handle and key. The entries of a table do
/// not end with it: it has no `drop` and cannot be counted or walked.
module aptos_std::table {
    friend aptos_std::table_with_length;

    struct Table<phantom K: copy + drop, phantom V> has store {
        handle: address
    }

    /// What the natives store and lend.
    struct Box<V> has key, drop, store {
        val: V
    }

    public fun new<K: copy + drop, V: store>(): Table<K, V> {
        Table { handle: new_table_handle<K, V>() }
    }

    /// Adds an entry; aborts when the key is present.
    public fun add<K: copy + drop, V>(self: &mut Table<K, V>, key: K, val: V) {
        add_box<K, V, Box<V>>(self, key, Box { val })
    }

    /// The value at `key`; aborts when there is none.
    public fun borrow<K: copy + drop, V>(self: &Table<K, V>, key: K): &V {
        &borrow_box<K, V, Box<V>>(self, key).val
    }

    public fun borrow_with_default<K: copy + drop, V>(self: &Table<K, V>, key: K, default: &V): &V {
        if (contains(self, copy key)) borrow(self, key) else default
    }

    /// The value at `key`, to be changed; aborts when there is none.
    public fun borrow_mut<K: copy + drop, V>(self: &mut Table<K, V>, key: K): &mut V {
        &mut borrow_box_mut<K, V, Box<V>>(self, key).val
    }

    /// The value at `key`, to be changed; `default` becomes the value when there is none.
    public fun borrow_mut_with_default<K: copy + drop, V: drop>(
        self: &mut Table<K, V>, key: K, default: V
    ): &mut V {
        if (!contains(self, copy key)) add(self, copy key, default);
        borrow_mut(self, key)
    }

    /// Sets the value at `key`, present or not.
    public fun upsert<K: copy + drop, V: drop>(self: &mut Table<K, V>, key: K, value: V) {
        if (contains(self, copy key)) *borrow_mut(self, key) = value else add(self, key, value)
    }

    /// Takes the entry out; aborts when there is none.
    public fun remove<K: copy + drop, V>(self: &mut Table<K, V>, key: K): V {
        let Box { val } = remove_box<K, V, Box<V>>(self, key);
        val
    }

    public fun contains<K: copy + drop, V>(self: &Table<K, V>, key: K): bool {
        contains_box<K, V, Box<V>>(self, key)
    }

    /// Ends a table that the caller knows to be empty.
    public(friend) fun destroy<K: copy + drop, V>(self: Table<K, V>) {
        destroy_empty_box<K, V, Box<V>>(&self);
        drop_unchecked_box<K, V, Box<V>>(self)
    }

    native fun new_table_handle<K, V>(): address;

    native fun add_box<K: copy + drop, V, B>(table: &mut Table<K, V>, key: K, val: Box<V>);

    native fun borrow_box<K: copy + drop, V, B>(table: &Table<K, V>, key: K): &Box<V>;

    native fun borrow_box_mut<K: copy + drop, V, B>(table: &mut Table<K, V>, key: K): &mut Box<V>;

    native fun contains_box<K: copy + drop, V, B>(table: &Table<K, V>, key: K): bool;

    native fun remove_box<K: copy + drop, V, B>(table: &mut Table<K, V>, key: K): Box<V>;

    native fun destroy_empty_box<K: copy + drop, V, B>(table: &Table<K, V>);

    native fun drop_unchecked_box<K: copy + drop, V, B>(table: Table<K, V>);
}
