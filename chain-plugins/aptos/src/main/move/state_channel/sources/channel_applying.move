/// Settlements whose changes the dApp has yet to apply, page by page.
module state_channel::channel_applying {
    use std::option::{Self, Option};
    use std::vector;
    use state_channel::channel_changes::{Self as changes, Page};
    use state_channel::channel_codec as codec;

    friend state_channel::channel_book;

    /// There is nothing of the kind.
    const E_NOTHING: u64 = 11;
    /// It is too early.
    const E_TIME_LEFT: u64 = 12;
    /// A Merkle proof is wrong.
    const E_WRONG_PROOF: u64 = 61;
    /// Too many settlements wait to be applied.
    const E_APPLY_BACKLOG: u64 = 87;
    /// Not the page whose turn it is, or another number of pages.
    const E_WRONG_PAGE: u64 = 110;

    const MAX_APPLYING: u64 = 4;
    const MAX_PAGES: u64 = 4096;

    struct Applying has copy, drop, store {
        height: u64,
        net_change_root: vector<u8>,
        count: Option<u64>,
        applied: u64,
        deadline: u64,
        state_root: vector<u8>
    }

    struct Queue has store {
        entries: vector<Applying>,
        /// The dApp did not apply in time: nothing is applied any more.
        broken: bool
    }

    public(friend) fun new(): Queue {
        Queue { entries: vector[], broken: false }
    }

    public fun assert_room(self: &Queue) {
        assert!(self.broken || vector::length(&self.entries) < MAX_APPLYING, E_APPLY_BACKLOG);
    }

    public fun has_room(self: &Queue): bool {
        self.broken || vector::length(&self.entries) < MAX_APPLYING
    }

    public(friend) fun append(
        self: &mut Queue, height: u64, net_change_root: vector<u8>, state_root: vector<u8>, deadline: u64
    ) {
        if (self.broken || net_change_root == codec::zero_hash()) return;
        let entry = Applying { height, net_change_root, count: option::none(), applied: 0, deadline, state_root };
        vector::push_back(&mut self.entries, entry);
    }

    public(friend) fun break_state(self: &mut Queue) {
        self.broken = true;
    }

    /// Checks the page whose turn it is.
    public(friend) fun check_page(
        self: &mut Queue, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64
    ): Page {
        assert!(!vector::is_empty(&self.entries), E_NOTHING);
        let parsed = changes::parse(page);
        let first = vector::borrow_mut(&mut self.entries, 0);
        assert!(number == first.applied, E_WRONG_PAGE);
        if (option::is_some(&first.count)) {
            assert!(count == *option::borrow(&first.count), E_WRONG_PAGE);
        } else {
            assert!(count >= 1 && count <= MAX_PAGES, E_WRONG_PAGE);
        };
        assert!(codec::is_leaf(true, &first.net_change_root, page, number, count, &proof), E_WRONG_PROOF);
        if (option::is_none(&first.count)) option::fill(&mut first.count, count);
        parsed
    }

    /// Counts a page; the height of the settlement when it was its last.
    public(friend) fun page_applied(self: &mut Queue): Option<u64> {
        let first = vector::borrow_mut(&mut self.entries, 0);
        first.applied = first.applied + 1;
        if (first.applied < *option::borrow(&first.count)) return option::none();
        let done = vector::remove(&mut self.entries, 0);
        option::some(done.height)
    }

    /// Gives up when the dApp did not apply in time; the height of what it should have applied.
    public(friend) fun skip(self: &mut Queue, now: u64): u64 {
        assert!(!vector::is_empty(&self.entries), E_NOTHING);
        let first = vector::borrow(&self.entries, 0);
        assert!(now > first.deadline, E_TIME_LEFT);
        let height = first.height;
        self.entries = vector[];
        self.broken = true;
        height
    }

    /// Whether everything up to the height has been applied, or never will be.
    public fun is_applied_up_to(self: &Queue, height: u64): bool {
        self.broken || vector::all(&self.entries, |a| {
            let a: &Applying = a;
            a.height > height
        })
    }

    public fun is_idle(self: &Queue): bool {
        self.broken || vector::is_empty(&self.entries)
    }

    public fun is_broken(self: &Queue): bool { self.broken }

    public fun entries(self: &Queue): vector<Applying> { self.entries }
}
