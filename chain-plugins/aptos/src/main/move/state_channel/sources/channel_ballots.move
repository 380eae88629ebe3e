/// Proposals and the votes on them.
module state_channel::channel_ballots {
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::table::{Self, Table};
    use state_channel::channel_core as core;

    friend state_channel::channel_book;

    /// The set of members has changed.
    const E_STALE_SET: u64 = 48;
    /// Too many proposals are open.
    const E_TOO_MANY: u64 = 51;
    /// There is no such proposal.
    const E_NO_PROPOSAL: u64 = 52;
    /// The proposal was executed.
    const E_EXECUTED: u64 = 53;
    /// The proposal has expired.
    const E_EXPIRED: u64 = 54;
    /// Votes are 0 (no), 1 (yes) and 2 (abstain).
    const E_BAD_OPTION: u64 = 55;
    /// The member's vote has no weight: it is accused, or delegated.
    const E_NO_WEIGHT: u64 = 56;
    /// The member has voted.
    const E_VOTED: u64 = 57;
    /// The data is not that of the proposal.
    const E_WRONG_DATA: u64 = 58;
    /// The proposal has too few yes votes.
    const E_NOT_PASSED: u64 = 59;

    const MAX_OPEN_PER_PROPOSER: u64 = 4;
    const MAX_OPEN: u64 = 16;

    const YES: u8 = 1;
    const ABSTAIN: u8 = 2;

    struct Proposal has copy, drop, store {
        id: u64,
        kind: u8,
        proposer: address,
        created: u64,
        expires: u64,
        set_version: u64,
        data_hash: vector<u8>,
        accused: Option<address>,
        weights: vector<u64>,
        votes: vector<Option<u8>>,
        yes: u64,
        no: u64,
        abstain: u64,
        executed: bool
    }

    struct Ballots has store {
        proposals: Table<u64, Proposal>,
        open: vector<u64>,
        next: u64
    }

    public(friend) fun new(): Ballots {
        Ballots { proposals: table::new(), open: vector[], next: 1 }
    }

    /// Numbers of the proposals that can be voted on.
    public fun open(self: &Ballots, set_version: u64, now: u64): vector<u64> {
        vector::filter(self.open, |id| {
            let p = table::borrow(&self.proposals, *id);
            !p.executed && p.set_version == set_version && core::is_open(now, p.expires)
        })
    }

    /// Forgets proposals that lapsed, and aborts when the proposer or the channel has too many open.
    public(friend) fun assert_room(self: &mut Ballots, proposer: address, set_version: u64, now: u64) {
        self.open = open(self, set_version, now);
        let mine = 0;
        vector::for_each_ref(&self.open, |id| {
            if (table::borrow(&self.proposals, *id).proposer == proposer) mine = mine + 1;
        });
        assert!(mine < MAX_OPEN_PER_PROPOSER && vector::length(&self.open) < MAX_OPEN, E_TOO_MANY);
    }

    /// Aborts when the account is accused by an open proposal.
    public fun assert_not_accused(self: &Ballots, account: address) {
        vector::for_each_ref(&self.open, |id| {
            assert!(!option::contains(&table::borrow(&self.proposals, *id).accused, &account), E_TOO_MANY);
        });
    }

    /// A new proposal; its number.
    public(friend) fun add(
        self: &mut Ballots,
        kind: u8,
        proposer: address,
        created: u64,
        expires: u64,
        set_version: u64,
        data_hash: vector<u8>,
        accused: Option<address>,
        weights: vector<u64>
    ): u64 {
        let id = self.next;
        self.next = id + 1;
        let votes = vector::map_ref(&weights, |_w| option::none<u8>());
        let proposal = Proposal {
            id,
            kind,
            proposer,
            created,
            expires,
            set_version,
            data_hash,
            accused,
            weights,
            votes,
            yes: 0,
            no: 0,
            abstain: 0,
            executed: false
        };
        table::add(&mut self.proposals, id, proposal);
        vector::push_back(&mut self.open, id);
        id
    }

    /// Counts the vote of the member with this index; its weight.
    public(friend) fun vote(self: &mut Ballots, id: u64, voter: u64, option: u8, set_version: u64, now: u64): u64 {
        assert_votable(self, id, set_version, now);
        assert!(option <= ABSTAIN, E_BAD_OPTION);
        let proposal = table::borrow_mut(&mut self.proposals, id);
        let weight = *vector::borrow(&proposal.weights, voter);
        assert!(weight > 0, E_NO_WEIGHT);
        let vote = vector::borrow_mut(&mut proposal.votes, voter);
        assert!(option::is_none(vote), E_VOTED);
        option::fill(vote, option);
        if (option == YES) proposal.yes = proposal.yes + weight
        else if (option == ABSTAIN) proposal.abstain = proposal.abstain + weight
        else proposal.no = proposal.no + weight;
        weight
    }

    fun assert_votable(self: &Ballots, id: u64, set_version: u64, now: u64) {
        assert!(table::contains(&self.proposals, id), E_NO_PROPOSAL);
        let proposal = table::borrow(&self.proposals, id);
        assert!(!proposal.executed, E_EXECUTED);
        assert!(core::is_open(now, proposal.expires), E_EXPIRED);
        assert!(proposal.set_version == set_version, E_STALE_SET);
    }

    /// A proposal that can be executed with this data.
    public fun executable(self: &Ballots, id: u64, data: vector<u8>, set_version: u64, now: u64): Proposal {
        assert_votable(self, id, set_version, now);
        let proposal = *table::borrow(&self.proposals, id);
        assert!(hash::sha3_256(data) == proposal.data_hash, E_WRONG_DATA);
        proposal
    }

    /// Marks a proposal with at least `needed` yes votes as executed.
    public fun assert_passed(proposal: &Proposal, needed: u64) {
        assert!(proposal.yes >= needed, E_NOT_PASSED);
    }

    public(friend) fun execute(self: &mut Ballots, id: u64) {
        table::borrow_mut(&mut self.proposals, id).executed = true;
    }

    public fun kind(self: &Proposal): u8 { self.kind }

    public fun proposer(self: &Proposal): address { self.proposer }

    public fun accused(self: &Proposal): Option<address> { self.accused }

    /// A copy for views.
    public fun get(self: &Ballots, id: u64): Proposal {
        assert!(table::contains(&self.proposals, id), E_NO_PROPOSAL);
        *table::borrow(&self.proposals, id)
    }
}
