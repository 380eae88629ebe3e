/// The settlement contract of state channels: numbers member sets and epochs, holds stakes, deposits and the dApp's
/// state, settles what the members certified, and sanctions. The rules are in `channel_book`; this module stores
/// channels as objects and moves coins and the dApp's values.
///
/// A dApp calls `create_config`, `create`, `join`, `begin_settlement` and `end_settlement`, `take_assets` and
/// `take_state` from its own functions; nodes call the entry functions.
module state_channel::state_channel {
    use std::bcs;
    use std::option::{Self, Option};
    use std::signer;
    use std::string;
    use std::vector;
    use std::hash;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::table::{Self, Table};
    use aptos_std::type_info;
    use aptos_framework::aptos_account;
    use aptos_framework::chain_id;
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::object::{Self, ExtendRef};
    use aptos_framework::timestamp;
    use state_channel::channel_applying::{Self as applying, Applying};
    use state_channel::channel_ballots::{Self as ballots, Proposal};
    use state_channel::channel_book::{Self as book, Book, Exit, Priority};
    use state_channel::channel_changes::Page;
    use state_channel::channel_config::{Self as config, Config, Label};
    use state_channel::channel_cuts::{Self as cuts, Cut};
    use state_channel::channel_ledger::{Self as ledger, Deposit};
    use state_channel::channel_payouts::PayoutEntry;
    use state_channel::channel_posted::Posted;
    use state_channel::channel_roster::{Self as roster, Delegation, EpochRecord, Member, SetRecord};
    use state_channel::channel_statements as statements;

    /// There is no such channel.
    const E_NO_CHANNEL: u64 = 1;
    /// The type arguments are not those of create, or the coin is not the one of the configuration.
    const E_WRONG_TYPE: u64 = 2;
    /// The list is longer than its bound.
    const E_TOO_LARGE: u64 = 7;
    /// The lists differ in length.
    const E_MALFORMED: u64 = 8;
    /// The capability is of another channel.
    const E_WRONG_CAP: u64 = 9;
    /// There is nothing of the kind.
    const E_NOTHING: u64 = 11;
    /// It is too early.
    const E_TIME_LEFT: u64 = 12;
    /// The member has assets of an earlier time in the channel to take first.
    const E_ALREADY_MEMBER: u64 = 21;
    /// The stake is not available.
    const E_NO_STAKE: u64 = 28;
    /// The account has less than that.
    const E_NO_FUNDS: u64 = 29;
    /// The channel is not closed.
    const E_NOT_CLOSED: u64 = 97;
    /// The state or a member's assets are lent out.
    const E_BUSY: u64 = 111;
    /// What was settled has not been applied.
    const E_NOT_APPLIED: u64 = 113;
    /// The pool does not have that much unreserved.
    const E_RESERVED: u64 = 120;

    /// Family of the chain in the protocol's chain ids, in the highest byte.
    const CHAIN_FAMILY: u64 = 1;
    /// How long the pool holds what is asked back: 15 s of liveness and a challenge window of a day.
    const POOL_DELAY: u64 = 86415000;
    /// Most channels in one call of `keep_alive_all`.
    const MAX_CHANNELS: u64 = 64;
    const HUB_SEED: vector<u8> = b"sluice state channels";

    /// The object that owns all channels, and counts them.
    struct Hub has key {
        extend_ref: ExtendRef,
        channels: u64,
        pool: Table<PoolKey, PoolAccount>
    }

    struct Channel has key {
        book: Book
    }

    /// The coins of a channel: deposits, stakes paid to it, fines.
    struct Vault<phantom CoinT> has key {
        coins: Coin<CoinT>
    }

    /// The values of the dApp.
    struct Holdings<StateT: store, AssetsT: store> has key {
        state: Option<StateT>,
        assets: SimpleMap<address, AssetsT>,
        lent: bool
    }

    /// Marks the coin type of a channel.
    struct CoinOf<phantom CoinT> has key {}

    struct PoolKey has copy, drop, store {
        account: address,
        asset: vector<u8>
    }

    struct PoolAccount has copy, drop, store {
        balance: u64,
        reserved: u64,
        withdrawal: Option<Withdrawal>
    }

    struct Withdrawal has copy, drop, store {
        amount: u64,
        ready_at: u64
    }

    /// The coins of the shared staking pool.
    struct PoolVault<phantom CoinT> has key {
        coins: Coin<CoinT>
    }

    /// For channels into which members bring nothing but coins.
    struct NoAssets has key, store, drop {}

    /// The authority of the dApp over the state of its channel.
    struct SettlementCap has store {
        channel: u64
    }

    /// Held between begin and end of applying a page: it cannot be kept or dropped.
    struct Receipt {
        channel: u64,
        page: Page,
        lent: vector<address>
    }

    /// What `execute_proposal` did.
    struct Action has copy, drop {
        kind: u8,
        channel: u64,
        proposal: u64,
        height: u64,
        root: vector<u8>
    }

    // Views.

    struct ChannelView has copy, drop {
        id: u64,
        address: address,
        genesis_hash: vector<u8>,
        config_hash: vector<u8>,
        phase: u8,
        seq: u64,
        labels: vector<Label>,
        epoch: u64,
        claim_id: vector<u8>,
        leader: Option<address>,
        reign_epoch: u64,
        set_version: u64,
        priority: Option<Priority>,
        settled_height: u64,
        settled_root: vector<u8>,
        settled_seq: u64,
        last_settle_op: u64,
        last_settler_set: u64,
        allocation: vector<PayoutEntry>,
        deposits: vector<Deposit>,
        cuts: vector<Cut>,
        deferred: Option<Posted>,
        exit: Option<Exit>,
        state_broken: bool
    }

    fun init_module(publisher: &signer) {
        let constructor = object::create_named_object(publisher, HUB_SEED);
        let hub = object::generate_signer(&constructor);
        move_to(
            &hub,
            Hub { extend_ref: object::generate_extend_ref(&constructor), channels: 0, pool: table::new() }
        );
    }

    // For dApps.

    /// A configuration out of the bytes of its record; aborts when a value is outside its bounds.
    public fun create_config(record: vector<u8>): Config {
        config::decode(record)
    }

    /// Creates a channel with the caller as its first member and leader. `creator` is the encoded join record with
    /// both proofs of possession (over channel 0) and the deposit. Returns the number of the channel and the
    /// authority over its state.
    public fun create<StateT: store, AssetsT: store, CoinT>(
        account: &signer,
        state: StateT,
        assets: AssetsT,
        config: Config,
        genesis_root: vector<u8>,
        creator: vector<u8>
    ): (u64, SettlementCap) acquires Hub, Vault {
        assert!(config::coin(&config) == asset_id<CoinT>(), E_WRONG_TYPE);
        let caller = signer::address_of(account);
        let now = now_ms();
        let chain = chain();
        let join = book::check_creator(chain, @state_channel, caller, creator);
        assert_can_pay<CoinT>(caller, &config, statements::deposit(&join));
        let deposit = statements::deposit(&join);

        let hub = borrow_global_mut<Hub>(hub_address());
        hub.channels = hub.channels + 1;
        let id = hub.channels;
        let hub_signer = object::generate_signer_for_extending(&hub.extend_ref);
        let constructor = object::create_named_object(&hub_signer, bcs::to_bytes(&id));
        let channel_signer = object::generate_signer(&constructor);
        let book = book::create(id, chain, @state_channel, config, genesis_root, join, now);
        move_to(
            &channel_signer,
            Channel { book }
        );
        move_to(&channel_signer, Vault<CoinT> { coins: coin::zero() });
        move_to(&channel_signer, CoinOf<CoinT> {});
        let all_assets = simple_map::new();
        simple_map::add(&mut all_assets, caller, assets);
        move_to(
            &channel_signer,
            Holdings<StateT, AssetsT> { state: option::some(state), assets: all_assets, lent: false }
        );
        pay_in<CoinT>(account, id, &config, deposit);
        (id, SettlementCap { channel: id })
    }

    /// Makes the caller a member, with the values it brings. `arguments` are the encoded join arguments.
    public fun join<StateT: store, AssetsT: store, CoinT>(
        account: &signer, id: u64, arguments: vector<u8>, assets: AssetsT
    ) acquires Channel, Holdings, Hub, Vault {
        let at = typed_channel<StateT, AssetsT, CoinT>(id);
        let caller = signer::address_of(account);
        let now = now_ms();
        let book = &borrow_global<Channel>(at).book;
        let join = book::check_join(book, caller, arguments, now);
        let config = *book::config_of(book);
        let deposit = statements::deposit(&join);
        assert_can_pay<CoinT>(caller, &config, deposit);
        let held = &mut borrow_global_mut<Holdings<StateT, AssetsT>>(at).assets;
        assert!(!simple_map::contains_key(held, &caller), E_ALREADY_MEMBER);
        simple_map::add(held, caller, assets);
        pay_in<CoinT>(account, id, &config, deposit);
        book::admit(&mut borrow_global_mut<Channel>(at).book, join, now);
    }

    public fun set_labels(
        cap: &SettlementCap, id: u64, keys: vector<vector<u8>>, values: vector<vector<u8>>
    ) acquires Channel {
        let book = book_mut(id);
        book::assert_not_closed(book);
        assert!(cap.channel == id, E_WRONG_CAP);
        book::set_labels(book, config::make_labels(keys, values));
    }

    /// Lends the state out to have one page of the next settlement applied to it. The page must be the next one and
    /// be under the settled root; `count` is the number of pages.
    public fun begin_settlement<StateT: store, AssetsT: store>(
        cap: &SettlementCap,
        id: u64,
        number: u64,
        page: vector<u8>,
        proof: vector<vector<u8>>,
        count: u64
    ): (StateT, Receipt) acquires Channel, Holdings {
        let at = existing(id);
        assert!(exists<Holdings<StateT, AssetsT>>(at), E_WRONG_TYPE);
        assert!(cap.channel == id, E_WRONG_CAP);
        let parsed = book::check_page(&mut borrow_global_mut<Channel>(at).book, number, page, proof, count);
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(at);
        assert!(!holdings.lent && option::is_some(&holdings.state), E_BUSY);
        holdings.lent = true;
        (option::extract(&mut holdings.state), Receipt { channel: id, page: parsed, lent: vector[] })
    }

    /// The page to apply.
    public fun receipt_page(receipt: &Receipt): &Page {
        &receipt.page
    }

    /// Lends the values of a member out as well; they come back with `return_assets` before the end.
    public fun borrow_assets<StateT: store, AssetsT: store>(
        receipt: &mut Receipt, member: address
    ): AssetsT acquires Holdings {
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(channel_address(receipt.channel));
        assert!(simple_map::contains_key(&holdings.assets, &member), E_NOTHING);
        vector::push_back(&mut receipt.lent, member);
        let (_, assets) = simple_map::remove(&mut holdings.assets, &member);
        assets
    }

    public fun return_assets<StateT: store, AssetsT: store>(
        receipt: &mut Receipt, member: address, assets: AssetsT
    ) acquires Holdings {
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(channel_address(receipt.channel));
        let (found, i) = vector::index_of(&receipt.lent, &member);
        assert!(found, E_NOTHING);
        vector::remove(&mut receipt.lent, i);
        simple_map::add(&mut holdings.assets, member, assets);
    }

    /// Takes the state back.
    public fun end_settlement<StateT: store, AssetsT: store>(receipt: Receipt, state: StateT) acquires Channel, Holdings {
        let Receipt { channel: id, page: _, lent } = receipt;
        assert!(vector::is_empty(&lent), E_BUSY);
        let at = channel_address(id);
        assert!(exists<Holdings<StateT, AssetsT>>(at), E_WRONG_TYPE);
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(at);
        holdings.lent = false;
        option::fill(&mut holdings.state, state);
        book::page_applied(&mut borrow_global_mut<Channel>(at).book);
    }

    /// Gives the dApp the values of a member that has left, or of any once the channel is closed.
    public fun take_assets<StateT: store, AssetsT: store>(
        cap: &SettlementCap, id: u64, member: address
    ): AssetsT acquires Channel, Holdings {
        let at = existing(id);
        assert!(exists<Holdings<StateT, AssetsT>>(at), E_WRONG_TYPE);
        assert!(cap.channel == id, E_WRONG_CAP);
        let book = &mut borrow_global_mut<Channel>(at).book;
        book::assert_may_take_assets(book, member);
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(at);
        assert!(simple_map::contains_key(&holdings.assets, &member), E_NOTHING);
        book::assets_taken(book, member);
        let (_, assets) = simple_map::remove(&mut holdings.assets, &member);
        assets
    }

    /// Gives the dApp the state of a closed channel.
    public fun take_state<StateT: store, AssetsT: store>(
        cap: &SettlementCap, id: u64
    ): StateT acquires Channel, Holdings {
        let at = existing(id);
        assert!(exists<Holdings<StateT, AssetsT>>(at), E_WRONG_TYPE);
        assert!(cap.channel == id, E_WRONG_CAP);
        let book = &borrow_global<Channel>(at).book;
        assert!(book::is_closed(book), E_NOT_CLOSED);
        assert!(applying::is_idle(book::applying_of(book)), E_NOT_APPLIED);
        let holdings = borrow_global_mut<Holdings<StateT, AssetsT>>(at);
        assert!(option::is_some(&holdings.state), E_NOTHING);
        option::extract(&mut holdings.state)
    }

    public fun no_assets(): NoAssets {
        NoAssets {}
    }

    /// The channel that a capability is for.
    public fun cap_channel(cap: &SettlementCap): u64 {
        cap.channel
    }

    // For nodes.

    public entry fun keep_alive_entry(account: &signer, id: u64, peer_delays: vector<u8>) acquires Channel {
        book::keep_alive(book_mut(id), signer::address_of(account), peer_delays, now_ms());
    }

    /// Says to several channels that the caller lives. Channels that are closed, or that the caller is no member of,
    /// are passed over, so that one of them does not silence the others; aborts when it was none.
    public entry fun keep_alive_all(
        account: &signer, ids: vector<u64>, peer_delays: vector<vector<u8>>
    ) acquires Channel {
        assert!(vector::length(&ids) == vector::length(&peer_delays), E_MALFORMED);
        assert!(vector::length(&ids) <= MAX_CHANNELS, E_TOO_LARGE);
        let caller = signer::address_of(account);
        let now = now_ms();
        let done = false;
        let i = 0;
        while (i < vector::length(&ids)) {
            let at = channel_address(*vector::borrow(&ids, i));
            if (exists<Channel>(at)) {
                let book = &mut borrow_global_mut<Channel>(at).book;
                if (book::try_keep_alive(book, caller, *vector::borrow(&peer_delays, i), now)) done = true;
            };
            i = i + 1;
        };
        assert!(done, E_NOTHING);
    }

    public entry fun claim_leader(account: &signer, id: u64, expected_epoch: u64) acquires Channel {
        book::claim_leader(book_mut(id), signer::address_of(account), expected_epoch, now_ms());
    }

    public entry fun claim_no_confidence(
        account: &signer, id: u64, expected_epoch: u64, proof: vector<u8>
    ) acquires Channel {
        book::claim_no_confidence(book_mut(id), signer::address_of(account), expected_epoch, proof, now_ms());
    }

    public entry fun delegate(account: &signer, id: u64, to: address) acquires Channel {
        book::delegate(book_mut(id), signer::address_of(account), to, now_ms());
    }

    public entry fun undelegate(account: &signer, id: u64) acquires Channel {
        book::undelegate(book_mut(id), signer::address_of(account), now_ms());
    }

    public entry fun create_proposal_entry(account: &signer, id: u64, kind: u8, data: vector<u8>) acquires Channel {
        create_proposal(account, id, kind, data);
    }

    /// The number of the new proposal.
    public fun create_proposal(account: &signer, id: u64, kind: u8, data: vector<u8>): u64 acquires Channel {
        book::create_proposal(book_mut(id), signer::address_of(account), kind, data, now_ms())
    }

    public entry fun vote_proposal_entry(account: &signer, id: u64, proposal: u64, option: u8) acquires Channel {
        book::vote_proposal(book_mut(id), signer::address_of(account), proposal, option, now_ms());
    }

    public entry fun execute_proposal_entry(
        account: &signer, id: u64, proposal: u64, data: vector<u8>
    ) acquires Channel, Hub {
        execute_proposal(account, id, proposal, data);
    }

    /// Executes a passed proposal and says what it did.
    public fun execute_proposal(
        account: &signer, id: u64, proposal: u64, data: vector<u8>
    ): Action acquires Channel, Hub {
        let book = book_mut(id);
        let kind = book::execute_proposal(book, signer::address_of(account), proposal, data, now_ms());
        let (height, root, _) = book::settled(book);
        change_pool(id);
        Action { kind, channel: id, proposal, height, root }
    }

    public entry fun settle(account: &signer, id: u64, settlement: vector<u8>) acquires Channel {
        book::settle(book_mut(id), signer::address_of(account), settlement, now_ms());
    }

    public entry fun post_evidence(account: &signer, id: u64, evidence: vector<u8>) acquires Channel, Hub {
        book::post_evidence(book_mut(id), signer::address_of(account), evidence, now_ms());
        change_pool(id);
    }

    public entry fun report_withheld(account: &signer, id: u64) acquires Channel {
        book::report_withheld(book_mut(id), signer::address_of(account), now_ms());
    }

    public entry fun expel_dead(account: &signer, id: u64, member: address) acquires Channel {
        book::expel_dead(book_mut(id), signer::address_of(account), member, now_ms());
    }

    public entry fun post_cut(account: &signer, id: u64, settlement: vector<u8>) acquires Channel {
        book::post_cut(book_mut(id), signer::address_of(account), settlement, now_ms());
    }

    public entry fun fix_cut(account: &signer, id: u64, member: address) acquires Channel {
        book::fix_cut(book_mut(id), signer::address_of(account), member, now_ms());
    }

    /// Opens an exit; an empty settlement claims what is settled.
    public entry fun open_exit(account: &signer, id: u64, settlement: vector<u8>) acquires Channel {
        let best = if (vector::is_empty(&settlement)) option::none() else option::some(settlement);
        book::open_exit(book_mut(id), signer::address_of(account), best, now_ms());
    }

    public entry fun post_exit(account: &signer, id: u64, settlement: vector<u8>) acquires Channel {
        book::post_exit(book_mut(id), signer::address_of(account), settlement, now_ms());
    }

    public entry fun finalize_exit(account: &signer, id: u64) acquires Channel {
        book::finalize_exit(book_mut(id), signer::address_of(account), now_ms());
    }

    /// Pays an account what it is owed in the coin, whoever calls.
    public entry fun take_payout<CoinT>(_account: &signer, id: u64, to: address) acquires Channel, Vault, PoolVault {
        let (own, pooled) = book::take_payable(book_mut(id), to, asset_id<CoinT>());
        if (own > 0) {
            let vault = borrow_global_mut<Vault<CoinT>>(channel_address(id));
            aptos_account::deposit_coins(to, coin::extract(&mut vault.coins, own));
        };
        if (pooled > 0) {
            let vault = borrow_global_mut<PoolVault<CoinT>>(hub_address());
            aptos_account::deposit_coins(to, coin::extract(&mut vault.coins, pooled));
        };
    }

    /// Gives up applying settlements that the dApp did not apply in time.
    public entry fun skip_apply(_account: &signer, id: u64) acquires Channel {
        book::skip_apply(book_mut(id), now_ms());
    }

    /// Frees the stake of a member that left or of a closed channel, after liveness and challenge time.
    public entry fun release_stake(_account: &signer, id: u64, member: address) acquires Channel, Hub {
        book::release_stake(book_mut(id), member, now_ms());
        change_pool(id);
    }

    // The staking pool.

    public entry fun pool_deposit<CoinT>(account: &signer, amount: u64) acquires Hub, PoolVault {
        let caller = signer::address_of(account);
        assert!(coin::balance<CoinT>(caller) >= amount, E_NO_FUNDS);
        let hub = borrow_global_mut<Hub>(hub_address());
        if (!exists<PoolVault<CoinT>>(hub_address())) {
            let hub_signer = object::generate_signer_for_extending(&hub.extend_ref);
            move_to(&hub_signer, PoolVault<CoinT> { coins: coin::zero() });
        };
        let held = pool_account(&mut hub.pool, caller, asset_id<CoinT>());
        held.balance = held.balance + amount;
        let vault = borrow_global_mut<PoolVault<CoinT>>(hub_address());
        coin::merge(&mut vault.coins, coin::withdraw<CoinT>(account, amount));
    }

    /// Asks for unreserved coins, which can be taken after a time set by the pool: long enough for evidence of any
    /// channel with the default windows.
    public entry fun pool_withdraw_request<CoinT>(account: &signer, amount: u64) acquires Hub {
        let hub = borrow_global_mut<Hub>(hub_address());
        let held = pool_account(&mut hub.pool, signer::address_of(account), asset_id<CoinT>());
        assert!(amount <= held.balance - held.reserved, E_RESERVED);
        held.withdrawal = option::some(Withdrawal { amount, ready_at: now_ms() + POOL_DELAY });
    }

    public entry fun pool_withdraw<CoinT>(account: &signer) acquires Hub, PoolVault {
        let caller = signer::address_of(account);
        let hub = borrow_global_mut<Hub>(hub_address());
        let held = pool_account(&mut hub.pool, caller, asset_id<CoinT>());
        assert!(option::is_some(&held.withdrawal), E_NOTHING);
        let Withdrawal { amount, ready_at } = *option::borrow(&held.withdrawal);
        assert!(now_ms() >= ready_at, E_TIME_LEFT);
        assert!(amount <= held.balance - held.reserved, E_RESERVED);
        held.withdrawal = option::none();
        held.balance = held.balance - amount;
        let vault = borrow_global_mut<PoolVault<CoinT>>(hub_address());
        aptos_account::deposit_coins(caller, coin::extract(&mut vault.coins, amount));
    }

    fun pool_account(pool: &mut Table<PoolKey, PoolAccount>, account: address, asset: vector<u8>): &mut PoolAccount {
        table::borrow_mut_with_default(
            pool,
            PoolKey { account, asset },
            PoolAccount { balance: 0, reserved: 0, withdrawal: option::none() }
        )
    }

    /// Carries out what an operation on the channel took from accounts of the pool.
    fun change_pool(id: u64) acquires Channel, Hub {
        let book = book_mut(id);
        let asset = config::coin(book::config_of(book));
        let changes = book::take_pool_changes(book);
        if (vector::is_empty(&changes)) return;
        let hub = borrow_global_mut<Hub>(hub_address());
        vector::for_each(changes, |change| {
            let (account, balance, reserved) = ledger::pool_change(&change);
            let held = pool_account(&mut hub.pool, account, asset);
            held.balance = held.balance - balance;
            held.reserved = held.reserved - reserved;
        });
    }

    // Money going in.

    fun assert_can_pay<CoinT>(caller: address, config: &Config, deposit: u64) acquires Hub {
        let stake = config::stake(config);
        let balance = coin::balance<CoinT>(caller);
        let rest =
            if (config::has_pool_stake(config)) {
                let key = PoolKey { account: caller, asset: config::coin(config) };
                let pool = &borrow_global<Hub>(hub_address()).pool;
                let free =
                    if (table::contains(pool, key)) {
                        let held = table::borrow(pool, key);
                        held.balance - held.reserved
                    } else 0;
                assert!(free >= stake, E_NO_STAKE);
                balance
            } else {
                assert!(balance >= stake, E_NO_STAKE);
                balance - stake
            };
        assert!(rest >= deposit, E_NO_FUNDS);
    }

    fun pay_in<CoinT>(account: &signer, id: u64, config: &Config, deposit: u64) acquires Hub, Vault {
        let amount = deposit;
        if (config::has_pool_stake(config)) {
            let hub = borrow_global_mut<Hub>(hub_address());
            let held = pool_account(&mut hub.pool, signer::address_of(account), config::coin(config));
            held.reserved = held.reserved + config::stake(config);
        } else {
            amount = amount + config::stake(config);
        };
        if (amount > 0) {
            let vault = borrow_global_mut<Vault<CoinT>>(channel_address(id));
            coin::merge(&mut vault.coins, coin::withdraw<CoinT>(account, amount));
        };
    }

    // Finding things.

    fun now_ms(): u64 {
        timestamp::now_microseconds() / 1000
    }

    fun chain(): u64 {
        (CHAIN_FAMILY << 56) + (chain_id::get() as u64)
    }

    /// SHA3-256 of the name of the coin type.
    fun asset_id<CoinT>(): vector<u8> {
        hash::sha3_256(*string::bytes(&type_info::type_name<CoinT>()))
    }

    fun hub_address(): address {
        object::create_object_address(&@state_channel, HUB_SEED)
    }

    #[view]
    /// Address of the object that holds the channel, whether it exists or not.
    public fun channel_address(id: u64): address {
        object::create_object_address(&hub_address(), bcs::to_bytes(&id))
    }

    fun existing(id: u64): address {
        let at = channel_address(id);
        assert!(exists<Channel>(at), E_NO_CHANNEL);
        at
    }

    fun typed_channel<StateT: store, AssetsT: store, CoinT>(id: u64): address {
        let at = existing(id);
        assert!(exists<Holdings<StateT, AssetsT>>(at) && exists<CoinOf<CoinT>>(at), E_WRONG_TYPE);
        at
    }

    inline fun book_mut(id: u64): &mut Book {
        &mut borrow_global_mut<Channel>(existing(id)).book
    }

    inline fun book_of(id: u64): &Book {
        &borrow_global<Channel>(existing(id)).book
    }

    // Views.

    #[view]
    /// Number of the last channel.
    public fun channels(): u64 acquires Hub {
        borrow_global<Hub>(hub_address()).channels
    }

    #[view]
    public fun channel(id: u64): ChannelView acquires Channel {
        let book = book_of(id);
        let roster = book::roster_of(book);
        let (settled_height, settled_root, settled_seq) = book::settled(book);
        let ledger = book::ledger_of(book);
        ChannelView {
            id,
            address: channel_address(id),
            genesis_hash: book::genesis_hash(book),
            config_hash: config::config_hash(book::config_of(book)),
            phase: book::phase(book),
            seq: book::seq(book),
            labels: book::labels(book),
            epoch: roster::epoch(roster),
            claim_id: roster::claim_id(roster),
            leader: roster::leader(roster),
            reign_epoch: roster::reign_epoch(roster),
            set_version: roster::version(roster),
            priority: book::priority(book),
            settled_height,
            settled_root,
            settled_seq,
            last_settle_op: ledger::last_settle_op(ledger),
            last_settler_set: book::last_settler_set(book),
            allocation: ledger::allocation(ledger),
            deposits: ledger::deposits(ledger),
            cuts: cuts::list(book::cuts_of(book)),
            deferred: book::deferred(book),
            exit: book::exit(book),
            state_broken: applying::is_broken(book::applying_of(book))
        }
    }

    #[view]
    public fun members(id: u64): vector<Member> acquires Channel {
        roster::members(book::roster_of(book_of(id)))
    }

    #[view]
    public fun set(id: u64, version: u64): SetRecord acquires Channel {
        let roster = book::roster_of(book_of(id));
        assert!(roster::has_set(roster, version), E_NOTHING);
        roster::set(roster, version)
    }

    #[view]
    public fun epoch(id: u64, number: u64): EpochRecord acquires Channel {
        let roster = book::roster_of(book_of(id));
        assert!(roster::has_epoch(roster, number), E_NOTHING);
        roster::epoch_record(roster, number)
    }

    #[view]
    /// The configuration record as it was given.
    public fun config(id: u64): vector<u8> acquires Channel {
        config::record(book::config_of(book_of(id)))
    }

    #[view]
    public fun genesis(id: u64): vector<u8> acquires Channel {
        book::genesis_hash(book_of(id))
    }

    #[view]
    /// What the account may take of the channel's coin.
    public fun payable(id: u64, account: address): u64 acquires Channel {
        let book = book_of(id);
        let (own, pooled) = ledger::payable(book::ledger_of(book), account, config::coin(book::config_of(book)));
        own + pooled
    }

    #[view]
    public fun proposal(id: u64, number: u64): Proposal acquires Channel {
        ballots::get(book::ballots_of(book_of(id)), number)
    }

    #[view]
    public fun open_proposals(id: u64): vector<u64> acquires Channel {
        let book = book_of(id);
        let set = roster::version(book::roster_of(book));
        ballots::open(book::ballots_of(book), set, now_ms())
    }

    #[view]
    public fun candidates(id: u64): vector<address> acquires Channel {
        roster::candidates(book::roster_of(book_of(id)))
    }

    #[view]
    public fun delegations(id: u64): vector<Delegation> acquires Channel {
        roster::delegations(book::roster_of(book_of(id)))
    }

    #[view]
    public fun applying(id: u64): vector<Applying> acquires Channel {
        applying::entries(book::applying_of(book_of(id)))
    }

    #[view]
    /// Stake of a member, whether it lies in the pool, and from when it is free (0: not yet known).
    public fun reservation(id: u64, member: address): (u64, bool, u64) acquires Channel {
        ledger::reservation(book::ledger_of(book_of(id)), member)
    }

    #[view]
    public fun pool<CoinT>(account: address): PoolAccount acquires Hub {
        let pool = &borrow_global<Hub>(hub_address()).pool;
        let none = PoolAccount { balance: 0, reserved: 0, withdrawal: option::none() };
        *table::borrow_with_default(pool, PoolKey { account, asset: asset_id<CoinT>() }, &none)
    }

    #[view]
    /// Barred accounts and until when.
    public fun bars(id: u64): SimpleMap<address, u64> acquires Channel {
        book::bars(book_of(id))
    }

    public fun action_kind(self: &Action): u8 { self.kind }

    public fun action_channel(self: &Action): u64 { self.channel }

    public fun action_proposal(self: &Action): u64 { self.proposal }

    public fun action_height(self: &Action): u64 { self.height }

    public fun action_root(self: &Action): vector<u8> { self.root }

    public fun pool_balance(self: &PoolAccount): u64 { self.balance }

    public fun pool_reserved(self: &PoolAccount): u64 { self.reserved }

    #[test_only]
    public fun init_for_test(publisher: &signer) {
        init_module(publisher)
    }

    #[test_only]
    /// Phase, operation number, epoch, claim, leader, set.
    public fun state_for_test(id: u64): (u8, u64, u64, vector<u8>, Option<address>, u64) acquires Channel {
        let book = book_of(id);
        let roster = book::roster_of(book);
        (
            book::phase(book),
            book::seq(book),
            roster::epoch(roster),
            roster::claim_id(roster),
            roster::leader(roster),
            roster::version(roster)
        )
    }

    #[test_only]
    /// Height, root and operation number of what is settled, operation number of the last settlement.
    public fun settled_for_test(id: u64): (u64, vector<u8>, u64, u64) acquires Channel {
        let book = book_of(id);
        let (height, root, seq) = book::settled(book);
        (height, root, seq, ledger::last_settle_op(book::ledger_of(book)))
    }

    #[test_only]
    /// What the vault of a channel owes to these accounts and holds for them: payable, staked, allocated, deposited.
    public fun owed_for_test(id: u64, accounts: vector<address>): u64 acquires Channel {
        let book = book_of(id);
        let ledger = book::ledger_of(book);
        let asset = config::coin(book::config_of(book));
        let owed = ledger::held_for_test(ledger);
        vector::for_each(accounts, |account| {
            let (own, _) = ledger::payable(ledger, account, asset);
            let (stake, in_pool, _) = ledger::reservation(ledger, account);
            owed = owed + own + if (in_pool) 0 else stake;
        });
        owed
    }

    #[test_only]
    /// What the pool holds for these accounts, and owes to them for fines in the channel.
    public fun pool_owed_for_test<CoinT>(id: u64, accounts: vector<address>): u64 acquires Channel, Hub {
        let owed = 0;
        vector::for_each(accounts, |account| {
            let book = book_of(id);
            let (_, pooled) = ledger::payable(book::ledger_of(book), account, asset_id<CoinT>());
            owed = owed + pooled + pool_balance(&pool<CoinT>(account));
        });
        owed
    }

    #[test_only]
    /// Allocated and deposited, members of the cuts, sets of the cuts, size of a certificate.
    public fun parts_for_test(id: u64): (u64, vector<address>, vector<u64>, u64) acquires Channel {
        let book = book_of(id);
        let (members, sets) = cuts::parts_for_test(book::cuts_of(book));
        (
            ledger::held_for_test(book::ledger_of(book)),
            members,
            sets,
            roster::present_quorum(book::roster_of(book))
        )
    }

    #[test_only]
    public fun domain_for_test(id: u64): vector<u8> acquires Channel {
        book::domain(book_of(id))
    }

    #[test_only]
    public fun asset_for_test<CoinT>(): vector<u8> {
        asset_id<CoinT>()
    }

    #[test_only]
    /// Coins in the vault of a channel.
    public fun vault_value<CoinT>(id: u64): u64 acquires Vault {
        coin::value(&borrow_global<Vault<CoinT>>(channel_address(id)).coins)
    }

    #[test_only]
    public fun pool_vault_value<CoinT>(): u64 acquires PoolVault {
        if (!exists<PoolVault<CoinT>>(hub_address())) return 0;
        coin::value(&borrow_global<PoolVault<CoinT>>(hub_address()).coins)
    }
}
