/// The state of one channel and every operation on it, without coins and without the dApp's objects: who may do
/// what, when, and what is owed to whom. Times are chain time in milliseconds. Preconditions are checked in the
/// order of the protocol document, section 10.5; abort codes are its section 10.13.
module state_channel::channel_book {
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::table::{Self, Table};
    use state_channel::channel_changes as changes;
    use state_channel::channel_codec as codec;
    use state_channel::channel_config::{Self as config, Config, Label};
    use state_channel::channel_core as core;
    use state_channel::channel_events as events;
    use state_channel::channel_header::{Self as header, Header};
    use state_channel::channel_payouts::{Self as payouts, PayoutEntry, PayoutList};
    use state_channel::channel_roster::{Self as roster, Roster};

    friend state_channel::state_channel;

    /// The channel is closed.
    const E_CLOSED: u64 = 3;
    /// An exit is open.
    const E_EXIT_OPEN: u64 = 4;
    /// The channel has too few members yet.
    const E_FORMING: u64 = 5;
    /// The account is not a member of the present set.
    const E_NOT_MEMBER: u64 = 6;
    /// The bytes are longer than their bound.
    const E_TOO_LARGE: u64 = 7;
    /// The bytes do not decode.
    const E_MALFORMED: u64 = 8;
    /// There is nothing of the kind.
    const E_NOTHING: u64 = 11;
    /// It is too early.
    const E_TIME_LEFT: u64 = 12;
    /// The object is of another channel, chain, contract or protocol version.
    const E_WRONG_DOMAIN: u64 = 13;
    /// The record is of another account than the caller.
    const E_NOT_CALLER: u64 = 20;
    /// The account is a member.
    const E_ALREADY_MEMBER: u64 = 21;
    /// The account is barred for a time.
    const E_BARRED: u64 = 22;
    /// The channel has as many members as it may.
    const E_FULL: u64 = 23;
    /// The keys are not proved to be the caller's.
    const E_BAD_POSSESSION: u64 = 25;
    /// Too many joins since the last settlement.
    const E_SETTLE_FIRST: u64 = 26;
    /// The members have not admitted the account.
    const E_NOT_ADMITTED: u64 = 27;
    /// The member is not dead.
    const E_ALIVE: u64 = 30;
    /// The epoch is over.
    const E_STALE_EPOCH: u64 = 41;
    /// Only candidates may do this.
    const E_NOT_CANDIDATE: u64 = 42;
    /// The leader is live.
    const E_LEADER_LIVE: u64 = 43;
    /// Another member may claim first.
    const E_PRIORITY: u64 = 44;
    /// The caller leads, or nobody does.
    const E_IS_LEADER: u64 = 45;
    /// The statements are about another leader or another reign.
    const E_WRONG_REIGN: u64 = 46;
    /// The channel has too few members for this.
    const E_TOO_FEW: u64 = 47;
    /// The set of members has changed.
    const E_STALE_SET: u64 = 48;
    /// This is for channels of two members.
    const E_WRONG_SIZE: u64 = 49;
    /// The type is not known.
    const E_BAD_TYPE: u64 = 50;
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
    /// The account cannot be accused of that.
    const E_NOT_ACCUSED: u64 = 60;
    /// A Merkle proof is wrong.
    const E_WRONG_PROOF: u64 = 61;
    /// The epoch has not been opened.
    const E_FUTURE_EPOCH: u64 = 70;
    /// Set or claim are not those of the epoch.
    const E_WRONG_CLAIM: u64 = 71;
    /// The set is too small to certify anything.
    const E_SMALL_SET: u64 = 72;
    /// The certificates of the set are void.
    const E_VOID_SET: u64 = 73;
    /// The header confirms nothing in its epoch.
    const E_NOT_CONFIRMING: u64 = 74;
    /// The height is settled.
    const E_OLD_HEIGHT: u64 = 75;
    /// A signer is not in the set.
    const E_BAD_SIGNER: u64 = 77;
    /// Not as many signatures as needed.
    const E_QUORUM: u64 = 78;
    /// A signature is wrong.
    const E_BAD_SIGNATURE: u64 = 79;
    /// The payout list is not the one of the header.
    const E_WRONG_PAYOUTS: u64 = 80;
    /// The payout list is not well formed.
    const E_BAD_PAYOUTS: u64 = 81;
    /// The header is not at a checkpoint.
    const E_NOT_CHECKPOINT: u64 = 84;
    /// The last settlement is not in the log yet.
    const E_NOT_LOGGED: u64 = 85;
    /// The base is not what is settled.
    const E_WRONG_BASE: u64 = 86;
    /// Too many settlements wait to be applied.
    const E_APPLY_BACKLOG: u64 = 87;
    /// The exit that is open has a higher claim.
    const E_EXIT_HIGHER: u64 = 88;
    /// The set is too old.
    const E_OLD_SET: u64 = 89;
    /// What a removed member owns is not fixed yet.
    const E_CUT_OPEN: u64 = 90;
    /// The payout list gives a removed member another cut than was fixed.
    const E_CUT_CONFLICT: u64 = 91;
    /// There is no such cut.
    const E_NO_CUT: u64 = 92;
    /// Something higher was posted.
    const E_NOT_HIGHER: u64 = 93;
    /// The window is open.
    const E_WINDOW_OPEN: u64 = 94;
    /// The window has closed.
    const E_WINDOW_CLOSED: u64 = 95;
    /// No exit is open.
    const E_NO_EXIT: u64 = 96;
    /// The offence was punished.
    const E_KNOWN: u64 = 101;
    /// The set is not known.
    const E_UNKNOWN_SET: u64 = 102;
    /// Not the page whose turn it is, or another number of pages.
    const E_WRONG_PAGE: u64 = 110;
    /// The member has not left.
    const E_STILL_MEMBER: u64 = 112;
    /// What was settled has not been applied.
    const E_NOT_APPLIED: u64 = 113;

    // Phases.
    const FORMING: u8 = 1;
    const OPEN: u8 = 2;
    const EXITING: u8 = 3;
    const CLOSED: u8 = 4;

    // Causes of a removal.
    const DEAD: u8 = 0;
    const PUNISHED: u8 = 1;
    const EVIDENCE: u8 = 2;

    // Causes of an epoch.
    const CLAIM: u8 = 1;
    const NO_CONFIDENCE: u8 = 5;
    const RENEWAL: u8 = 6;

    // Kinds of a checkpoint.
    const NO_CHECKPOINT: u8 = 0;
    const PLAIN: u8 = 1;
    const LEAVE: u8 = 2;
    const CLOSE: u8 = 3;

    // Types of a proposal.
    const SETTLEMENT: u8 = 1;
    const PUNISHMENT: u8 = 2;

    const ABSTAIN: u8 = 2;
    const YES: u8 = 1;

    const MAX_SETTLEMENT: u64 = 21229;
    const MAX_PAYOUT_BYTES: u64 = 16384;
    const MAX_PROPOSAL: u64 = 16384;
    const MAX_NO_CONFIDENCE: u64 = 4154;
    const MAX_JOIN: u64 = 4760;
    const MAX_MEMBERS: u64 = 64;
    const MAX_ENDPOINT: u64 = 256;
    const MAX_DELAYS: u64 = 512;
    const MAX_TRANSACTION: u64 = 8192;
    const MAX_PROOF: u64 = 11;
    const MAX_PAGES: u64 = 4096;
    const MAX_APPLYING: u64 = 4;
    const MAX_SETS_SINCE_SETTLEMENT: u64 = 32;
    const MAX_OPEN_PER_PROPOSER: u64 = 4;
    const MAX_OPEN: u64 = 16;
    const KEY_LENGTH: u64 = 32;
    const RESULT_LENGTH: u64 = 80;
    // Height of a departure that no settlement has paid yet, and beyond every operation number.
    const NOT_SETTLED: u64 = 18446744073709551615;

    const GENESIS_TAG: vector<u8> = b"SLUICE1:GENESIS.";
    const POSSESSION_TAG: vector<u8> = b"SLUICE1:POSSESS.";
    const ADMIT_TAG: vector<u8> = b"SLUICE1:ADMIT...";
    const NO_CONFIDENCE_TAG: vector<u8> = b"SLUICE1:NOCONF..";
    const SETTLE_TAG: vector<u8> = b"SLUICE1:SETTLE..";
    const PUNISH_TAG: vector<u8> = b"SLUICE1:PUNISH..";

    struct Book has store {
        id: u64,
        domain: vector<u8>,
        genesis_hash: vector<u8>,
        config: Config,
        labels: vector<Label>,
        phase: u8,
        seq: u64,
        roster: Roster,
        bars: SimpleMap<address, u64>,
        priority: Option<Priority>,
        settled_height: u64,
        settled_root: vector<u8>,
        settled_seq: u64,
        last_settle_op: u64,
        last_settler_set: u64,
        allocation: vector<PayoutEntry>,
        last_released: vector<PayoutEntry>,
        deposits: vector<Deposit>,
        payable: Table<PayKey, u64>,
        cuts: vector<Cut>,
        deferred: Option<Posted>,
        exit: Option<Exit>,
        applying: vector<Applying>,
        state_broken: bool,
        proposals: Table<u64, Proposal>,
        open_proposals: vector<u64>,
        next_proposal: u64,
        sanctioned: Table<vector<u8>, bool>,
        reservations: Table<address, Reservation>,
        all_free_at: u64,
        departures: Table<address, u64>,
        pool_changes: vector<PoolChange>
    }

    /// Who may claim first, and until when.
    struct Priority has copy, drop, store {
        account: address,
        until: u64
    }

    struct Deposit has copy, drop, store {
        seq: u64,
        entry: PayoutEntry
    }

    /// What an account may take; coins fined from the pool lie there.
    struct PayKey has copy, drop, store {
        account: address,
        asset: vector<u8>,
        in_pool: bool
    }

    /// What a removed member owns: open until its window has closed.
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

    /// A settlement whose certificate was checked.
    struct Posted has copy, drop, store {
        set: u64,
        batch: u64,
        height: u64,
        seq: u64,
        header_hash: vector<u8>,
        state_root: vector<u8>,
        net_change_root: vector<u8>,
        base_height: u64,
        base_root: vector<u8>,
        payouts: PayoutList
    }

    struct Exit has copy, drop, store {
        seq: u64,
        opener: Option<address>,
        opened: u64,
        ends: u64,
        forced: bool,
        best: Option<Posted>
    }

    /// A settlement whose changes the dApp has yet to apply, page by page.
    struct Applying has copy, drop, store {
        height: u64,
        net_change_root: vector<u8>,
        count: Option<u64>,
        applied: u64,
        deadline: u64,
        state_root: vector<u8>
    }

    struct Proposal has copy, drop, store {
        id: u64,
        kind: u8,
        proposer: address,
        created: u64,
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

    /// Stake of a member, which may be fined until it is free.
    struct Reservation has copy, drop, store {
        amount: u64,
        in_pool: bool,
        free_at: u64
    }

    /// What an operation takes from an account of the pool.
    struct PoolChange has copy, drop, store {
        account: address,
        balance: u64,
        reserved: u64
    }

    /// A join whose arguments were checked.
    struct Join has copy, drop {
        record: JoinRecord,
        deposit: u64
    }

    struct JoinRecord has copy, drop {
        address: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>
    }

    /// A settlement by vote, decoded.
    struct VotedSettlement has copy, drop {
        from_height: u64,
        to_height: u64,
        from_root: vector<u8>,
        state_root: vector<u8>,
        final_seq: u64,
        net_change_root: vector<u8>,
        payouts: PayoutList
    }

    // Creation and joining.

    /// The record, possession and deposit of a creator, checked: the channel has no number yet.
    public(friend) fun check_creator(
        chain_id: u64, contract: address, caller: address, arguments: vector<u8>
    ): Join {
        let r = codec::reader(arguments, MAX_JOIN);
        let record = read_record(&mut r);
        let possession_tx = codec::signature(&mut r);
        let possession_member = codec::signature(&mut r);
        let deposit = codec::read_u64(&mut r);
        codec::finish(r);
        assert!(record.address == caller, E_NOT_CALLER);
        let domain = codec::domain(chain_id, contract, 0);
        assert_possession(&domain, &record, possession_tx, possession_member);
        Join { record, deposit }
    }

    /// A new channel with its first member, who leads.
    public(friend) fun create(
        id: u64,
        chain_id: u64,
        contract: address,
        config: Config,
        genesis_root: vector<u8>,
        creator: Join,
        now: u64
    ): Book {
        assert!(vector::length(&genesis_root) == KEY_LENGTH, E_MALFORMED);
        let domain = codec::domain(chain_id, contract, id);
        let config_hash = config::config_hash(&config);
        let genesis = codec::begin(GENESIS_TAG, chain_id, contract, id);
        vector::append(&mut genesis, config_hash);
        vector::append(&mut genesis, genesis_root);
        vector::append(&mut genesis, payouts::empty_hash());
        codec::put_u64(&mut genesis, 1);
        let code_hashes = config::code_hashes(&config);
        codec::put_count(&mut genesis, vector::length(&code_hashes));
        vector::for_each(code_hashes, |h| vector::append(&mut genesis, h));
        let genesis_hash = hash::sha3_256(genesis);
        let book = Book {
            id,
            domain,
            genesis_hash,
            config,
            labels: config::labels(&config),
            phase: FORMING,
            seq: 0,
            roster: roster::new(id, domain, config::expel(&config)),
            bars: simple_map::new(),
            priority: option::none(),
            settled_height: 0,
            settled_root: genesis_root,
            settled_seq: 0,
            last_settle_op: 0,
            last_settler_set: 1,
            allocation: vector[],
            last_released: vector[],
            deposits: vector[],
            payable: table::new(),
            cuts: vector[],
            deferred: option::none(),
            exit: option::none(),
            applying: vector[],
            state_broken: false,
            proposals: table::new(),
            open_proposals: vector[],
            next_proposal: 1,
            sanctioned: table::new(),
            reservations: table::new(),
            all_free_at: 0,
            departures: table::new(),
            pool_changes: vector[]
        };
        events::created(id, 1, creator.record.address, config_hash, genesis_hash);
        admit(&mut book, creator, now);
        book
    }

    /// The arguments of a join, checked.
    public(friend) fun check_join(book: &Book, caller: address, arguments: vector<u8>, now: u64): Join {
        assert_not_closed(book);
        assert_no_exit(book);
        let r = codec::reader(arguments, MAX_JOIN);
        let record = read_record(&mut r);
        let possession_tx = codec::signature(&mut r);
        let possession_member = codec::signature(&mut r);
        let deposit = codec::read_u64(&mut r);
        let has_approval = codec::has_option(&mut r);
        let valid_until = 0;
        let signers = 0;
        let signatures = vector[];
        if (has_approval) {
            valid_until = codec::read_u64(&mut r);
            signers = codec::read_u64(&mut r);
            signatures = codec::signatures(&mut r, MAX_MEMBERS);
        };
        codec::finish(r);
        assert!(record.address == caller, E_NOT_CALLER);
        assert!(!roster::is_member(&book.roster, caller), E_ALREADY_MEMBER);
        assert_not_barred(book, caller, now);
        assert!(roster::size(&book.roster) < config::max_members(&book.config), E_FULL);
        roster::assert_fresh_keys(&book.roster, caller, record.tx_key, record.member_key, &record.peer_key);
        assert_possession(&book.domain, &record, possession_tx, possession_member);
        assert!(
            roster::version(&book.roster) - book.last_settler_set < MAX_SETS_SINCE_SETTLEMENT,
            E_SETTLE_FIRST
        );
        let admitted =
            if (config::needs_approval(&book.config)) {
                has_approval
                    && valid_until >= now
                    && is_approved(book, &record, deposit, valid_until, signers, &signatures)
            } else {
                config::admits(&book.config, caller)
            };
        assert!(admitted, E_NOT_ADMITTED);
        Join { record, deposit }
    }

    fun read_record(r: &mut codec::Reader): JoinRecord {
        JoinRecord {
            address: codec::addr(r),
            tx_key: codec::hash32(r),
            member_key: codec::hash32(r),
            peer_key: codec::hash32(r),
            endpoint: codec::bytes(r, MAX_ENDPOINT)
        }
    }

    fun assert_possession(
        domain: &vector<u8>, record: &JoinRecord, possession_tx: vector<u8>, possession_member: vector<u8>
    ) {
        let statement = POSSESSION_TAG;
        vector::append(&mut statement, *domain);
        codec::put_addr(&mut statement, record.address);
        put_keys(&mut statement, record);
        let proved =
            header::is_key(record.tx_key)
                && header::is_key(record.member_key)
                && header::verify(possession_tx, record.tx_key, statement)
                && header::verify(possession_member, record.member_key, statement);
        assert!(proved, E_BAD_POSSESSION);
    }

    fun put_keys(out: &mut vector<u8>, record: &JoinRecord) {
        vector::append(out, record.tx_key);
        vector::append(out, record.member_key);
        vector::append(out, record.peer_key);
    }

    fun is_approved(
        book: &Book,
        record: &JoinRecord,
        deposit: u64,
        valid_until: u64,
        signers: u64,
        signatures: &vector<vector<u8>>
    ): bool {
        let set = roster::version(&book.roster);
        let keys = roster::set_keys(&book.roster, set);
        let signed = vector::length(signatures);
        if (core::has_bit_above(signers, vector::length(&keys))
            || core::popcount(signers) != signed
            || signed < roster::present_quorum(&book.roster)) return false;
        let statement = ADMIT_TAG;
        vector::append(&mut statement, book.domain);
        codec::put_u64(&mut statement, set);
        codec::put_addr(&mut statement, record.address);
        put_keys(&mut statement, record);
        codec::put_u64(&mut statement, deposit);
        codec::put_u64(&mut statement, valid_until);
        are_signed(signers, signatures, &keys, |_i| statement)
    }

    /// Whether the key of each bit of `signers` signed what `message_of` gives for its index.
    inline fun are_signed(
        signers: u64, signatures: &vector<vector<u8>>, keys: &vector<vector<u8>>, message_of: |u64|vector<u8>
    ): bool {
        let n = vector::length(keys);
        let next = 0;
        let i = 0;
        let all = true;
        while (i < n && all) {
            if (core::has_bit(signers, i)) {
                all = header::verify(*vector::borrow(signatures, next), *vector::borrow(keys, i), message_of(i));
                next = next + 1;
            };
            i = i + 1;
        };
        all
    }

    /// Makes the joiner a member. Its stake and deposit have been paid.
    public(friend) fun admit(book: &mut Book, join: Join, now: u64) {
        let Join { record, deposit } = join;
        let JoinRecord { address: account, tx_key, member_key, peer_key, endpoint } = record;
        book.seq = book.seq + 1;
        if (deposit > 0) {
            let entry = payouts::new_entry(account, config::coin(&book.config), deposit);
            vector::push_back(&mut book.deposits, Deposit { seq: book.seq, entry });
        };
        let stake = config::stake(&book.config);
        let in_pool = config::has_pool_stake(&book.config);
        if (table::contains(&book.reservations, account)) {
            let reservation = table::borrow_mut(&mut book.reservations, account);
            reservation.amount = reservation.amount + stake;
            reservation.free_at = 0;
        } else {
            table::add(&mut book.reservations, account, Reservation { amount: stake, in_pool, free_at: 0 });
        };
        let set_version = roster::version(&book.roster) + 1;
        events::member_joined(
            book.id,
            book.seq,
            account,
            tx_key,
            member_key,
            peer_key,
            endpoint,
            book.seq,
            set_version,
            deposit
        );
        roster::add(&mut book.roster, account, tx_key, member_key, peer_key, endpoint, book.seq, now);
        open_when_enough(book);
    }

    public fun join_deposit(join: &Join): u64 { join.deposit }

    fun open_when_enough(book: &mut Book) {
        let enough = roster::size(&book.roster) >= config::min_signers(&book.config);
        if (book.phase == FORMING && enough) book.phase = OPEN;
    }

    // Heartbeats and leadership.

    public(friend) fun keep_alive(book: &mut Book, caller: address, delays: vector<u8>, now: u64) {
        assert_not_closed(book);
        assert_member(book, caller);
        assert!(vector::length(&delays) <= MAX_DELAYS, E_TOO_LARGE);
        roster::set_delays(&mut book.roster, caller, delays);
        roster::touch(&mut book.roster, caller, now);
    }

    public(friend) fun claim_leader(book: &mut Book, caller: address, expected_epoch: u64, now: u64) {
        assert_not_closed(book);
        assert_member(book, caller);
        assert!(expected_epoch == roster::epoch(&book.roster), E_STALE_EPOCH);
        assert_not_barred(book, caller, now);
        assert!(roster::is_candidate(&book.roster, caller), E_NOT_CANDIDATE);
        let renews = roster::is_leader(&book.roster, caller);
        if (!renews) {
            assert!(!is_leader_live(book, now), E_LEADER_LIVE);
            assert!(!has_other_priority(book, caller, now), E_PRIORITY);
        };
        if (option::is_some(&book.priority) && option::borrow(&book.priority).account == caller) {
            book.priority = option::none();
        };
        roster::touch(&mut book.roster, caller, now);
        book.seq = book.seq + 1;
        let cause = if (renews) RENEWAL else CLAIM;
        roster::open_epoch(&mut book.roster, cause, option::some(caller), book.seq, now);
    }

    fun is_leader_live(book: &Book, now: u64): bool {
        let leader = roster::leader(&book.roster);
        option::is_some(&leader)
            && core::is_live(
                now, roster::heartbeat(&book.roster, *option::borrow(&leader)), config::live(&book.config)
            )
    }

    fun has_other_priority(book: &Book, caller: address, now: u64): bool {
        if (option::is_none(&book.priority)) return false;
        let priority = option::borrow(&book.priority);
        priority.account != caller && core::is_open(now, priority.until)
    }

    public(friend) fun claim_no_confidence(
        book: &mut Book, caller: address, expected_epoch: u64, proof: vector<u8>, now: u64
    ) {
        assert_not_closed(book);
        assert_member(book, caller);
        assert!(expected_epoch == roster::epoch(&book.roster), E_STALE_EPOCH);
        let r = codec::reader(proof, MAX_NO_CONFIDENCE);
        let leader = codec::addr(&mut r);
        let reign_epoch = codec::read_u64(&mut r);
        let set_version = codec::read_u64(&mut r);
        let signers = codec::read_u64(&mut r);
        let signatures = codec::signatures(&mut r, MAX_MEMBERS);
        codec::finish(r);
        assert_not_barred(book, caller, now);
        assert!(roster::is_candidate(&book.roster, caller), E_NOT_CANDIDATE);
        assert!(!roster::is_leader(&book.roster, caller), E_IS_LEADER);
        assert!(
            roster::is_leader(&book.roster, leader) && reign_epoch == roster::reign_epoch(&book.roster),
            E_WRONG_REIGN
        );
        let n = roster::size(&book.roster);
        assert!(n >= 3, E_TOO_FEW);
        assert!(set_version == roster::version(&book.roster), E_STALE_SET);
        let leader_index = roster::index(&book.roster, leader);
        assert!(!core::has_bit_above(signers, n) && !core::has_bit(signers, leader_index), E_BAD_SIGNER);
        let signed = vector::length(&signatures);
        assert!(
            core::popcount(signers) == signed && signed >= core::majority(n - 1),
            E_QUORUM
        );
        let statement = NO_CONFIDENCE_TAG;
        vector::append(&mut statement, book.domain);
        codec::put_addr(&mut statement, leader);
        codec::put_u64(&mut statement, reign_epoch);
        codec::put_u64(&mut statement, set_version);
        let keys = roster::set_keys(&book.roster, set_version);
        let valid = are_signed(signers, &signatures, &keys, |i| with_index(statement, i));
        assert!(valid, E_BAD_SIGNATURE);
        bar(book, leader, now);
        roster::touch(&mut book.roster, caller, now);
        book.seq = book.seq + 1;
        roster::open_epoch(&mut book.roster, NO_CONFIDENCE, option::some(caller), book.seq, now);
    }

    fun with_index(statement: vector<u8>, index: u64): vector<u8> {
        vector::push_back(&mut statement, (index as u8));
        statement
    }

    public(friend) fun delegate(book: &mut Book, caller: address, to: address, now: u64) {
        assert_not_closed(book);
        assert_no_exit(book);
        assert_member(book, caller);
        roster::delegate(&mut book.roster, caller, to);
        roster::touch(&mut book.roster, caller, now);
        events::delegated(book.id, book.seq, caller, option::some(to));
    }

    public(friend) fun undelegate(book: &mut Book, caller: address, now: u64) {
        assert_not_closed(book);
        assert_no_exit(book);
        assert_member(book, caller);
        roster::undelegate(&mut book.roster, caller);
        roster::touch(&mut book.roster, caller, now);
        events::delegated(book.id, book.seq, caller, option::none());
    }

    // Proposals.

    public(friend) fun create_proposal(
        book: &mut Book, caller: address, kind: u8, data: vector<u8>, now: u64
    ): u64 {
        assert_not_closed(book);
        assert_open(book);
        assert_member(book, caller);
        assert!(kind == SETTLEMENT || kind == PUNISHMENT, E_BAD_TYPE);
        prune_proposals(book, now);
        let mine = 0;
        let others = 0;
        vector::for_each_ref(&book.open_proposals, |id| {
            if (table::borrow(&book.proposals, *id).proposer == caller) mine = mine + 1 else others = others + 1;
        });
        assert!(mine < MAX_OPEN_PER_PROPOSER && mine + others < MAX_OPEN, E_TOO_MANY);
        assert!(vector::length(&data) <= MAX_PROPOSAL, E_TOO_LARGE);
        let accused =
            if (kind == SETTLEMENT) {
                check_voted_settlement(book, data);
                option::none()
            } else {
                option::some(check_accusation(book, caller, data))
            };
        let id = book.next_proposal;
        book.next_proposal = id + 1;
        let weights = roster::weights(&book.roster, accused);
        let votes = vector::map_ref(&weights, |_w| option::none<u8>());
        let data_hash = hash::sha3_256(data);
        let proposal = Proposal {
            id,
            kind,
            proposer: caller,
            created: now,
            set_version: roster::version(&book.roster),
            data_hash,
            accused,
            weights,
            votes,
            yes: 0,
            no: 0,
            abstain: 0,
            executed: false
        };
        table::add(&mut book.proposals, id, proposal);
        vector::push_back(&mut book.open_proposals, id);
        roster::touch(&mut book.roster, caller, now);
        events::proposal_created(book.id, book.seq, id, kind, data_hash, accused);
        id
    }

    fun is_open_proposal(book: &Book, id: u64, now: u64): bool {
        let p = table::borrow(&book.proposals, id);
        !p.executed
            && p.set_version == roster::version(&book.roster)
            && core::is_open(now, p.created + config::proposal_time(&book.config))
    }

    fun prune_proposals(book: &mut Book, now: u64) {
        book.open_proposals = open_proposals(book, now);
    }

    public fun open_proposals(book: &Book, now: u64): vector<u64> {
        vector::filter(book.open_proposals, |id| is_open_proposal(book, *id, now))
    }

    public(friend) fun vote_proposal(book: &mut Book, caller: address, id: u64, option: u8, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        let voter = roster::index(&book.roster, caller);
        assert_votable(book, id, now);
        assert!(option <= ABSTAIN, E_BAD_OPTION);
        let proposal = table::borrow_mut(&mut book.proposals, id);
        let weight = *vector::borrow(&proposal.weights, voter);
        assert!(weight > 0, E_NO_WEIGHT);
        let vote = vector::borrow_mut(&mut proposal.votes, voter);
        assert!(option::is_none(vote), E_VOTED);
        option::fill(vote, option);
        if (option == YES) proposal.yes = proposal.yes + weight
        else if (option == ABSTAIN) proposal.abstain = proposal.abstain + weight
        else proposal.no = proposal.no + weight;
        roster::touch(&mut book.roster, caller, now);
        events::voted(book.id, book.seq, id, caller, option, weight);
    }

    fun assert_votable(book: &Book, id: u64, now: u64) {
        assert!(table::contains(&book.proposals, id), E_NO_PROPOSAL);
        let proposal = table::borrow(&book.proposals, id);
        assert!(!proposal.executed, E_EXECUTED);
        assert!(core::is_open(now, proposal.created + config::proposal_time(&book.config)), E_EXPIRED);
        assert!(proposal.set_version == roster::version(&book.roster), E_STALE_SET);
    }

    /// Executes a passed proposal; its type.
    public(friend) fun execute_proposal(
        book: &mut Book, caller: address, id: u64, data: vector<u8>, now: u64
    ): u8 {
        assert_not_closed(book);
        assert_open(book);
        assert_votable(book, id, now);
        let proposal = *table::borrow(&book.proposals, id);
        assert!(hash::sha3_256(data) == proposal.data_hash, E_WRONG_DATA);
        let n = roster::size(&book.roster);
        let needed = if (proposal.kind == SETTLEMENT) core::v(n) else core::majority(n - 1);
        assert!(proposal.yes >= needed, E_NOT_PASSED);
        if (proposal.kind == SETTLEMENT) {
            let s = check_voted_settlement(book, data);
            table::borrow_mut(&mut book.proposals, id).executed = true;
            roster::touch(&mut book.roster, caller, now);
            let posted = Posted {
                set: 0,
                batch: 0,
                height: s.to_height,
                seq: s.final_seq,
                header_hash: codec::zero_hash(),
                state_root: s.state_root,
                net_change_root: s.net_change_root,
                base_height: s.from_height,
                base_root: s.from_root,
                payouts: s.payouts
            };
            settle_effects(book, posted, false, now);
        } else {
            table::borrow_mut(&mut book.proposals, id).executed = true;
            roster::touch(&mut book.roster, caller, now);
            let accused = *option::borrow(&proposal.accused);
            fine(book, accused, proposal.proposer, n);
            bar(book, accused, now);
            if (roster::is_leader(&book.roster, accused)) {
                let until = now + config::priority(&book.config);
                book.priority = option::some(Priority { account: proposal.proposer, until });
            };
            remove(book, accused, PUNISHED, now);
        };
        proposal.kind
    }

    fun check_voted_settlement(book: &Book, data: vector<u8>): VotedSettlement {
        let r = codec::tagged(data, MAX_PROPOSAL, SETTLE_TAG);
        let domain = codec::fixed(&mut r, vector::length(&book.domain));
        let from_height = codec::read_u64(&mut r);
        let to_height = codec::read_u64(&mut r);
        let from_root = codec::hash32(&mut r);
        let state_root = codec::hash32(&mut r);
        let final_seq = codec::read_u64(&mut r);
        let net_change_root = codec::hash32(&mut r);
        let list = payouts::read(&mut r);
        codec::finish(r);
        assert!(domain == book.domain, E_WRONG_DOMAIN);
        assert!(from_height == book.settled_height && from_root == book.settled_root, E_WRONG_BASE);
        assert!(to_height > from_height, E_OLD_HEIGHT);
        assert!(final_seq >= book.last_settle_op, E_NOT_LOGGED);
        assert!(payouts::kind(&list) >= PLAIN, E_BAD_PAYOUTS);
        payouts::assert_well_formed(&list);
        assert_conserved(book, &list, final_seq);
        assert_backlog(book);
        let set = roster::version(&book.roster);
        assert!(!has_open_cut(book, set), E_CUT_OPEN);
        assert!(!has_cut_conflict(book, set, final_seq, &list), E_CUT_CONFLICT);
        VotedSettlement { from_height, to_height, from_root, state_root, final_seq, net_change_root, payouts: list }
    }

    /// Whom an accusation accuses: its header is signed by that leader, and what it names is under that header.
    fun check_accusation(book: &Book, proposer: address, data: vector<u8>): address {
        let r = codec::tagged(data, MAX_PROPOSAL, PUNISH_TAG);
        let domain = codec::fixed(&mut r, vector::length(&book.domain));
        let accused = codec::addr(&mut r);
        let header_bytes = codec::fixed(&mut r, header::length());
        let signature = codec::signature(&mut r);
        let index = (codec::read_u8(&mut r) as u64);
        let position = codec::read_u32(&mut r);
        let count = codec::read_u32(&mut r);
        let transaction = codec::bytes(&mut r, MAX_TRANSACTION);
        let transaction_proof = codec::hashes(&mut r, MAX_PROOF);
        let result = codec::fixed(&mut r, RESULT_LENGTH);
        let result_proof = codec::hashes(&mut r, MAX_PROOF);
        let reason = codec::read_u8(&mut r);
        codec::finish(r);
        let h = header::parse(header_bytes);

        assert!(domain == book.domain, E_WRONG_DOMAIN);
        header::assert_domain(&h, &book.domain);
        assert!(accused != proposer && roster::is_member(&book.roster, accused), E_NOT_ACCUSED);
        let epoch = header::epoch(&h);
        assert!(roster::has_epoch(&book.roster, epoch), E_FUTURE_EPOCH);
        let set = header::set_version(&h);
        assert!(roster::is_epoch(&book.roster, epoch, set, &header::claim_id(&h)), E_WRONG_CLAIM);
        let led = option::contains(&roster::epoch_leader(&book.roster, epoch), &accused);
        assert!(led && index < roster::set_size(&book.roster, set), E_NOT_ACCUSED);
        let (account, key) = roster::set_key(&book.roster, set, index);
        assert!(account == accused, E_NOT_ACCUSED);
        assert!(header::verify(signature, key, header::statement(&h)), E_BAD_SIGNATURE);
        assert!(reason >= 1 && reason <= 3, E_BAD_TYPE);
        let proved =
            if (reason == 3) {
                position == 0
                    && count == 0
                    && vector::is_empty(&transaction)
                    && vector::is_empty(&transaction_proof)
                    && vector::is_empty(&result_proof)
            } else {
                header::transactions(&h) == count
                    && codec::is_leaf(
                        false, &header::transactions_root(&h), transaction, position, count, &transaction_proof
                    )
                    && codec::is_leaf(false, &header::results_root(&h), result, position, count, &result_proof)
            };
        assert!(proved, E_WRONG_PROOF);
        vector::for_each_ref(&book.open_proposals, |id| {
            let open = table::borrow(&book.proposals, *id);
            assert!(!option::contains(&open.accused, &accused), E_TOO_MANY);
        });
        accused
    }

    // Settlement.

    public(friend) fun settle(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        let (h, posted) = check_certificate(book, settlement, now);
        let kind = header::final_kind(&h);
        assert!(kind != NO_CHECKPOINT, E_NOT_CHECKPOINT);
        assert!(posted.seq >= book.last_settle_op, E_NOT_LOGGED);
        assert!(posted.base_height == book.settled_height && posted.base_root == book.settled_root, E_WRONG_BASE);
        assert_backlog(book);
        let present_path = roster::only_joins_since(&book.roster, posted.set);
        let cancels = false;
        if (option::is_some(&book.exit)) {
            let exit = option::borrow(&book.exit);
            let high_enough =
                option::is_none(&exit.best) || posted.height >= option::borrow(&exit.best).height;
            cancels = !exit.forced && high_enough && header::chain_seq(&h) >= exit.seq;
            assert!(cancels || kind == PLAIN, E_EXIT_HIGHER);
            assert!(present_path, E_OLD_SET);
        };
        if (!present_path) {
            assert!(is_removal_open(book, posted.set, now), E_OLD_SET);
            defer(book, posted, now);
            roster::touch(&mut book.roster, caller, now);
            return
        };
        assert!(!has_open_cut(book, posted.set), E_CUT_OPEN);
        assert!(!has_cut_conflict(book, posted.set, posted.seq, &posted.payouts), E_CUT_CONFLICT);
        roster::touch(&mut book.roster, caller, now);
        settle_effects(book, posted, cancels, now);
    }

    /// Whether only removals and joins followed the set and the window of the first removal is open.
    fun is_removal_open(book: &Book, set: u64, now: u64): bool {
        let removal = roster::first_removal_since(&book.roster, set);
        let (found, at) = vector::find(&book.cuts, |c| {
            let c: &Cut = c;
            c.removal_set == removal
        });
        removal != 0 && found && is_cut_open(vector::borrow(&book.cuts, at), now)
    }

    fun is_cut_open(cut: &Cut, now: u64): bool {
        !cut.fixed && core::is_open(now, cut.ends)
    }

    fun defer(book: &mut Book, posted: Posted, now: u64) {
        if (option::is_some(&book.deferred)) {
            let other = option::borrow(&book.deferred);
            assert!(core::is_higher(posted.set, posted.batch, other.set, other.batch), E_NOT_HIGHER);
        };
        post_to_cuts(book, &posted, now);
        book.deferred = option::some(posted);
        events::settlement_deferred(book.id, book.seq, posted.height, posted.set, posted.batch);
    }

    /// Checks a certificate and what it certifies.
    fun check_certificate(book: &Book, settlement: vector<u8>, now: u64): (Header, Posted) {
        let r = codec::reader(settlement, MAX_SETTLEMENT);
        let h = header::parse(codec::fixed(&mut r, header::length()));
        let certificate = header::read_certificate(&mut r);
        let payout_bytes = codec::rest(&mut r);
        let list = read_payouts(payout_bytes);

        header::assert_domain(&h, &book.domain);
        let epoch = header::epoch(&h);
        assert!(roster::has_epoch(&book.roster, epoch), E_FUTURE_EPOCH);
        let set = header::set_version(&h);
        assert!(roster::is_epoch(&book.roster, epoch, set, &header::claim_id(&h)), E_WRONG_CLAIM);
        assert!(roster::set_size(&book.roster, set) >= config::min_signers(&book.config), E_SMALL_SET);
        assert!(!is_void(book, set, &header::header_hash(&h), now), E_VOID_SET);
        assert!(header::final_epoch(&h) == epoch, E_NOT_CONFIRMING);
        let height = header::final_height(&h);
        assert!(height > book.settled_height, E_OLD_HEIGHT);
        header::assert_certified(
            &h, &certificate, &roster::set_keys(&book.roster, set), roster::quorum(&book.roster, set)
        );
        assert!(hash::sha3_256(payout_bytes) == header::payout_root(&h), E_WRONG_PAYOUTS);
        assert!(payouts::kind(&list) == header::final_kind(&h), E_BAD_PAYOUTS);
        payouts::assert_well_formed(&list);
        assert_conserved(book, &list, header::final_seq(&h));
        let posted = Posted {
            set,
            batch: header::final_batch(&h),
            height,
            seq: header::final_seq(&h),
            header_hash: header::header_hash(&h),
            state_root: header::final_state_root(&h),
            net_change_root: header::net_change_root(&h),
            base_height: header::base_height(&h),
            base_root: header::base_root(&h),
            payouts: list
        };
        (h, posted)
    }

    fun read_payouts(bytes: vector<u8>): PayoutList {
        let r = codec::reader(bytes, MAX_PAYOUT_BYTES);
        let list = payouts::read(&mut r);
        codec::finish(r);
        list
    }

    fun is_void(book: &Book, set: u64, header_hash: &vector<u8>, now: u64): bool {
        let void_at = roster::void_at(&book.roster, set);
        void_at != 0
            && now > void_at
            && !vector::any(&book.cuts, |c| {
                let c: &Cut = c;
                &c.posted_header == header_hash
            })
    }

    fun assert_conserved(book: &Book, list: &PayoutList, final_seq: u64) {
        let entries = payouts::entries(list);
        let known = vector::all(&entries, |e| roster::was_ever(&book.roster, payouts::entry_account(e)));
        payouts::assert_known(known);
        if (final_seq < book.last_settle_op) entries = payouts::without(entries, &book.last_released);
        payouts::assert_conserved(&entries, &book.allocation, &deposits_up_to(book, final_seq));
    }

    fun deposits_up_to(book: &Book, seq: u64): vector<PayoutEntry> {
        let entries = vector[];
        vector::for_each_ref(&book.deposits, |d| {
            let d: &Deposit = d;
            if (d.seq <= seq) vector::push_back(&mut entries, d.entry);
        });
        entries
    }

    fun assert_backlog(book: &Book) {
        assert!(book.state_broken || vector::length(&book.applying) < MAX_APPLYING, E_APPLY_BACKLOG);
    }

    fun has_open_cut(book: &Book, set: u64): bool {
        vector::any(&book.cuts, |c| {
            let c: &Cut = c;
            c.removal_set <= set && !c.fixed
        })
    }

    fun has_cut_conflict(book: &Book, set: u64, final_seq: u64, list: &PayoutList): bool {
        vector::any(&book.cuts, |c| {
            let c: &Cut = c;
            let (found, height) = payouts::cut_height(list, c.member, c.removal_set);
            c.removal_set <= set && c.seq <= final_seq && (!found || height < c.posted_height)
        })
    }

    /// Makes what was posted the settled state. `posted.set` is 0 for a settlement by vote.
    fun settle_effects(book: &mut Book, posted: Posted, cancels_exit: bool, now: u64) {
        let kind = payouts::kind(&posted.payouts);
        let subject = payouts::subject(&posted.payouts);
        let (released, kept) = payouts::split(payouts::entries(&posted.payouts));
        drop_deposits(book, posted.seq);
        owe_all(book, &released);
        book.last_released = released;
        book.allocation = kept;
        book.settled_height = posted.height;
        book.settled_root = posted.state_root;
        book.settled_seq = posted.seq;
        if (posted.set != 0) book.last_settler_set = posted.set;
        pay_cuts(book, &posted.payouts, posted.height);
        append_applying(book, &posted, now);
        book.seq = book.seq + 1;
        book.last_settle_op = book.seq;
        let leaves = kind == LEAVE && roster::is_member(&book.roster, subject);
        let set_after = roster::version(&book.roster) + if (leaves) 1 else 0;
        events::settled(
            book.id,
            book.seq,
            posted.height,
            posted.state_root,
            kind,
            set_after,
            posted.set,
            subject
        );
        let settle_seq = book.seq;
        if (cancels_exit) {
            book.exit = option::none();
            book.phase = OPEN;
            book.seq = book.seq + 1;
            events::exit_cancelled(book.id, book.seq);
        };
        if (leaves) {
            free_stake(book, subject, now);
            table::upsert(&mut book.departures, subject, posted.height);
            roster::drop_member(&mut book.roster, subject, false, posted.set != 0, settle_seq, now);
            after_shrink(book, now);
        };
        if (kind == CLOSE) {
            close(book, now);
            events::closed(book.id, book.seq, book.settled_height, book.settled_root);
        };
    }

    fun close(book: &mut Book, now: u64) {
        book.phase = CLOSED;
        book.exit = option::none();
        book.all_free_at = free_time(book, now);
        book.seq = book.seq + 1;
    }

    fun append_applying(book: &mut Book, posted: &Posted, now: u64) {
        if (book.state_broken || posted.net_change_root == codec::zero_hash()) return;
        let entry = Applying {
            height: posted.height,
            net_change_root: posted.net_change_root,
            count: option::none(),
            applied: 0,
            deadline: now + config::apply_time(&book.config),
            state_root: posted.state_root
        };
        vector::push_back(&mut book.applying, entry);
    }

    fun drop_deposits(book: &mut Book, seq: u64) {
        let left = vector::filter(book.deposits, |d| {
            let d: &Deposit = d;
            d.seq > seq
        });
        book.deposits = left;
    }

    /// Cuts named in a payout list are paid.
    fun pay_cuts(book: &mut Book, list: &PayoutList, height: u64) {
        let left = vector<Cut>[];
        let paid = vector<address>[];
        vector::for_each(book.cuts, |c| {
            let c: Cut = c;
            let (found, _) = payouts::cut_height(list, c.member, c.removal_set);
            if (found) vector::push_back(&mut paid, c.member) else vector::push_back(&mut left, c);
        });
        book.cuts = left;
        vector::for_each(paid, |member| table::upsert(&mut book.departures, member, height));
    }

    // Removal.

    public(friend) fun expel_dead(book: &mut Book, caller: address, member: address, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        assert_member(book, caller);
        assert!(member != caller && roster::is_member(&book.roster, member), E_NOT_MEMBER);
        let heartbeat = roster::heartbeat(&book.roster, member);
        assert!(core::is_dead(now, heartbeat, config::expel(&book.config)), E_ALIVE);
        roster::touch(&mut book.roster, caller, now);
        remove(book, member, DEAD, now);
    }

    public(friend) fun report_withheld(book: &mut Book, caller: address, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        assert_member(book, caller);
        assert!(roster::size(&book.roster) == 2, E_WRONG_SIZE);
        let leader = roster::leader(&book.roster);
        assert!(option::is_some(&leader) && !option::contains(&leader, &caller), E_IS_LEADER);
        roster::touch(&mut book.roster, caller, now);
        begin_exit(book, option::some(caller), option::none(), false, now);
    }

    public(friend) fun post_evidence(book: &mut Book, caller: address, evidence: vector<u8>, now: u64) {
        assert_not_closed(book);
        let e = header::parse_evidence(evidence);
        header::assert_evidence_domain(&e, &book.domain);
        let set = header::evidence_set(&e);
        assert!(roster::has_set(&book.roster, set), E_UNKNOWN_SET);
        let n = roster::set_size(&book.roster, set);
        assert!(header::evidence_index(&e) < n, E_BAD_SIGNER);
        header::assert_offence(&e);
        let (account, key) = roster::set_key(&book.roster, set, header::evidence_index(&e));
        header::assert_evidence_signed(&e, key);
        assert!(!table::contains(&book.sanctioned, key), E_KNOWN);
        roster::touch(&mut book.roster, caller, now);
        table::add(&mut book.sanctioned, key, true);
        fine(book, account, caller, n);
        bar(book, account, now);
        let seq = book.seq + 1;
        events::evidence(
            book.id,
            seq,
            account,
            key,
            set,
            header::evidence_epoch(&e),
            header::evidence_batch(&e)
        );
        if (book.phase == OPEN && roster::is_member_with_key(&book.roster, account, &key)) {
            roster::count_evidence(&mut book.roster, book.last_settler_set, account, key);
            remove(book, account, EVIDENCE, now);
        } else {
            book.seq = seq;
        };
    }

    fun remove(book: &mut Book, member: address, cause: u8, now: u64) {
        free_stake(book, member, now);
        let ends = now + config::challenge(&book.config);
        book.seq = book.seq + 1;
        let removal_set = roster::version(&book.roster) + 1;
        let cut = Cut {
            member,
            removal_set,
            seq: book.seq,
            opened: now,
            ends,
            posted_set: 0,
            posted_batch: 0,
            posted_height: 0,
            posted_header: vector[],
            fixed: false
        };
        vector::push_back(&mut book.cuts, cut);
        roster::void_sets(&mut book.roster, ends);
        events::member_removed(book.id, book.seq, member, removal_set, cause, ends);
        table::upsert(&mut book.departures, member, NOT_SETTLED);
        roster::drop_member(&mut book.roster, member, true, false, book.seq, now);
        after_shrink(book, now);
    }

    /// Closes the channel by exit when too few members are left to go on.
    fun after_shrink(book: &mut Book, now: u64) {
        if (book.phase == CLOSED) return;
        let min_signers = config::min_signers(&book.config);
        if (roster::size(&book.roster) >= min_signers
            && roster::can_continue(&book.roster, book.last_settler_set, min_signers)) return;
        if (option::is_some(&book.exit)) option::borrow_mut(&mut book.exit).forced = true
        else begin_exit(book, option::none(), option::none(), true, now);
    }

    /// Takes a fine out of the member's reservation for this channel.
    fun fine(book: &mut Book, member: address, reporter: address, n: u64) {
        if (!core::is_fined(n) || !table::contains(&book.reservations, member)) return;
        let reservation = table::borrow_mut(&mut book.reservations, member);
        let (amount, refund) =
            core::fine_split(
                config::fine(&book.config), config::refund(&book.config), reservation.amount
            );
        if (amount == 0) return;
        reservation.amount = reservation.amount - amount;
        let in_pool = reservation.in_pool;
        if (in_pool) {
            vector::push_back(
                &mut book.pool_changes, PoolChange { account: member, balance: amount, reserved: amount }
            );
        };
        let asset = config::coin(&book.config);
        owe(book, reporter, asset, refund, in_pool);
        let sink = config::sink(&book.config);
        // Without a sink nobody can ever take the rest: it is burned.
        if (option::is_some(&sink)) owe(book, *option::borrow(&sink), asset, amount - refund, in_pool);
        events::fined(book.id, book.seq + 1, member, amount, reporter, refund);
    }

    fun bar(book: &mut Book, account: address, now: u64) {
        simple_map::upsert(&mut book.bars, account, now + config::bar(&book.config));
    }

    fun free_time(book: &Book, now: u64): u64 {
        now + config::live(&book.config) + config::challenge(&book.config)
    }

    fun free_stake(book: &mut Book, member: address, now: u64) {
        let free_at = free_time(book, now);
        if (table::contains(&book.reservations, member)) {
            table::borrow_mut(&mut book.reservations, member).free_at = free_at;
        };
    }

    // Cuts.

    public(friend) fun post_cut(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        let (_, posted) = check_certificate(book, settlement, now);
        let open = vector::any(&book.cuts, |c| {
            let c: &Cut = c;
            c.removal_set > posted.set && is_cut_open(c, now)
        });
        assert!(open, E_NO_CUT);
        assert!(post_to_cuts(book, &posted, now), E_NOT_HIGHER);
        roster::touch(&mut book.roster, caller, now);
        events::cut_posted(book.id, book.seq, posted.height, posted.set, posted.batch);
    }

    /// Notes what was posted at every open cut of a later set where it is higher; whether there was one.
    fun post_to_cuts(book: &mut Book, posted: &Posted, now: u64): bool {
        let higher = false;
        vector::for_each_mut(&mut book.cuts, |c| {
            let c: &mut Cut = c;
            if (c.removal_set > posted.set
                && is_cut_open(c, now)
                && core::is_higher(posted.set, posted.batch, c.posted_set, c.posted_batch)) {
                c.posted_set = posted.set;
                c.posted_batch = posted.batch;
                c.posted_height = posted.height;
                c.posted_header = posted.header_hash;
                higher = true;
            };
        });
        higher
    }

    public(friend) fun fix_cut(book: &mut Book, caller: address, member: address, now: u64) {
        assert_not_closed(book);
        let (found, at) = vector::find(&book.cuts, |c| {
            let c: &Cut = c;
            c.member == member && !c.fixed
        });
        assert!(found, E_NO_CUT);
        let cut = vector::borrow_mut(&mut book.cuts, at);
        assert!(now > cut.ends, E_WINDOW_OPEN);
        cut.fixed = true;
        let posted_height = cut.posted_height;
        roster::touch(&mut book.roster, caller, now);
        book.seq = book.seq + 1;
        events::cut_fixed(book.id, book.seq, member, posted_height);
        settle_deferred(book, now);
    }

    fun settle_deferred(book: &mut Book, now: u64) {
        let unfixed = vector::any(&book.cuts, |c| {
            let c: &Cut = c;
            !c.fixed
        });
        if (option::is_none(&book.deferred) || unfixed) return;
        let posted = option::extract(&mut book.deferred);
        let plain = payouts::kind(&posted.payouts) == PLAIN;
        let holds =
            posted.height > book.settled_height
                && posted.base_height == book.settled_height
                && posted.base_root == book.settled_root
                && (plain || option::is_none(&book.exit))
                && !has_cut_conflict(book, posted.set, posted.seq, &posted.payouts);
        if (holds) settle_effects(book, posted, false, now);
    }

    // Exit.

    public(friend) fun open_exit(
        book: &mut Book, caller: address, settlement: Option<vector<u8>>, now: u64
    ) {
        assert_not_closed(book);
        assert_no_exit(book);
        assert_member(book, caller);
        let best =
            if (option::is_some(&settlement)) {
                let posted = check_exit(book, option::extract(&mut settlement), now);
                post_to_cuts(book, &posted, now);
                option::some(posted)
            } else {
                option::none()
            };
        roster::touch(&mut book.roster, caller, now);
        begin_exit(book, option::some(caller), best, false, now);
    }

    fun begin_exit(
        book: &mut Book, opener: Option<address>, best: Option<Posted>, forced: bool, now: u64
    ) {
        let ends = now + config::challenge(&book.config);
        book.seq = book.seq + 1;
        book.phase = EXITING;
        book.exit = option::some(Exit { seq: book.seq, opener, opened: now, ends, forced, best });
        events::exit_opened(book.id, book.seq, opener, ends);
    }

    fun check_exit(book: &Book, settlement: vector<u8>, now: u64): Posted {
        let (_, posted) = check_certificate(book, settlement, now);
        let based =
            posted.base_height > book.settled_height
                || (posted.base_height == book.settled_height && posted.base_root == book.settled_root);
        assert!(based, E_WRONG_BASE);
        assert!(!has_cut_conflict(book, posted.set, posted.seq, &posted.payouts), E_CUT_CONFLICT);
        posted
    }

    public(friend) fun post_exit(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        assert!(option::is_some(&book.exit), E_NO_EXIT);
        assert!(core::is_open(now, option::borrow(&book.exit).ends), E_WINDOW_CLOSED);
        let posted = check_exit(book, settlement, now);
        assert!(is_higher_than_best(book, &posted), E_NOT_HIGHER);
        post_to_cuts(book, &posted, now);
        option::borrow_mut(&mut book.exit).best = option::some(posted);
        roster::touch(&mut book.roster, caller, now);
        events::exit_posted(book.id, book.seq, posted.height, posted.set, posted.batch);
    }

    fun is_higher_than_best(book: &Book, posted: &Posted): bool {
        let best = &option::borrow(&book.exit).best;
        if (option::is_none(best)) return true;
        let best = option::borrow(best);
        core::is_higher(posted.set, posted.batch, best.set, best.batch)
            // Older confirmed work wins over a later set that cut it off.
            || vector::any(&book.cuts, |c| {
                let c: &Cut = c;
                let (found, height) = payouts::cut_height(&best.payouts, c.member, c.removal_set);
                c.removal_set > posted.set && found && height < posted.height
            })
    }

    public(friend) fun finalize_exit(book: &mut Book, caller: address, now: u64) {
        assert_not_closed(book);
        assert!(option::is_some(&book.exit), E_NO_EXIT);
        let exit = option::extract(&mut book.exit);
        assert!(now > exit.ends, E_WINDOW_OPEN);
        roster::touch(&mut book.roster, caller, now);
        let best = exit.best;
        if (option::is_some(&best) && !still_holds(book, option::borrow(&best))) best = option::none();
        if (option::is_some(&best)) {
            let posted = option::extract(&mut best);
            let entries = unpaid_entries(book, &posted);
            owe_all(book, &entries);
            drop_deposits(book, posted.seq);
            if (posted.base_height == book.settled_height) append_applying(book, &posted, now)
            else book.state_broken = true;
            book.settled_height = posted.height;
            book.settled_root = posted.state_root;
            book.settled_seq = posted.seq;
        } else {
            let entries = book.allocation;
            owe_all(book, &entries);
        };
        let late = deposits_up_to(book, NOT_SETTLED);
        owe_all(book, &late);
        book.allocation = vector[];
        book.deposits = vector[];
        book.cuts = vector[];
        close(book, now);
        events::exit_finalized(book.id, book.seq, book.settled_height, book.settled_root);
        events::closed(book.id, book.seq, book.settled_height, book.settled_root);
    }

    /// A settlement may have come in since it was posted.
    fun still_holds(book: &Book, posted: &Posted): bool {
        if (posted.height <= book.settled_height) return false;
        let entries = payouts::entries(&posted.payouts);
        if (posted.seq < book.last_settle_op
            && !vector::all(&book.last_released, |e| vector::contains(&entries, e))) return false;
        payouts::are_conserved(
            &unpaid_entries(book, posted), &book.allocation, &deposits_up_to(book, posted.seq)
        )
    }

    fun unpaid_entries(book: &Book, posted: &Posted): vector<PayoutEntry> {
        let entries = payouts::entries(&posted.payouts);
        if (posted.seq < book.last_settle_op) payouts::without(entries, &book.last_released) else entries
    }

    // Money.

    fun owe_all(book: &mut Book, entries: &vector<PayoutEntry>) {
        vector::for_each_ref(entries, |e| {
            owe(
                book,
                payouts::entry_account(e),
                payouts::entry_asset(e),
                payouts::entry_amount(e),
                false
            );
        });
    }

    fun owe(book: &mut Book, account: address, asset: vector<u8>, amount: u64, in_pool: bool) {
        if (amount == 0) return;
        let owed = table::borrow_mut_with_default(&mut book.payable, PayKey { account, asset, in_pool }, 0);
        *owed = *owed + amount;
    }

    /// What the account may take of the channel's own coins and of those in the pool.
    public fun payable(book: &Book, account: address, asset: vector<u8>): (u64, u64) {
        (
            *table::borrow_with_default(&book.payable, PayKey { account, asset, in_pool: false }, &0),
            *table::borrow_with_default(&book.payable, PayKey { account, asset, in_pool: true }, &0)
        )
    }

    /// Takes all of it.
    public(friend) fun take_payable(book: &mut Book, account: address, asset: vector<u8>): (u64, u64) {
        let (own, pooled) = payable(book, account, asset);
        assert!(own > 0 || pooled > 0, E_NOTHING);
        if (own > 0) {
            table::remove(&mut book.payable, PayKey { account, asset, in_pool: false });
        };
        if (pooled > 0) {
            table::remove(&mut book.payable, PayKey { account, asset, in_pool: true });
        };
        events::paid_out(book.id, book.seq, account, asset, own + pooled);
        (own, pooled)
    }

    public(friend) fun release_stake(book: &mut Book, member: address, now: u64) {
        assert!(table::contains(&book.reservations, member), E_NOTHING);
        let free_at = reservation_free_at(book, member);
        assert!(free_at != 0 && now >= free_at, E_TIME_LEFT);
        let Reservation { amount, in_pool, free_at: _ } = table::remove(&mut book.reservations, member);
        if (in_pool) {
            vector::push_back(
                &mut book.pool_changes, PoolChange { account: member, balance: 0, reserved: amount }
            );
        } else {
            let asset = config::coin(&book.config);
            owe(book, member, asset, amount, false);
        };
    }

    fun reservation_free_at(book: &Book, member: address): u64 {
        if (book.all_free_at != 0) book.all_free_at else table::borrow(&book.reservations, member).free_at
    }

    /// Amount, whether it lies in the pool, and the time from which it is free (0: not yet known).
    public fun reservation(book: &Book, member: address): (u64, bool, u64) {
        if (!table::contains(&book.reservations, member)) return (0, false, 0);
        let r = table::borrow(&book.reservations, member);
        (r.amount, r.in_pool, reservation_free_at(book, member))
    }

    /// What operations took from accounts of the pool, once.
    public(friend) fun take_pool_changes(book: &mut Book): vector<PoolChange> {
        let changes = book.pool_changes;
        book.pool_changes = vector[];
        changes
    }

    public fun pool_change(self: &PoolChange): (address, u64, u64) {
        (self.account, self.balance, self.reserved)
    }

    // Applying what was settled.

    /// Checks the page whose turn it is and counts it.
    public(friend) fun check_page(
        book: &mut Book, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64
    ): changes::Page {
        assert!(!vector::is_empty(&book.applying), E_NOTHING);
        let parsed = changes::parse(page);
        let first = vector::borrow_mut(&mut book.applying, 0);
        assert!(number == first.applied && changes::number(&parsed) == number, E_WRONG_PAGE);
        if (option::is_some(&first.count)) {
            assert!(count == *option::borrow(&first.count), E_WRONG_PAGE);
        } else {
            assert!(count >= 1 && count <= MAX_PAGES, E_WRONG_PAGE);
        };
        assert!(codec::is_leaf(true, &first.net_change_root, page, number, count, &proof), E_WRONG_PROOF);
        if (option::is_none(&first.count)) option::fill(&mut first.count, count);
        parsed
    }

    public(friend) fun page_applied(book: &mut Book) {
        let first = vector::borrow_mut(&mut book.applying, 0);
        first.applied = first.applied + 1;
        if (first.applied == *option::borrow(&first.count)) {
            let done = vector::remove(&mut book.applying, 0);
            events::applied(book.id, book.seq, done.height);
        };
    }

    public(friend) fun skip_apply(book: &mut Book, now: u64) {
        assert!(!vector::is_empty(&book.applying), E_NOTHING);
        let first = vector::borrow(&book.applying, 0);
        assert!(now > first.deadline, E_TIME_LEFT);
        let height = first.height;
        book.applying = vector[];
        book.state_broken = true;
        events::apply_skipped(book.id, book.seq, height);
    }

    /// Aborts unless the member has gone and what was settled for it has been applied.
    public fun assert_may_take_assets(book: &Book, member: address) {
        let gone = book.phase == CLOSED || !roster::is_member(&book.roster, member);
        assert!(gone, E_STILL_MEMBER);
        if (book.state_broken) return;
        let left_at =
            if (book.phase == CLOSED) book.settled_height
            else *table::borrow_with_default(&book.departures, member, &0);
        let applied =
            left_at != NOT_SETTLED
                && vector::all(&book.applying, |a| {
                    let a: &Applying = a;
                    a.height > left_at
                });
        assert!(applied, E_NOT_APPLIED);
    }

    public(friend) fun assets_taken(book: &mut Book, member: address) {
        if (table::contains(&book.departures, member)) {
            table::remove(&mut book.departures, member);
        };
    }

    public fun is_closed(book: &Book): bool { book.phase == CLOSED }

    /// Whether nothing settled waits to be applied, or it never will be.
    public fun is_applied(book: &Book): bool {
        book.state_broken || vector::is_empty(&book.applying)
    }

    public(friend) fun set_labels(book: &mut Book, labels: vector<Label>) {
        book.labels = labels;
    }

    // Common checks.

    public fun assert_not_closed(book: &Book) {
        assert!(book.phase != CLOSED, E_CLOSED);
    }

    fun assert_no_exit(book: &Book) {
        assert!(book.phase != EXITING, E_EXIT_OPEN);
    }

    fun assert_open(book: &Book) {
        assert!(book.phase != FORMING, E_FORMING);
        assert!(book.phase == OPEN, E_EXIT_OPEN);
    }

    fun assert_member(book: &Book, account: address) {
        assert!(roster::is_member(&book.roster, account), E_NOT_MEMBER);
    }

    fun assert_not_barred(book: &Book, account: address, now: u64) {
        assert!(!is_barred(book, account, now), E_BARRED);
    }

    public fun is_barred(book: &Book, account: address, now: u64): bool {
        simple_map::contains_key(&book.bars, &account)
            && core::is_open(now, *simple_map::borrow(&book.bars, &account))
    }

    // For views.

    public fun id(self: &Book): u64 { self.id }

    public fun seq(self: &Book): u64 { self.seq }

    public fun phase(self: &Book): u8 { self.phase }

    public fun config_of(self: &Book): &Config { &self.config }

    public fun labels(self: &Book): vector<Label> { self.labels }

    public fun genesis_hash(self: &Book): vector<u8> { self.genesis_hash }

    public fun roster_of(self: &Book): &Roster { &self.roster }

    public fun settled(self: &Book): (u64, vector<u8>, u64) {
        (self.settled_height, self.settled_root, self.settled_seq)
    }

    public fun last_settlement(self: &Book): (u64, u64) {
        (self.last_settle_op, self.last_settler_set)
    }

    public fun cuts(self: &Book): vector<Cut> { self.cuts }

    public fun exit(self: &Book): Option<Exit> { self.exit }

    public fun deferred(self: &Book): Option<Posted> { self.deferred }

    public fun allocation(self: &Book): vector<PayoutEntry> { self.allocation }

    public fun deposits(self: &Book): vector<Deposit> { self.deposits }

    public fun applying(self: &Book): vector<Applying> { self.applying }

    public fun is_state_broken(self: &Book): bool { self.state_broken }

    public fun bars(self: &Book): SimpleMap<address, u64> { self.bars }

    public fun priority(self: &Book): Option<Priority> { self.priority }

    public fun proposal(self: &Book, id: u64): Proposal {
        assert!(table::contains(&self.proposals, id), E_NO_PROPOSAL);
        *table::borrow(&self.proposals, id)
    }

    /// Bytes of the domain of the channel.
    public fun domain(self: &Book): vector<u8> { self.domain }
}
