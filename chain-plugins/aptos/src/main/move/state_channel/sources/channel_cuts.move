/// What removed members own: each removal opens a cut, which is fixed when its window has closed.
module state_channel::channel_cuts {
    use std::vector;
    use state_channel::channel_core as core;
    use state_channel::channel_payouts::{Self as payouts, PayoutList};
    use state_channel::channel_posted::{Self as posted, Posted};

    friend state_channel::channel_book;

    /// There is no such cut.
    const E_NO_CUT: u64 = 92;
    /// The window is open.
    const E_WINDOW_OPEN: u64 = 94;

    struct Cut has copy, drop, store {
        member: address,
        removal_set: u64,
        seq: u64,
        opened: u64,
        ends: u64,
        posted_set: u64,
        posted_batch: u64,
        posted_height: u64,
        posted_header: vector<u8>,
        fixed: bool
    }

    struct Cuts has store {
        list: vector<Cut>
    }

    public(friend) fun new(): Cuts {
        Cuts { list: vector[] }
    }

    public(friend) fun open(self: &mut Cuts, member: address, removal_set: u64, seq: u64, now: u64, ends: u64) {
        let cut = Cut {
            member,
            removal_set,
            seq,
            opened: now,
            ends,
            posted_set: 0,
            posted_batch: 0,
            posted_height: 0,
            posted_header: vector[],
            fixed: false
        };
        vector::push_back(&mut self.list, cut);
    }

    fun is_open(cut: &Cut, now: u64): bool {
        !cut.fixed && core::is_open(now, cut.ends)
    }

    /// Whether a cut of a later set than `set` is open.
    public fun has_open_after(self: &Cuts, set: u64, now: u64): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            c.removal_set > set && is_open(c, now)
        })
    }

    /// Whether the cut of that removal is open.
    public fun is_removal_open(self: &Cuts, removal_set: u64, now: u64): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            c.removal_set == removal_set && is_open(c, now)
        })
    }

    /// Whether a cut up to `set` is not fixed.
    public fun has_unfixed(self: &Cuts, set: u64): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            c.removal_set <= set && !c.fixed
        })
    }

    public fun is_posted(self: &Cuts, header_hash: &vector<u8>): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            &c.posted_header == header_hash
        })
    }

    /// Whether the list of a settlement of `set` lacks a cut that its log holds, or puts it below what was posted.
    public fun conflicts(self: &Cuts, set: u64, final_seq: u64, list: &PayoutList): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            let (found, height) = payouts::cut_height(list, c.member, c.removal_set);
            c.removal_set <= set && c.seq <= final_seq && (!found || height < c.posted_height)
        })
    }

    /// Whether the list of `best`, of a later set, cut a member off below what was confirmed before.
    public fun cuts_off(self: &Cuts, best: &PayoutList, older: &Posted): bool {
        vector::any(&self.list, |c| {
            let c: &Cut = c;
            let (found, height) = payouts::cut_height(best, c.member, c.removal_set);
            c.removal_set > posted::set(older) && found && height < posted::height(older)
        })
    }

    /// Notes what was posted at every open cut of a later set where it is higher; whether there was one.
    public(friend) fun post(self: &mut Cuts, p: &Posted, now: u64): bool {
        let higher = false;
        vector::for_each_mut(&mut self.list, |c| {
            let c: &mut Cut = c;
            if (c.removal_set > posted::set(p)
                && is_open(c, now)
                && core::is_higher(posted::set(p), posted::batch(p), c.posted_set, c.posted_batch)) {
                c.posted_set = posted::set(p);
                c.posted_batch = posted::batch(p);
                c.posted_height = posted::height(p);
                c.posted_header = posted::header_hash(p);
                higher = true;
            };
        });
        higher
    }

    /// Fixes the cut of a member; the height posted for it.
    public(friend) fun fix(self: &mut Cuts, member: address, now: u64): u64 {
        let (found, at) = vector::find(&self.list, |c| {
            let c: &Cut = c;
            c.member == member && !c.fixed
        });
        assert!(found, E_NO_CUT);
        let cut = vector::borrow_mut(&mut self.list, at);
        assert!(now > cut.ends, E_WINDOW_OPEN);
        cut.fixed = true;
        cut.posted_height
    }

    public fun are_all_fixed(self: &Cuts): bool {
        vector::all(&self.list, |c| {
            let c: &Cut = c;
            c.fixed
        })
    }

    /// Drops the cuts that a payout list pays; their members.
    public(friend) fun pay(self: &mut Cuts, list: &PayoutList): vector<address> {
        let left = vector<Cut>[];
        let paid = vector<address>[];
        vector::for_each(self.list, |c| {
            let c: Cut = c;
            let (found, _) = payouts::cut_height(list, c.member, c.removal_set);
            if (found) vector::push_back(&mut paid, c.member) else vector::push_back(&mut left, c);
        });
        self.list = left;
        paid
    }

    public(friend) fun clear(self: &mut Cuts) {
        self.list = vector[];
    }

    public fun list(self: &Cuts): vector<Cut> { self.list }

    #[test_only]
    /// Members and sets of the cuts.
    public fun parts_for_test(self: &Cuts): (vector<address>, vector<u64>) {
        let members = vector[];
        let sets = vector[];
        vector::for_each_ref(&self.list, |c| {
            let c: &Cut = c;
            vector::push_back(&mut members, c.member);
            vector::push_back(&mut sets, c.removal_set);
        });
        (members, sets)
    }
}
