/// Who the members of a channel are: the numbered sets, the epochs with their leaders, delegations.
module state_channel::channel_roster {
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::table::{Self, Table};
    use state_channel::channel_codec as codec;
    use state_channel::channel_core as core;
    use state_channel::channel_events as events;

    friend state_channel::channel_book;

    /// The account is not a member of the present set.
    const E_NOT_MEMBER: u64 = 6;
    /// A key was registered before.
    const E_KEY_REUSED: u64 = 24;
    /// With so few members nobody needs a candidate.
    const E_NO_CANDIDATES: u64 = 31;
    /// That member cannot be delegated to.
    const E_BAD_DELEGATE: u64 = 32;
    /// That member carries as many delegations as it may.
    const E_CAP: u64 = 33;
    /// The member has not delegated.
    const E_NO_DELEGATION: u64 = 34;

    const MEMBERS_TAG: vector<u8> = b"SLUICE1:MEMBERS.";
    const CLAIM_TAG: vector<u8> = b"SLUICE1:CLAIM...";

    // Why a set or an epoch began.
    const CREATE: u8 = 0;
    const JOIN: u8 = 2;
    const LEAVE: u8 = 3;
    const REMOVAL: u8 = 4;

    /// Most accounts that ever join one channel.
    const MAX_ACCOUNTS: u64 = 4096;

    struct Member has copy, drop, store {
        address: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>,
        join_seq: u64,
        heartbeat: u64,
        delays: vector<u8>
    }

    struct SetKey has copy, drop, store {
        address: address,
        member_key: vector<u8>
    }

    struct SetRecord has copy, drop, store {
        keys: vector<SetKey>,
        q_eff: u64,
        n: u64,
        seq: u64,
        cause: u8,
        removal: bool,
        void_at: u64,
        evidence_removed: u64,
        candidates: vector<u64>
    }

    struct EpochRecord has copy, drop, store {
        set_version: u64,
        claim_id: vector<u8>,
        leader: Option<address>
    }

    struct Delegation has copy, drop, store {
        from: address,
        to: address
    }

    struct Roster has store {
        channel: u64,
        domain: vector<u8>,
        expel: u64,
        members: vector<Member>,
        set_version: u64,
        sets: Table<u64, SetRecord>,
        epoch: u64,
        epochs: Table<u64, EpochRecord>,
        claim_id: vector<u8>,
        leader: Option<address>,
        reign_epoch: u64,
        delegations: vector<Delegation>,
        ever: Table<address, u64>,
        ever_count: u64,
        used_member_keys: Table<vector<u8>, address>,
        used_tx_keys: Table<vector<u8>, address>
    }

    /// A roster without members; the first one is added as set 1 by `add`.
    public(friend) fun new(channel: u64, domain: vector<u8>, expel: u64): Roster {
        Roster {
            channel,
            domain,
            expel,
            members: vector[],
            set_version: 0,
            sets: table::new(),
            epoch: 0,
            epochs: table::new(),
            claim_id: codec::zero_hash(),
            leader: option::none(),
            reign_epoch: 0,
            delegations: vector[],
            ever: table::new(),
            ever_count: 0,
            used_member_keys: table::new(),
            used_tx_keys: table::new()
        }
    }

    // Members.

    public fun size(self: &Roster): u64 {
        vector::length(&self.members)
    }

    /// Whether the account is a member, and its index.
    public fun find(self: &Roster, account: address): (bool, u64) {
        vector::find(&self.members, |m| {
            let m: &Member = m;
            m.address == account
        })
    }

    public fun is_member(self: &Roster, account: address): bool {
        let (found, _) = find(self, account);
        found
    }

    /// The index of a member; aborts when the account is none.
    public fun index(self: &Roster, account: address): u64 {
        let (found, i) = find(self, account);
        assert!(found, E_NOT_MEMBER);
        i
    }

    /// Whether the account is a member with this member key.
    public fun is_member_with_key(self: &Roster, account: address, member_key: &vector<u8>): bool {
        let (found, i) = find(self, account);
        found && &vector::borrow(&self.members, i).member_key == member_key
    }

    public fun was_ever(self: &Roster, account: address): bool {
        table::contains(&self.ever, account)
    }

    /// Whether the account may be added to those that ever joined.
    public fun has_room(self: &Roster, account: address): bool {
        self.ever_count < MAX_ACCOUNTS || was_ever(self, account)
    }

    public fun heartbeat(self: &Roster, account: address): u64 {
        vector::borrow(&self.members, index(self, account)).heartbeat
    }

    /// Notes that the member did something, when the account is one.
    public(friend) fun touch(self: &mut Roster, account: address, now: u64) {
        let (found, i) = find(self, account);
        if (found) vector::borrow_mut(&mut self.members, i).heartbeat = now;
    }

    public(friend) fun set_delays(self: &mut Roster, account: address, delays: vector<u8>) {
        let i = index(self, account);
        vector::borrow_mut(&mut self.members, i).delays = delays;
    }

    /// Aborts when a key of a joiner was registered before: its member key ever, its tx key by another account, its
    /// peer key by a present member.
    public fun assert_fresh_keys(
        self: &Roster, account: address, tx_key: vector<u8>, member_key: vector<u8>, peer_key: &vector<u8>
    ) {
        let reused =
            table::contains(&self.used_member_keys, member_key)
                || (table::contains(&self.used_tx_keys, tx_key)
                    && *table::borrow(&self.used_tx_keys, tx_key) != account)
                || vector::any(&self.members, |m| {
                    let m: &Member = m;
                    &m.peer_key == peer_key
                });
        assert!(!reused, E_KEY_REUSED);
    }

    /// Adds a member as the last one, which makes a new set and opens an epoch under the same leader; the first
    /// member leads.
    public(friend) fun add(
        self: &mut Roster,
        account: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>,
        seq: u64,
        now: u64
    ) {
        if (!table::contains(&self.ever, account)) {
            table::add(&mut self.ever, account, seq);
            self.ever_count = self.ever_count + 1;
        };
        table::upsert(&mut self.used_member_keys, member_key, account);
        table::upsert(&mut self.used_tx_keys, tx_key, account);
        vector::push_back(
            &mut self.members,
            Member {
                address: account,
                tx_key,
                member_key,
                peer_key,
                endpoint,
                join_seq: seq,
                heartbeat: now,
                delays: vector[]
            }
        );
        if (self.set_version == 0) {
            add_set(self, CREATE, 1, seq, now);
            open_epoch(self, CREATE, option::some(account), seq, now);
        } else {
            let n = size(self);
            let q_eff = core::q_after_change(n, present_quorum(self));
            bump_set(self, JOIN, q_eff, seq, now);
        }
    }

    /// Takes a member out, as removed or as one that left, which makes a new set and opens an epoch. A leave that a
    /// certificate settled closes the past: the certificate size starts anew.
    public(friend) fun drop_member(
        self: &mut Roster, account: address, is_removal: bool, by_certificate: bool, seq: u64, now: u64
    ) {
        let i = index(self, account);
        vector::remove(&mut self.members, i);
        let kept = vector::filter(self.delegations, |d| {
            let d: &Delegation = d;
            d.from != account && d.to != account
        });
        self.delegations = kept;
        let n = size(self);
        let q_eff =
            if (!is_removal && by_certificate) core::q(n)
            else core::q_after_change(n, present_quorum(self));
        bump_set(self, if (is_removal) REMOVAL else LEAVE, q_eff, seq, now);
    }

    // Sets.

    fun bump_set(self: &mut Roster, cause: u8, q_eff: u64, seq: u64, now: u64) {
        cap_delegations(self);
        add_set(self, cause, q_eff, seq, now);
        let leader = self.leader;
        if (option::is_some(&leader) && !is_member(self, *option::borrow(&leader))) leader = option::none();
        open_epoch(self, cause, leader, seq, now);
    }

    fun add_set(self: &mut Roster, cause: u8, q_eff: u64, seq: u64, now: u64) {
        let keys = vector::map_ref(&self.members, |m| {
            let m: &Member = m;
            SetKey { address: m.address, member_key: m.member_key }
        });
        let expel = self.expel;
        let dead = vector::map_ref(&self.members, |m| {
            let m: &Member = m;
            core::is_dead(now, m.heartbeat, expel)
        });
        let carried = vector::map_ref(&self.members, |m| {
            let m: &Member = m;
            delegations_to(self, m.address)
        });
        self.set_version = self.set_version + 1;
        let record = SetRecord {
            n: vector::length(&keys),
            keys,
            q_eff,
            seq,
            cause,
            removal: cause == REMOVAL,
            void_at: 0,
            evidence_removed: 0,
            candidates: core::candidates(&dead, &carried)
        };
        table::add(&mut self.sets, self.set_version, record);
    }

    public fun version(self: &Roster): u64 { self.set_version }

    public fun has_set(self: &Roster, version: u64): bool {
        version > 0 && version <= self.set_version
    }

    public fun set_size(self: &Roster, version: u64): u64 {
        table::borrow(&self.sets, version).n
    }

    public fun quorum(self: &Roster, version: u64): u64 {
        table::borrow(&self.sets, version).q_eff
    }

    public fun present_quorum(self: &Roster): u64 {
        quorum(self, self.set_version)
    }

    public fun set_keys(self: &Roster, version: u64): vector<vector<u8>> {
        vector::map_ref(&table::borrow(&self.sets, version).keys, |k| {
            let k: &SetKey = k;
            k.member_key
        })
    }

    /// Account and member key with an index in a set.
    public fun set_key(self: &Roster, version: u64, index: u64): (address, vector<u8>) {
        let key = vector::borrow(&table::borrow(&self.sets, version).keys, index);
        (key.address, key.member_key)
    }

    public fun void_at(self: &Roster, version: u64): u64 {
        table::borrow(&self.sets, version).void_at
    }

    /// Gives every set that is not to be void yet a time from which its certificates are.
    public(friend) fun void_sets(self: &mut Roster, void_at: u64) {
        let version = self.set_version;
        while (version > 0) {
            let record = table::borrow_mut(&mut self.sets, version);
            if (record.void_at != 0) break;
            record.void_at = void_at;
            version = version - 1;
        };
    }

    /// Counts a member removed by evidence in every set since `from` that holds it.
    public(friend) fun count_evidence(self: &mut Roster, from: u64, account: address, member_key: vector<u8>) {
        let key = SetKey { address: account, member_key };
        let version = from;
        while (version <= self.set_version) {
            let record = table::borrow_mut(&mut self.sets, version);
            if (vector::contains(&record.keys, &key)) record.evidence_removed = record.evidence_removed + 1;
            version = version + 1;
        };
    }

    /// Whether no set after `version` was made by a removal or a leave.
    public fun only_joins_since(self: &Roster, version: u64): bool {
        let next = version + 1;
        while (next <= self.set_version) {
            let cause = table::borrow(&self.sets, next).cause;
            if (cause == REMOVAL || cause == LEAVE) return false;
            next = next + 1;
        };
        true
    }

    /// The first set after `version` made by a removal; 0 when there is none or a member left.
    public fun first_removal_since(self: &Roster, version: u64): u64 {
        let first = 0;
        let next = version + 1;
        while (next <= self.set_version) {
            let cause = table::borrow(&self.sets, next).cause;
            if (cause == LEAVE) return 0;
            if (cause == REMOVAL && first == 0) first = next;
            next = next + 1;
        };
        first
    }

    /// The continuation test: whether enough members of every set since `from` are left, counting sets of at least
    /// `min_signers`.
    public fun can_continue(self: &Roster, from: u64, min_signers: u64): bool {
        let version = from;
        while (version < self.set_version) {
            let record = table::borrow(&self.sets, version);
            if (record.n >= min_signers
                && !core::continues(record.n, record.q_eff, record.evidence_removed, survivors(self, record))) return false;
            version = version + 1;
        };
        true
    }

    /// Members of the set that are in the present one. Both lists are in order of joining, and what is in the present
    /// one and not in the set joined later.
    fun survivors(self: &Roster, record: &SetRecord): u64 {
        let n = size(self);
        let survivors = 0;
        vector::for_each_ref(&record.keys, |k| {
            let k: &SetKey = k;
            if (survivors < n) {
                let m = vector::borrow(&self.members, survivors);
                if (m.address == k.address && m.member_key == k.member_key) survivors = survivors + 1;
            }
        });
        survivors
    }

    // Epochs.

    /// Opens the next epoch of the present set.
    public(friend) fun open_epoch(self: &mut Roster, cause: u8, leader: Option<address>, seq: u64, now: u64) {
        self.epoch = self.epoch + 1;
        if (leader != self.leader || option::is_none(&leader)) self.reign_epoch = self.epoch;
        self.leader = leader;
        let seed = CLAIM_TAG;
        vector::append(&mut seed, self.domain);
        vector::append(&mut seed, self.claim_id);
        codec::put_u64(&mut seed, self.epoch);
        codec::put_u64(&mut seed, self.set_version);
        vector::append(&mut seed, members_hash(self));
        codec::put_addr(&mut seed, option::get_with_default(&leader, @0x0));
        codec::put_u64(&mut seed, now);
        vector::push_back(&mut seed, cause);
        self.claim_id = hash::sha3_256(seed);
        let record = EpochRecord { set_version: self.set_version, claim_id: self.claim_id, leader };
        table::add(&mut self.epochs, self.epoch, record);
        events::epoch_opened(
            self.channel,
            seq,
            self.epoch,
            self.claim_id,
            self.set_version,
            leader,
            self.reign_epoch,
            cause,
            now
        );
    }

    /// Hash of the list of present members.
    public fun members_hash(self: &Roster): vector<u8> {
        let list = MEMBERS_TAG;
        vector::append(&mut list, self.domain);
        codec::put_u64(&mut list, self.set_version);
        codec::put_count(&mut list, size(self));
        vector::for_each_ref(&self.members, |m| {
            let m: &Member = m;
            codec::put_addr(&mut list, m.address);
            vector::append(&mut list, m.tx_key);
            vector::append(&mut list, m.member_key);
            vector::append(&mut list, m.peer_key);
            codec::put_bytes(&mut list, m.endpoint);
            codec::put_u64(&mut list, m.join_seq);
        });
        hash::sha3_256(list)
    }

    public fun epoch(self: &Roster): u64 { self.epoch }

    public fun has_epoch(self: &Roster, epoch: u64): bool {
        epoch > 0 && epoch <= self.epoch
    }

    public fun is_epoch(self: &Roster, epoch: u64, set_version: u64, claim_id: &vector<u8>): bool {
        let record = table::borrow(&self.epochs, epoch);
        record.set_version == set_version && &record.claim_id == claim_id
    }

    public fun epoch_leader(self: &Roster, epoch: u64): Option<address> {
        table::borrow(&self.epochs, epoch).leader
    }

    public fun leader(self: &Roster): Option<address> { self.leader }

    public fun is_leader(self: &Roster, account: address): bool {
        option::contains(&self.leader, &account)
    }

    public fun claim_id(self: &Roster): vector<u8> { self.claim_id }

    /// First epoch of the leader's unbroken reign.
    public fun reign_epoch(self: &Roster): u64 { self.reign_epoch }

    // Candidates and delegations.

    public fun is_candidate(self: &Roster, account: address): bool {
        let (found, i) = find(self, account);
        found
            && (!core::has_candidates(size(self))
                || vector::contains(&table::borrow(&self.sets, self.set_version).candidates, &i))
    }

    /// Addresses of the candidates of the present set.
    public fun candidates(self: &Roster): vector<address> {
        vector::map_ref(&table::borrow(&self.sets, self.set_version).candidates, |i| {
            vector::borrow(&self.members, *i).address
        })
    }

    public fun delegations_to(self: &Roster, to: address): u64 {
        let count = 0;
        vector::for_each_ref(&self.delegations, |d| {
            let d: &Delegation = d;
            if (d.to == to) count = count + 1;
        });
        count
    }

    fun delegation_of(self: &Roster, from: address): (bool, u64) {
        vector::find(&self.delegations, |d| {
            let d: &Delegation = d;
            d.from == from
        })
    }

    public(friend) fun delegate(self: &mut Roster, from: address, to: address) {
        let n = size(self);
        assert!(core::has_candidates(n), E_NO_CANDIDATES);
        assert!(is_member(self, to) && to != from, E_BAD_DELEGATE);
        let (to_delegates, _) = delegation_of(self, to);
        assert!(!to_delegates && delegations_to(self, from) == 0, E_BAD_DELEGATE);
        let (replaces, at) = delegation_of(self, from);
        let carried = delegations_to(self, to);
        if (replaces && vector::borrow(&self.delegations, at).to == to) carried = carried - 1;
        assert!(carried < core::delegation_cap(n), E_CAP);
        if (replaces) {
            vector::remove(&mut self.delegations, at);
        };
        vector::push_back(&mut self.delegations, Delegation { from, to });
    }

    public(friend) fun undelegate(self: &mut Roster, from: address) {
        let (found, at) = delegation_of(self, from);
        assert!(found, E_NO_DELEGATION);
        vector::remove(&mut self.delegations, at);
    }

    /// Drops the latest delegations above the cap.
    fun cap_delegations(self: &mut Roster) {
        let cap = core::delegation_cap(size(self));
        let kept = vector<Delegation>[];
        vector::for_each(self.delegations, |d| {
            let d: Delegation = d;
            let carried = 0;
            vector::for_each_ref(&kept, |k| {
                let k: &Delegation = k;
                if (k.to == d.to) carried = carried + 1;
            });
            if (carried < cap) vector::push_back(&mut kept, d);
        });
        self.delegations = kept;
    }

    /// Voting weights of the present members.
    public fun weights(self: &Roster, accused: Option<address>): vector<u64> {
        let n = size(self);
        let delegate_to = vector::map_ref(&self.members, |m| {
            let m: &Member = m;
            let (found, at) = delegation_of(self, m.address);
            if (found) index(self, vector::borrow(&self.delegations, at).to) else n
        });
        let accused_index = if (option::is_some(&accused)) index(self, *option::borrow(&accused)) else n;
        core::weights(
            n, &table::borrow(&self.sets, self.set_version).candidates, &delegate_to, accused_index
        )
    }

    // Copies for views.

    public fun members(self: &Roster): vector<Member> { self.members }

    public fun set(self: &Roster, version: u64): SetRecord { *table::borrow(&self.sets, version) }

    public fun epoch_record(self: &Roster, epoch: u64): EpochRecord { *table::borrow(&self.epochs, epoch) }

    public fun delegations(self: &Roster): vector<Delegation> { self.delegations }

    public fun member_address(self: &Member): address { self.address }

    public fun member_heartbeat(self: &Member): u64 { self.heartbeat }
}
