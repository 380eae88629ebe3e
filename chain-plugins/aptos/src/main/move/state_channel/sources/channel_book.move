/// One channel: its phase, and every operation on it, without coins and without the dApp's objects. Times are chain
/// time in milliseconds. Preconditions are checked in the order of the protocol document, section 10.5; abort codes
/// are those of its section 10.13.
module state_channel::channel_book {
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::table::{Self, Table};
    use state_channel::channel_applying::{Self as applying, Queue};
    use state_channel::channel_ballots::{Self as ballots, Ballots};
    use state_channel::channel_changes::Page;
    use state_channel::channel_codec as codec;
    use state_channel::channel_config::{Self as config, Config, Label};
    use state_channel::channel_core as core;
    use state_channel::channel_cuts::{Self as cuts, Cuts};
    use state_channel::channel_events as events;
    use state_channel::channel_header as header;
    use state_channel::channel_ledger::{Self as ledger, Ledger};
    use state_channel::channel_payouts as payouts;
    use state_channel::channel_posted::{Self as posted, Posted};
    use state_channel::channel_roster::{Self as roster, Roster};
    use state_channel::channel_statements::{Self as statements, Join};

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
    /// The object is of another channel, chain, contract or protocol version.
    const E_WRONG_DOMAIN: u64 = 13;
    /// The account is a member.
    const E_ALREADY_MEMBER: u64 = 21;
    /// The account is barred for a time.
    const E_BARRED: u64 = 22;
    /// The channel has as many members as it may.
    const E_FULL: u64 = 23;
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
    /// This is for channels of two members.
    const E_WRONG_SIZE: u64 = 49;
    /// The type is not known.
    const E_BAD_TYPE: u64 = 50;
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
    /// The payout list is not well formed.
    const E_BAD_PAYOUTS: u64 = 81;
    /// The header is not at a checkpoint.
    const E_NOT_CHECKPOINT: u64 = 84;
    /// The last settlement is not in the log yet.
    const E_NOT_LOGGED: u64 = 85;
    /// The base is not what is settled.
    const E_WRONG_BASE: u64 = 86;
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

    const MAX_PROPOSAL: u64 = 16384;
    const MAX_DELAYS: u64 = 512;
    const MAX_SETS_SINCE_SETTLEMENT: u64 = 32;
    const ROOT_LENGTH: u64 = 32;
    /// Height of a departure that no settlement has paid yet.
    const NOT_SETTLED: u64 = 18446744073709551615;

    const GENESIS_TAG: vector<u8> = b"SLUICE1:GENESIS.";
    const SETTLE_TAG: vector<u8> = b"SLUICE1:SETTLE..";

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
        last_settler_set: u64,
        ledger: Ledger,
        cuts: Cuts,
        deferred: Option<Posted>,
        exit: Option<Exit>,
        applying: Queue,
        ballots: Ballots,
        sanctioned: Table<vector<u8>, bool>,
        departures: Table<address, u64>
    }

    /// Who may claim first, and until when.
    struct Priority has copy, drop, store {
        account: address,
        until: u64
    }

    struct Exit has copy, drop, store {
        seq: u64,
        opener: Option<address>,
        opened: u64,
        ends: u64,
        forced: bool,
        best: Option<Posted>
    }

    // Creation and joining.

    /// The arguments of a creator, checked: the channel has no number yet.
    public(friend) fun check_creator(
        chain_id: u64, contract: address, caller: address, arguments: vector<u8>
    ): Join {
        let join = statements::parse_join(arguments, true, caller);
        statements::assert_possession(&join, &codec::domain(chain_id, contract, 0));
        join
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
        assert!(vector::length(&genesis_root) == ROOT_LENGTH, E_MALFORMED);
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
            last_settler_set: 1,
            ledger: ledger::new(id),
            cuts: cuts::new(),
            deferred: option::none(),
            exit: option::none(),
            applying: applying::new(),
            ballots: ballots::new(),
            sanctioned: table::new(),
            departures: table::new()
        };
        events::created(
            id,
            1,
            statements::joiner(&creator),
            statements::tx_key(&creator),
            statements::member_key(&creator),
            statements::peer_key(&creator),
            statements::endpoint(&creator),
            statements::deposit(&creator),
            config_hash,
            genesis_hash
        );
        admit(&mut book, creator, now);
        book
    }

    /// The arguments of a join, checked.
    public(friend) fun check_join(book: &Book, caller: address, arguments: vector<u8>, now: u64): Join {
        assert_not_closed(book);
        assert_no_exit(book);
        let join = statements::parse_join(arguments, false, caller);
        assert!(!roster::is_member(&book.roster, caller), E_ALREADY_MEMBER);
        assert_not_barred(book, caller, now);
        assert!(
            roster::size(&book.roster) < config::max_members(&book.config)
                && roster::has_room(&book.roster, caller),
            E_FULL
        );
        roster::assert_fresh_keys(
            &book.roster,
            caller,
            statements::tx_key(&join),
            statements::member_key(&join),
            &statements::peer_key(&join)
        );
        statements::assert_possession(&join, &book.domain);
        assert!(
            roster::version(&book.roster) - book.last_settler_set <= MAX_SETS_SINCE_SETTLEMENT,
            E_SETTLE_FIRST
        );
        let admitted =
            if (config::needs_approval(&book.config)) {
                statements::is_approved(&join, &book.roster, &book.domain, now)
            } else {
                config::admits(&book.config, caller)
            };
        assert!(admitted, E_NOT_ADMITTED);
        join
    }

    /// Makes the joiner a member. Its stake and deposit have been paid.
    public(friend) fun admit(book: &mut Book, join: Join, now: u64) {
        let account = statements::joiner(&join);
        let deposit = statements::deposit(&join);
        book.seq = book.seq + 1;
        ledger::deposit(&mut book.ledger, book.seq, account, config::coin(&book.config), deposit);
        ledger::reserve(
            &mut book.ledger,
            account,
            config::stake(&book.config),
            config::has_pool_stake(&book.config)
        );
        let tx_key = statements::tx_key(&join);
        let member_key = statements::member_key(&join);
        let peer_key = statements::peer_key(&join);
        let endpoint = statements::endpoint(&join);
        let set_version = roster::version(&book.roster) + 1;
        // The creator's record stands in the event of the creation.
        if (set_version > 1) {
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
        };
        roster::add(&mut book.roster, account, tx_key, member_key, peer_key, endpoint, book.seq, now);
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

    /// The same, for one of several channels: leaves the channel as it is where `keep_alive` aborts.
    public(friend) fun try_keep_alive(book: &mut Book, caller: address, delays: vector<u8>, now: u64): bool {
        let may =
            book.phase != CLOSED
                && roster::is_member(&book.roster, caller)
                && vector::length(&delays) <= MAX_DELAYS;
        if (may) keep_alive(book, caller, delays, now);
        may
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
        // Any epoch of the present reign: a leader that renews in every block must not outrun each claim.
        assert!(
            roster::reign_epoch(&book.roster) <= expected_epoch && expected_epoch <= roster::epoch(&book.roster),
            E_STALE_EPOCH
        );
        let distrust = statements::parse_no_confidence(proof);
        assert_not_barred(book, caller, now);
        assert!(roster::is_candidate(&book.roster, caller), E_NOT_CANDIDATE);
        assert!(!roster::is_leader(&book.roster, caller), E_IS_LEADER);
        let leader = statements::assert_no_confidence(&distrust, &book.roster, &book.domain);
        bar(book, leader, now);
        roster::touch(&mut book.roster, caller, now);
        book.seq = book.seq + 1;
        roster::open_epoch(&mut book.roster, NO_CONFIDENCE, option::some(caller), book.seq, now);
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
        let set = roster::version(&book.roster);
        ballots::assert_room(&mut book.ballots, caller, set, now);
        assert!(vector::length(&data) <= MAX_PROPOSAL, E_TOO_LARGE);
        let accused =
            if (kind == SETTLEMENT) {
                check_voted_settlement(book, data);
                option::none()
            } else {
                let account = statements::check_accusation(&book.roster, &book.domain, caller, data);
                ballots::assert_not_accused(&book.ballots, account);
                option::some(account)
            };
        let data_hash = hash::sha3_256(data);
        let weights = roster::weights(&book.roster, accused);
        let expires = now + config::proposal_time(&book.config);
        let id =
            ballots::add(
                &mut book.ballots, kind, caller, now, expires, set, data_hash, accused, weights
            );
        roster::touch(&mut book.roster, caller, now);
        events::proposal_created(book.id, book.seq, id, kind, caller, data_hash, accused);
        id
    }

    public(friend) fun vote_proposal(book: &mut Book, caller: address, id: u64, option: u8, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        let voter = roster::index(&book.roster, caller);
        let set = roster::version(&book.roster);
        let weight = ballots::vote(&mut book.ballots, id, voter, option, set, now);
        roster::touch(&mut book.roster, caller, now);
        events::voted(book.id, book.seq, id, caller, option, weight);
    }

    /// Executes a passed proposal; its type.
    public(friend) fun execute_proposal(
        book: &mut Book, caller: address, id: u64, data: vector<u8>, now: u64
    ): u8 {
        assert_not_closed(book);
        assert_open(book);
        let set = roster::version(&book.roster);
        let proposal = ballots::executable(&book.ballots, id, data, set, now);
        let n = roster::size(&book.roster);
        let kind = ballots::kind(&proposal);
        if (kind == SETTLEMENT) {
            ballots::assert_passed(&proposal, core::v(n));
            let voted = check_voted_settlement(book, data);
            ballots::execute(&mut book.ballots, id);
            events::proposal_executed(book.id, book.seq + 1, id);
            roster::touch(&mut book.roster, caller, now);
            settle_effects(book, voted, false, now);
        } else {
            ballots::assert_passed(&proposal, core::majority(n - 1));
            ballots::execute(&mut book.ballots, id);
            events::proposal_executed(book.id, book.seq + 1, id);
            roster::touch(&mut book.roster, caller, now);
            let accused = *option::borrow(&ballots::accused(&proposal));
            let proposer = ballots::proposer(&proposal);
            fine(book, accused, proposer, n);
            bar(book, accused, now);
            if (roster::is_leader(&book.roster, accused)) {
                let until = now + config::priority(&book.config);
                book.priority = option::some(Priority { account: proposer, until });
            };
            remove(book, accused, PUNISHED, now);
        };
        kind
    }

    fun check_voted_settlement(book: &Book, data: vector<u8>): Posted {
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
        assert!(final_seq >= ledger::last_settle_op(&book.ledger), E_NOT_LOGGED);
        assert!(payouts::kind(&list) >= PLAIN, E_BAD_PAYOUTS);
        payouts::assert_well_formed(&list);
        ledger::assert_conserved(&book.ledger, &book.roster, &list, final_seq);
        applying::assert_room(&book.applying);
        let set = roster::version(&book.roster);
        assert!(!cuts::has_unfixed(&book.cuts, set), E_CUT_OPEN);
        assert!(!cuts::conflicts(&book.cuts, set, final_seq, &list), E_CUT_CONFLICT);
        posted::voted(to_height, final_seq, state_root, net_change_root, from_height, from_root, list)
    }

    // Settlement.

    public(friend) fun settle(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        let (p, kind, chain_seq) = check_certificate(book, settlement, now);
        assert!(kind != NO_CHECKPOINT, E_NOT_CHECKPOINT);
        assert!(posted::seq(&p) >= ledger::last_settle_op(&book.ledger), E_NOT_LOGGED);
        assert!(is_based_on_settled(book, &p), E_WRONG_BASE);
        applying::assert_room(&book.applying);
        let set = posted::set(&p);
        let present_path = roster::only_joins_since(&book.roster, set);
        let cancels = false;
        if (option::is_some(&book.exit)) {
            let exit = option::borrow(&book.exit);
            let high_enough =
                option::is_none(&exit.best)
                    || posted::height(&p) >= posted::height(option::borrow(&exit.best));
            cancels = !exit.forced && high_enough && chain_seq >= exit.seq;
            assert!(cancels || kind == PLAIN, E_EXIT_HIGHER);
            assert!(present_path, E_OLD_SET);
        };
        if (!present_path) {
            let removal = roster::first_removal_since(&book.roster, set);
            assert!(removal != 0 && cuts::is_removal_open(&book.cuts, removal, now), E_OLD_SET);
            defer(book, p, now);
            roster::touch(&mut book.roster, caller, now);
            return
        };
        assert!(!cuts::has_unfixed(&book.cuts, set), E_CUT_OPEN);
        assert!(!has_conflict(book, &p), E_CUT_CONFLICT);
        roster::touch(&mut book.roster, caller, now);
        settle_effects(book, p, cancels, now);
    }

    fun is_based_on_settled(book: &Book, p: &Posted): bool {
        posted::base_height(p) == book.settled_height && posted::base_root(p) == book.settled_root
    }

    fun has_conflict(book: &Book, p: &Posted): bool {
        cuts::conflicts(&book.cuts, posted::set(p), posted::seq(p), posted::payouts(p))
    }

    fun defer(book: &mut Book, p: Posted, now: u64) {
        if (option::is_some(&book.deferred)) {
            assert!(posted::is_higher(&p, option::borrow(&book.deferred)), E_NOT_HIGHER);
        };
        book.seq = book.seq + 1;
        post_to_cuts(book, &p, now);
        book.deferred = option::some(p);
        events::settlement_deferred(
            book.id, book.seq, posted::height(&p), posted::set(&p), posted::batch(&p)
        );
    }

    /// Raises the cuts that are lower, and tells so: members sign payout lists by what was posted.
    fun post_to_cuts(book: &mut Book, p: &Posted, now: u64): bool {
        let raised = cuts::post(&mut book.cuts, p, now);
        if (raised) {
            events::cut_posted(book.id, book.seq, posted::height(p), posted::set(p), posted::batch(p));
        };
        raised
    }

    /// Checks a certificate and what it certifies; also the kind of its checkpoint and its chain position.
    fun check_certificate(book: &Book, settlement: vector<u8>, now: u64): (Posted, u8, u64) {
        let s = posted::parse(settlement);
        let h = posted::header(&s);
        header::assert_domain(h, &book.domain);
        let epoch = header::epoch(h);
        assert!(roster::has_epoch(&book.roster, epoch), E_FUTURE_EPOCH);
        let set = header::set_version(h);
        assert!(roster::is_epoch(&book.roster, epoch, set, &header::claim_id(h)), E_WRONG_CLAIM);
        assert!(roster::set_size(&book.roster, set) >= config::min_signers(&book.config), E_SMALL_SET);
        assert!(!is_void(book, set, &header::header_hash(h), now), E_VOID_SET);
        assert!(header::final_epoch(h) == epoch, E_NOT_CONFIRMING);
        assert!(header::final_height(h) > book.settled_height, E_OLD_HEIGHT);
        posted::assert_certified(
            &s, &roster::set_keys(&book.roster, set), roster::quorum(&book.roster, set)
        );
        posted::assert_payouts(&s);
        let h = posted::header(&s);
        ledger::assert_conserved(&book.ledger, &book.roster, posted::payouts_of(&s), header::final_seq(h));
        let kind = header::final_kind(h);
        let chain_seq = header::chain_seq(h);
        (posted::posted(s), kind, chain_seq)
    }

    fun is_void(book: &Book, set: u64, header_hash: &vector<u8>, now: u64): bool {
        let void_at = roster::void_at(&book.roster, set);
        void_at != 0 && now > void_at && !cuts::is_posted(&book.cuts, header_hash)
    }

    /// Makes what was posted the settled state.
    fun settle_effects(book: &mut Book, p: Posted, cancels_exit: bool, now: u64) {
        let kind = payouts::kind(posted::payouts(&p));
        let subject = payouts::subject(posted::payouts(&p));
        let by_set = posted::set(&p);
        book.seq = book.seq + 1;
        let settle_op = book.seq;
        ledger::settle(&mut book.ledger, posted::payouts(&p), posted::seq(&p), settle_op);
        set_settled(book, &p);
        if (by_set != 0) book.last_settler_set = by_set;
        let paid = cuts::pay(&mut book.cuts, posted::payouts(&p));
        let height = posted::height(&p);
        vector::for_each(paid, |member| table::upsert(&mut book.departures, member, height));
        append_applying(book, &p, now);
        let leaves = kind == LEAVE && roster::is_member(&book.roster, subject);
        let set_after = roster::version(&book.roster) + if (leaves) 1 else 0;
        events::settled(
            book.id, settle_op, height, book.settled_root, kind, set_after, by_set, subject
        );
        if (cancels_exit) {
            book.exit = option::none();
            book.phase = OPEN;
            book.seq = book.seq + 1;
            events::exit_cancelled(book.id, book.seq);
        };
        if (leaves) {
            free_stake(book, subject, now);
            table::upsert(&mut book.departures, subject, height);
            roster::drop_member(&mut book.roster, subject, false, by_set != 0, book.seq, now);
            after_shrink(book, now);
        };
        if (kind == CLOSE) {
            close(book, now);
            events::closed(book.id, book.seq, book.settled_height, book.settled_root);
        };
    }

    fun set_settled(book: &mut Book, p: &Posted) {
        book.settled_height = posted::height(p);
        book.settled_root = posted::state_root(p);
        book.settled_seq = posted::seq(p);
    }

    fun append_applying(book: &mut Book, p: &Posted, now: u64) {
        applying::append(
            &mut book.applying,
            posted::height(p),
            posted::net_change_root(p),
            posted::state_root(p),
            now + config::apply_time(&book.config)
        );
    }

    fun close(book: &mut Book, now: u64) {
        book.phase = CLOSED;
        book.exit = option::none();
        let free_at = free_time(book, now);
        ledger::free_all(&mut book.ledger, free_at);
        book.seq = book.seq + 1;
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
        let index = header::evidence_index(&e);
        assert!(index < n, E_BAD_SIGNER);
        header::assert_offence(&e);
        let (account, key) = roster::set_key(&book.roster, set, index);
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
        cuts::open(&mut book.cuts, member, removal_set, book.seq, now, ends);
        roster::void_sets(&mut book.roster, ends);
        events::member_removed(book.id, book.seq, member, removal_set, cause, ends);
        table::upsert(&mut book.departures, member, NOT_SETTLED);
        roster::drop_member(&mut book.roster, member, true, false, book.seq, now);
        after_shrink(book, now);
    }

    /// Closes the channel by exit when too few members are left to go on.
    fun after_shrink(book: &mut Book, now: u64) {
        let min_signers = config::min_signers(&book.config);
        if (roster::size(&book.roster) >= min_signers
            && roster::can_continue(&book.roster, book.last_settler_set, min_signers)) return;
        if (option::is_some(&book.exit)) option::borrow_mut(&mut book.exit).forced = true
        else begin_exit(book, option::none(), option::none(), true, now);
    }

    fun fine(book: &mut Book, member: address, reporter: address, n: u64) {
        ledger::fine(&mut book.ledger, &book.config, member, reporter, n, book.seq + 1);
    }

    fun bar(book: &mut Book, account: address, now: u64) {
        simple_map::upsert(&mut book.bars, account, now + config::bar(&book.config));
    }

    fun free_time(book: &Book, now: u64): u64 {
        now + config::live(&book.config) + config::challenge(&book.config)
    }

    fun free_stake(book: &mut Book, member: address, now: u64) {
        let free_at = free_time(book, now);
        ledger::free(&mut book.ledger, member, free_at);
    }

    // Cuts.

    public(friend) fun post_cut(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        assert_open(book);
        let (p, _, _) = check_certificate(book, settlement, now);
        assert!(cuts::has_open_after(&book.cuts, posted::set(&p), now), E_NO_CUT);
        assert!(post_to_cuts(book, &p, now), E_NOT_HIGHER);
        roster::touch(&mut book.roster, caller, now);
    }

    public(friend) fun fix_cut(book: &mut Book, caller: address, member: address, now: u64) {
        assert_not_closed(book);
        let posted_height = cuts::fix(&mut book.cuts, member, now);
        roster::touch(&mut book.roster, caller, now);
        book.seq = book.seq + 1;
        events::cut_fixed(book.id, book.seq, member, posted_height);
        if (option::is_some(&book.deferred) && cuts::are_all_fixed(&book.cuts)) {
            let p = option::extract(&mut book.deferred);
            if (is_still_due(book, &p)) settle_effects(book, p, false, now);
        };
    }

    /// Whether a deferred settlement still fits what is settled.
    fun is_still_due(book: &Book, p: &Posted): bool {
        let plain = payouts::kind(posted::payouts(p)) == PLAIN;
        posted::height(p) > book.settled_height
            && is_based_on_settled(book, p)
            && (plain || option::is_none(&book.exit))
            && applying::has_room(&book.applying)
            && !has_conflict(book, p)
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
                option::some(check_exit(book, option::extract(&mut settlement), now))
            } else {
                option::none()
            };
        roster::touch(&mut book.roster, caller, now);
        begin_exit(book, option::some(caller), best, false, now);
        if (option::is_some(&best)) {
            post_to_cuts(book, option::borrow(&best), now);
        };
    }

    fun begin_exit(
        book: &mut Book, opener: Option<address>, best: Option<Posted>, forced: bool, now: u64
    ) {
        let ends = now + config::challenge(&book.config);
        book.seq = book.seq + 1;
        book.phase = EXITING;
        book.exit = option::some(Exit { seq: book.seq, opener, opened: now, ends, forced, best });
        events::exit_opened(book.id, book.seq, opener, ends, forced);
    }

    fun check_exit(book: &Book, settlement: vector<u8>, now: u64): Posted {
        let (p, _, _) = check_certificate(book, settlement, now);
        let based = posted::base_height(&p) > book.settled_height || is_based_on_settled(book, &p);
        assert!(based, E_WRONG_BASE);
        assert!(!has_conflict(book, &p), E_CUT_CONFLICT);
        p
    }

    public(friend) fun post_exit(book: &mut Book, caller: address, settlement: vector<u8>, now: u64) {
        assert_not_closed(book);
        assert!(option::is_some(&book.exit), E_NO_EXIT);
        assert!(core::is_open(now, option::borrow(&book.exit).ends), E_WINDOW_CLOSED);
        let p = check_exit(book, settlement, now);
        let best = option::borrow(&book.exit).best;
        let higher =
            option::is_none(&best)
                || posted::is_higher(&p, option::borrow(&best))
                // Older confirmed work wins over a later set that cut it off.
                || cuts::cuts_off(&book.cuts, posted::payouts(option::borrow(&best)), &p);
        assert!(higher, E_NOT_HIGHER);
        option::borrow_mut(&mut book.exit).best = option::some(p);
        roster::touch(&mut book.roster, caller, now);
        events::exit_posted(book.id, book.seq, posted::height(&p), posted::set(&p), posted::batch(&p));
        post_to_cuts(book, &p, now);
    }

    public(friend) fun finalize_exit(book: &mut Book, caller: address, now: u64) {
        assert_not_closed(book);
        assert!(option::is_some(&book.exit), E_NO_EXIT);
        let exit = option::extract(&mut book.exit);
        assert!(now > exit.ends, E_WINDOW_OPEN);
        roster::touch(&mut book.roster, caller, now);
        let best = exit.best;
        if (option::is_some(&best) && still_holds(book, option::borrow(&best))) {
            let p = option::extract(&mut best);
            ledger::pay_out(&mut book.ledger, posted::payouts(&p), posted::seq(&p));
            if (posted::base_height(&p) == book.settled_height) append_applying(book, &p, now)
            else applying::break_state(&mut book.applying);
            set_settled(book, &p);
        } else {
            ledger::pay_back(&mut book.ledger);
        };
        cuts::clear(&mut book.cuts);
        close(book, now);
        events::exit_finalized(book.id, book.seq, book.settled_height, book.settled_root);
        events::closed(book.id, book.seq, book.settled_height, book.settled_root);
    }

    /// A settlement may have come in since it was posted.
    fun still_holds(book: &Book, p: &Posted): bool {
        posted::height(p) > book.settled_height
            && ledger::is_conserved(&book.ledger, posted::payouts(p), posted::seq(p))
    }

    // Money.

    public(friend) fun take_payable(book: &mut Book, account: address, asset: vector<u8>): (u64, u64) {
        let (own, pooled) = ledger::take_payable(&mut book.ledger, account, asset);
        events::paid_out(book.id, book.seq, account, asset, own + pooled);
        (own, pooled)
    }

    public(friend) fun release_stake(book: &mut Book, member: address, now: u64) {
        ledger::release(&mut book.ledger, member, config::coin(&book.config), now);
    }

    public(friend) fun take_pool_changes(book: &mut Book): vector<ledger::PoolChange> {
        ledger::take_pool_changes(&mut book.ledger)
    }

    // Applying what was settled.

    public(friend) fun check_page(
        book: &mut Book, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64
    ): Page {
        applying::check_page(&mut book.applying, number, page, proof, count)
    }

    public(friend) fun page_applied(book: &mut Book) {
        let done = applying::page_applied(&mut book.applying);
        if (option::is_some(&done)) events::applied(book.id, book.seq, *option::borrow(&done));
    }

    public(friend) fun skip_apply(book: &mut Book, now: u64) {
        let height = applying::skip(&mut book.applying, now);
        events::apply_skipped(book.id, book.seq, height);
    }

    /// Aborts unless the member has gone and what was settled for it has been applied.
    public fun assert_may_take_assets(book: &Book, member: address) {
        let closed = book.phase == CLOSED;
        assert!(closed || !roster::is_member(&book.roster, member), E_STILL_MEMBER);
        let left_at =
            if (closed) book.settled_height
            else *table::borrow_with_default(&book.departures, member, &0);
        let broken = applying::is_broken(&book.applying);
        let applied = left_at != NOT_SETTLED && applying::is_applied_up_to(&book.applying, left_at);
        assert!(broken || applied, E_NOT_APPLIED);
    }

    public(friend) fun assets_taken(book: &mut Book, member: address) {
        if (table::contains(&book.departures, member)) {
            table::remove(&mut book.departures, member);
        };
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

    public fun is_closed(self: &Book): bool { self.phase == CLOSED }

    public fun config_of(self: &Book): &Config { &self.config }

    public fun labels(self: &Book): vector<Label> { self.labels }

    public fun genesis_hash(self: &Book): vector<u8> { self.genesis_hash }

    /// Bytes of the domain of the channel.
    public fun domain(self: &Book): vector<u8> { self.domain }

    public fun roster_of(self: &Book): &Roster { &self.roster }

    public fun ledger_of(self: &Book): &Ledger { &self.ledger }

    public fun cuts_of(self: &Book): &Cuts { &self.cuts }

    public fun applying_of(self: &Book): &Queue { &self.applying }

    public fun ballots_of(self: &Book): &Ballots { &self.ballots }

    /// Height, root and the last operation in the log up to it.
    public fun settled(self: &Book): (u64, vector<u8>, u64) {
        (self.settled_height, self.settled_root, self.settled_seq)
    }

    public fun last_settler_set(self: &Book): u64 { self.last_settler_set }

    public fun exit(self: &Book): Option<Exit> { self.exit }

    public fun deferred(self: &Book): Option<Posted> { self.deferred }

    public fun bars(self: &Book): SimpleMap<address, u64> { self.bars }

    public fun priority(self: &Book): Option<Priority> { self.priority }
}
