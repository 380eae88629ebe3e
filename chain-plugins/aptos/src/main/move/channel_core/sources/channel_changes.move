/// Pages of net changes, as a settlement brings them to the chain, and how a dApp reads them. Pure.
module state_channel::channel_changes {
    use std::option::{Self, Option};
    use std::vector;
    use state_channel::channel_codec as codec;

    /// The bytes do not decode.
    const E_MALFORMED: u64 = 8;

    const TAG: vector<u8> = b"SLUICE1:NETPAGE.";
    const MAX_PAGE: u64 = 12288;
    const MAX_KEY: u64 = 1024;

    const RESOURCE: u8 = 0;
    const ITEM: u8 = 1;

    const NEW: u8 = 0;
    const MODIFY: u8 = 1;
    const DELETE: u8 = 2;

    const STRUCT_TAG: u8 = 7;

    /// A resource or table item that differs from what it was at the last settlement.
    struct Entry has copy, drop, store {
        kind: u8,
        owner: address,
        key: vector<u8>,
        change: u8,
        old: vector<u8>,
        value: vector<u8>
    }

    struct Page has copy, drop, store {
        number: u64,
        entries: vector<Entry>
    }

    /// A page out of its bytes.
    public fun parse(bytes: vector<u8>): Page {
        let r = codec::tagged(bytes, MAX_PAGE, TAG);
        let number = codec::read_u32(&mut r);
        let n = codec::count(&mut r, MAX_PAGE);
        let entries = vector[];
        while (n > 0) {
            let kind = codec::read_u8(&mut r);
            assert!(kind <= ITEM, E_MALFORMED);
            let owner = codec::addr(&mut r);
            let key = codec::bytes(&mut r, MAX_KEY);
            let change = codec::read_u8(&mut r);
            assert!(change <= DELETE, E_MALFORMED);
            let old = if (change == NEW) vector[] else codec::hash32(&mut r);
            let value = if (change == DELETE) vector[] else codec::bytes(&mut r, MAX_PAGE);
            vector::push_back(&mut entries, Entry { kind, owner, key, change, old, value });
            n = n - 1;
        };
        codec::finish(r);
        Page { number, entries }
    }

    public fun number(self: &Page): u64 { self.number }

    public fun length(self: &Page): u64 { vector::length(&self.entries) }

    public fun entry(self: &Page, i: u64): &Entry { vector::borrow(&self.entries, i) }

    /// The change of a resource, by account and BCS of its type tag.
    public fun find_resource(self: &Page, account: address, type_tag: vector<u8>): Option<Entry> {
        find(self, RESOURCE, account, type_tag)
    }

    /// The change of a table item, by handle and BCS of its key.
    public fun find_item(self: &Page, handle: address, key: vector<u8>): Option<Entry> {
        find(self, ITEM, handle, key)
    }

    fun find(self: &Page, kind: u8, owner: address, key: vector<u8>): Option<Entry> {
        let (found, at) = vector::find(&self.entries, |e| {
            let e: &Entry = e;
            e.kind == kind && e.owner == owner && e.key == key
        });
        if (found) option::some(*vector::borrow(&self.entries, at)) else option::none()
    }

    /// BCS of the type tag of a struct without type arguments.
    public fun struct_tag(module_address: address, module_name: vector<u8>, name: vector<u8>): vector<u8> {
        let tag = vector[STRUCT_TAG];
        codec::put_addr(&mut tag, module_address);
        codec::put_bytes(&mut tag, module_name);
        codec::put_bytes(&mut tag, name);
        codec::put_count(&mut tag, 0);
        tag
    }

    public fun is_resource(self: &Entry): bool { self.kind == RESOURCE }

    /// Account of a resource, handle of a table item.
    public fun owner(self: &Entry): address { self.owner }

    /// BCS of the type tag of a resource, or of the key of a table item.
    public fun key(self: &Entry): vector<u8> { self.key }

    public fun is_new(self: &Entry): bool { self.change == NEW }

    public fun is_modify(self: &Entry): bool { self.change == MODIFY }

    public fun is_delete(self: &Entry): bool { self.change == DELETE }

    /// SHA3-256 of the BCS of the value before; empty for a new one.
    public fun old_hash(self: &Entry): vector<u8> { self.old }

    /// BCS of the value; empty for a deleted one.
    public fun value(self: &Entry): vector<u8> { self.value }
}
