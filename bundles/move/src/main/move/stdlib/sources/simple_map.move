/// A map of few entries, held in one vector in no order of keys.
module aptos_std::simple_map {
    use std::error;
    use std::option::{Self, Option};
    use std::vector;

    /// The key is in the map.
    const EKEY_ALREADY_EXISTS: u64 = 1;
    /// The key is not in the map.
    const EKEY_NOT_FOUND: u64 = 2;

    struct SimpleMap<Key, Value> has copy, drop, store {
        data: vector<Element<Key, Value>>
    }

    struct Element<Key, Value> has copy, drop, store {
        key: Key,
        value: Value
    }

    public fun length<Key: store, Value: store>(self: &SimpleMap<Key, Value>): u64 {
        vector::length(&self.data)
    }

    public fun new<Key: store, Value: store>(): SimpleMap<Key, Value> {
        SimpleMap { data: vector[] }
    }

    /// The map of `keys` to `values`, taken in step.
    public fun new_from<Key: store, Value: store>(
        keys: vector<Key>, values: vector<Value>
    ): SimpleMap<Key, Value> {
        let map = new();
        add_all(&mut map, keys, values);
        map
    }

    /// Older name of `new`.
    public fun create<Key: store, Value: store>(): SimpleMap<Key, Value> {
        new()
    }

    public fun borrow<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): &Value {
        &vector::borrow(&self.data, at(self, key)).value
    }

    public fun borrow_mut<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>, key: &Key
    ): &mut Value {
        let i = at(self, key);
        &mut vector::borrow_mut(&mut self.data, i).value
    }

    public fun contains_key<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): bool {
        let (found, _) = find(self, key);
        found
    }

    public fun destroy_empty<Key: store, Value: store>(self: SimpleMap<Key, Value>) {
        let SimpleMap { data } = self;
        vector::destroy_empty(data);
    }

    /// Adds an entry; aborts when the key is present.
    public fun add<Key: store, Value: store>(self: &mut SimpleMap<Key, Value>, key: Key, value: Value) {
        assert!(!contains_key(self, &key), error::invalid_argument(EKEY_ALREADY_EXISTS));
        vector::push_back(&mut self.data, Element { key, value });
    }

    public fun add_all<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>, keys: vector<Key>, values: vector<Value>
    ) {
        vector::zip(keys, values, |key, value| add(self, key, value));
    }

    /// Sets the value of `key`; the old key and value, when there were.
    public fun upsert<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>, key: Key, value: Value
    ): (Option<Key>, Option<Value>) {
        let (found, i) = find(self, &key);
        vector::push_back(&mut self.data, Element { key, value });
        if (!found) return (option::none(), option::none());
        let Element { key: old_key, value: old_value } = vector::swap_remove(&mut self.data, i);
        (option::some(old_key), option::some(old_value))
    }

    public fun keys<Key: copy, Value>(self: &SimpleMap<Key, Value>): vector<Key> {
        vector::map_ref(&self.data, |e| {
            let e: &Element<Key, Value> = e;
            e.key
        })
    }

    public fun values<Key, Value: copy>(self: &SimpleMap<Key, Value>): vector<Value> {
        vector::map_ref(&self.data, |e| {
            let e: &Element<Key, Value> = e;
            e.value
        })
    }

    public fun to_vec_pair<Key: store, Value: store>(
        self: SimpleMap<Key, Value>
    ): (vector<Key>, vector<Value>) {
        let SimpleMap { data } = self;
        let keys = vector<Key>[];
        let values = vector<Value>[];
        vector::for_each(data, |e| {
            let Element { key, value } = e;
            vector::push_back(&mut keys, key);
            vector::push_back(&mut values, value);
        });
        (keys, values)
    }

    /// Ends a map of entries that cannot be dropped.
    public inline fun destroy<Key: store, Value: store>(
        self: SimpleMap<Key, Value>, dk: |Key|, dv: |Value|
    ) {
        let (keys, values) = to_vec_pair(self);
        vector::destroy(keys, |key| dk(key));
        vector::destroy(values, |value| dv(value));
    }

    /// Takes an entry out; aborts when there is none. The last entry takes its place.
    public fun remove<Key: store, Value: store>(
        self: &mut SimpleMap<Key, Value>, key: &Key
    ): (Key, Value) {
        let i = at(self, key);
        let Element { key, value } = vector::swap_remove(&mut self.data, i);
        (key, value)
    }

    fun at<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): u64 {
        let (found, i) = find(self, key);
        assert!(found, error::invalid_argument(EKEY_NOT_FOUND));
        i
    }

    fun find<Key: store, Value: store>(self: &SimpleMap<Key, Value>, key: &Key): (bool, u64) {
        let n = vector::length(&self.data);
        let i = 0;
        while (i < n) {
            if (&vector::borrow(&self.data, i).key == key) return (true, i);
            i = i + 1;
        };
        (false, 0)
    }
}
