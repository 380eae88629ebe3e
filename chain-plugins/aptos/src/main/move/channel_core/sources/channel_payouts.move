/// The payout list: who owns what of the escrow at a height. Pure.
module state_channel::channel_payouts {
    use std::bcs;
    use std::hash;
    use std::vector;
    use aptos_std::comparator;
    use state_channel::channel_codec as codec;

    /// The list is not well formed, or lacks what was paid out before.
    const E_BAD_PAYOUTS: u64 = 81;
    /// An account in the list was never a member.
    const E_UNKNOWN_ACCOUNT: u64 = 82;
    /// The list does not add up to the escrow.
    const E_NOT_CONSERVED: u64 = 83;

    const TAG: vector<u8> = b"SLUICE1:PAYOUT..";
    const MAX_PAYOUTS: u64 = 160;
    const MAX_CUTS: u64 = 64;

    const KIND_LEAVE: u8 = 2;
    const KIND_CLOSE: u8 = 3;

    struct CutEntry has copy, drop, store {
        member: address,
        removal_set: u64,
        height: u64
    }

    struct PayoutEntry has copy, drop, store {
        account: address,
        asset: vector<u8>,
        amount: u64,
        release: u8
    }

    struct PayoutList has copy, drop, store {
        kind: u8,
        subject: address,
        cuts: vector<CutEntry>,
        entries: vector<PayoutEntry>
    }

    /// Reads a list, tag included.
    public fun read(r: &mut codec::Reader): PayoutList {
        codec::expect_tag(r, TAG);
        let kind = codec::read_u8(r);
        let subject = codec::addr(r);
        let cuts = vector[];
        let n = codec::count(r, MAX_CUTS);
        while (n > 0) {
            let member = codec::addr(r);
            let removal_set = codec::read_u64(r);
            let height = codec::read_u64(r);
            vector::push_back(&mut cuts, CutEntry { member, removal_set, height });
            n = n - 1;
        };
        let entries = vector[];
        let n = codec::count(r, MAX_PAYOUTS);
        while (n > 0) {
            let account = codec::addr(r);
            let asset = codec::hash32(r);
            let amount = codec::read_u64(r);
            let release = codec::read_u8(r);
            vector::push_back(&mut entries, PayoutEntry { account, asset, amount, release });
            n = n - 1;
        };
        PayoutList { kind, subject, cuts, entries }
    }

    /// The list at genesis, when nobody owns anything yet.
    public fun empty_hash(): vector<u8> {
        let bytes = TAG;
        vector::push_back(&mut bytes, 0);
        codec::put_addr(&mut bytes, @0x0);
        vector::append(&mut bytes, x"0000");
        hash::sha3_256(bytes)
    }

    /// Whether the list has the form that its kind asks for.
    public fun is_well_formed(self: &PayoutList): bool {
        if (self.kind > KIND_CLOSE) return false;
        if ((self.kind == KIND_LEAVE) != (self.subject != @0x0)) return false;
        let n = vector::length(&self.cuts);
        let i = 1;
        while (i < n) {
            if (vector::borrow(&self.cuts, i - 1).removal_set >= vector::borrow(&self.cuts, i).removal_set) return false;
            i = i + 1;
        };
        n = vector::length(&self.entries);
        i = 0;
        while (i < n) {
            let e = vector::borrow(&self.entries, i);
            if (e.amount == 0 || e.release > 1) return false;
            if (self.kind == KIND_CLOSE && e.release == 0) return false;
            if (self.kind == KIND_LEAVE && e.account == self.subject && e.release == 0) return false;
            if (i > 0) {
                let before = entry_key(vector::borrow(&self.entries, i - 1));
                let order = comparator::compare_u8_vector(before, entry_key(e));
                if (!comparator::is_smaller_than(&order)) return false;
            };
            i = i + 1;
        };
        true
    }

    fun entry_key(e: &PayoutEntry): vector<u8> {
        let key = bcs::to_bytes(&e.account);
        vector::append(&mut key, e.asset);
        key
    }

    /// The entries without those of `paid`, each of which must be there.
    public fun without(entries: vector<PayoutEntry>, paid: &vector<PayoutEntry>): vector<PayoutEntry> {
        let left = entries;
        vector::for_each_ref(paid, |e| {
            let (found, at) = vector::index_of(&left, e);
            assert!(found, E_BAD_PAYOUTS);
            vector::remove(&mut left, at);
        });
        left
    }

    /// Aborts unless, for each asset, the entries add up to `allocation` and `deposits` together.
    public fun assert_conserved(
        entries: &vector<PayoutEntry>, allocation: &vector<PayoutEntry>, deposits: &vector<PayoutEntry>
    ) {
        assert!(are_conserved(entries, allocation, deposits), E_NOT_CONSERVED);
    }

    /// Whether, for each asset, the entries add up to `allocation` and `deposits` together.
    public fun are_conserved(
        entries: &vector<PayoutEntry>, allocation: &vector<PayoutEntry>, deposits: &vector<PayoutEntry>
    ): bool {
        let all = *entries;
        vector::append(&mut all, *allocation);
        vector::append(&mut all, *deposits);
        let n = vector::length(&all);
        let i = 0;
        while (i < n) {
            let asset = &vector::borrow(&all, i).asset;
            if (sum(entries, asset) != sum(allocation, asset) + sum(deposits, asset)) return false;
            // Most lists hold one asset: skip its other entries.
            while (i < n && &vector::borrow(&all, i).asset == asset) i = i + 1;
        };
        true
    }

    fun sum(entries: &vector<PayoutEntry>, asset: &vector<u8>): u128 {
        let total = 0u128;
        vector::for_each_ref(entries, |e| {
            let e: &PayoutEntry = e;
            if (&e.asset == asset) total = total + (e.amount as u128);
        });
        total
    }

    /// Aborts unless every account is known.
    public fun assert_known(known: bool) {
        assert!(known, E_UNKNOWN_ACCOUNT);
    }

    public fun assert_well_formed(self: &PayoutList) {
        assert!(is_well_formed(self), E_BAD_PAYOUTS);
    }

    /// Released entries and the others, the first with release 1, the others with release 0.
    public fun split(entries: vector<PayoutEntry>): (vector<PayoutEntry>, vector<PayoutEntry>) {
        let released = vector[];
        let kept = vector[];
        vector::for_each(entries, |e| {
            let e: PayoutEntry = e;
            if (e.release == 1) vector::push_back(&mut released, e) else vector::push_back(&mut kept, e);
        });
        (released, kept)
    }

    /// Height of the cut of a member in the list.
    public fun cut_height(self: &PayoutList, member: address, removal_set: u64): (bool, u64) {
        let (found, at) = vector::find(&self.cuts, |c| {
            let c: &CutEntry = c;
            c.member == member && c.removal_set == removal_set
        });
        if (found) (true, vector::borrow(&self.cuts, at).height) else (false, 0)
    }

    public fun new_entry(account: address, asset: vector<u8>, amount: u64): PayoutEntry {
        PayoutEntry { account, asset, amount, release: 0 }
    }

    public fun kind(self: &PayoutList): u8 { self.kind }

    public fun subject(self: &PayoutList): address { self.subject }

    public fun entries(self: &PayoutList): vector<PayoutEntry> { self.entries }

    public fun entry_account(self: &PayoutEntry): address { self.account }

    public fun entry_asset(self: &PayoutEntry): vector<u8> { self.asset }

    public fun entry_amount(self: &PayoutEntry): u64 { self.amount }
}
