/// Numbers that occur once: an address and a counter of it.
module std::guid {
    use std::signer;

    struct GUID has drop, store {
        id: ID
    }

    /// The number itself, which proves nothing.
    struct ID has copy, drop, store {
        creation_num: u64,
        addr: address
    }

    /// The next number of the creator, whose counter moves on. Kept to accounts and objects by the counter
    /// they own; on a public network only the framework may call it.
    public fun create(creator: &signer, creation_num_ref: &mut u64): GUID {
        let creation_num = *creation_num_ref;
        *creation_num_ref = creation_num + 1;
        GUID { id: ID { creation_num, addr: signer::address_of(creator) } }
    }

    public fun create_id(addr: address, creation_num: u64): ID {
        ID { creation_num, addr }
    }

    public fun id(self: &GUID): ID {
        self.id
    }

    public fun creator_address(self: &GUID): address {
        self.id.addr
    }

    public fun id_creator_address(self: &ID): address {
        self.addr
    }

    public fun creation_num(self: &GUID): u64 {
        self.id.creation_num
    }

    public fun id_creation_num(self: &ID): u64 {
        self.creation_num
    }

    public fun eq_id(self: &GUID, id: &ID): bool {
        &self.id == id
    }
}
