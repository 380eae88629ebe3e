#[test_only]
/// Members with real keys, channels, headers, certificates and payout lists for the tests of the contract.
/// The key seeds are SHA3-256 of "sluice member i" and "sluice tx i".
module state_channel::fixture {
    use std::bcs;
    use std::hash;
    use std::option;
    use std::vector;
    use aptos_std::ed25519;
    use aptos_framework::account;
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin::{Self, AptosCoin};
    use aptos_framework::coin;
    use aptos_framework::genesis;
    use aptos_framework::timestamp;
    use state_channel::channel_codec as codec;
    use state_channel::state_channel::{Self as sc, SettlementCap};

    const START: u64 = 1000000;
    const FUNDS: u64 = 100000;
    const STAKE: u64 = 1000;
    const FINE: u64 = 400;
    const REFUND: u64 = 50;
    const WINDOW: u64 = 60000;

    /// The dApp's values.
    struct State has store, drop {
        n: u64
    }

    struct Assets has store, drop {
        n: u64
    }

    struct Other has store, drop {
        n: u64
    }

    struct Cap has key {
        cap: SettlementCap
    }

    /// Fields of a header that tests vary.
    struct Header has copy, drop {
        domain: vector<u8>,
        set_version: u64,
        epoch: u64,
        claim_id: vector<u8>,
        batch: u64,
        parent_epoch: u64,
        first: u64,
        last: u64,
        parent_hash: vector<u8>,
        transactions_root: vector<u8>,
        results_root: vector<u8>,
        chain_seq: u64,
        final_epoch: u64,
        final_batch: u64,
        final_height: u64,
        final_seq: u64,
        final_kind: u8,
        final_root: vector<u8>,
        base_height: u64,
        base_root: vector<u8>,
        net_root: vector<u8>,
        payouts: vector<u8>
    }

    /// Seed of a member key.
    public fun secret(i: u64): vector<u8> {
        let all = vector[
            x"0ede5a1559cb7c986ddfa0ffc23d29d1b318698c7ec65ac39da0210e8ba03090",
            x"5464da213f07cbbbd6511cf39cdb3d536432c0ca9b37d5c4b46f4cc66e6d8417",
            x"19494ff60a6e278b7119209bd8f774617c5dcf6af4519ac4288495f33ba2abbb",
            x"26a9a2549b985221d9e2563d34125c81eabd75391910a53f065ec974d1616d34",
            x"b04fe6ca2755b8affc53f31d3d10a4dafcbeaecac5a130ddf70aecfc5b4a6125",
            x"f483621481e21c695fa4f6ab4f3796ba735d32945dd1c5021b127d46ab5f5913",
            x"1b7f166cc78081499d6f529d174148c20e110d69f5d55857aabcc9674bdc2b88",
            x"76d862e8c7f869bd957dff53459edc2af8a1bca826b8f6b0c86f5e036a357127",
            x"300388bfc8d68d049829b53dc49038da1a2dffb4c536348e1a67c340803f6914",
            x"9b8576b28e3525e4bf55e606a513d5c929260589a00997ef07cc1c196df23c1a"
        ];
        *vector::borrow(&all, i)
    }

    /// Public member key.
    public fun member_key(i: u64): vector<u8> {
        let all = vector[
            x"e7aa1eb59ee6f29be51ce4e48e0adac9026a214187665b61e178a714c2c6a75d",
            x"82613e8bb30a79e03e42f21f214e52306dcc485f49d301d602fbbe55ada339ba",
            x"ea58788043cc4924052ddb3100dc17a61ab1921dc709949b018692fb674d6044",
            x"7fb08ad53eef94b68a2d30a9bebc5c9df018df33c595b22e9370ffe6928b1d63",
            x"8299f9e4d0aec11552ab6f788b98ca1255465a251e5fd6d9b50e5b9fd0910698",
            x"80a56b6c36cf2366a6a1efe54cc6b09ad753e7425c1c3cb3f44b4a2e6301c206",
            x"324274655137c35882215e5f61ede4dd5117ae8ad715e73bfee2c167cf9c4971",
            x"7555359020660ed295711082afdcd8bd4a0b29e86c6a0599c07077c55ab4771e",
            x"06480250614a8a7ef105b84f02840bc5c72a546a0d1f30bbc3512c72867b90ad",
            x"a63b01099d2aa0ee2567cd7213d0ecd40d191bc80a6eab88ed7ac4da59f99b48"
        ];
        *vector::borrow(&all, i)
    }

    /// Seed of a tx key.
    public fun tx_secret(i: u64): vector<u8> {
        let all = vector[
            x"2af800e529adea1f864b718d35f5ddd2d86572e4ad1adf16bc611fe8a9eb9d83",
            x"1fa97b063a2146ca22f332af3c9ed971a6d2737c2718420b332f338d68c264c5",
            x"813b98b432c46cca60998ccccbf9476d77a6c70ebd7cc3dc76fe3f032f79854f",
            x"509de951a9ec2ee4be3c9f454ad9846c61a4028aa7b3af71ae083c15f1bb957d",
            x"3526d08772e84fab739381afcc2a86bd39407d1956cfd4ba715ba227366bd7d8",
            x"82e0dc13d6735ca691fd3874e5a91d23ef53072fd9c55e2b67cc095e96afac25",
            x"f3d24e475c042e5b00b3ee2645130fe928b5399e79594ca0aa7a3c34a53a59f7",
            x"ca2af26fb67f585eb38d20e29c5a45a14c7dd0ace6a87638ce40acdd5e32ed72",
            x"18272bbf93402f949cbcae0752c1feb29a88c16cb3a443f08332e18d47f3a303",
            x"d260eccea7a40f961c7c6979b7460787f6c946d409d9e285516c0a11f21178d7"
        ];
        *vector::borrow(&all, i)
    }

    /// Public tx key.
    public fun tx_key(i: u64): vector<u8> {
        let all = vector[
            x"f65f4737be59edda224aff7209d0fb62eb23f7ccc75979b1ad3eca2f0a94596c",
            x"a36b8c1ad9b522253b12e521aa379cd0899cfec540edbdfbb5c865f0942c1190",
            x"b069aa545252b53e384824eff34c30f08be56e51582c50189a4d99854612e87d",
            x"b387af2ea6894e4b7afd314912e59512b2e3c6a84ba6e1d2f61c046d7425e485",
            x"998c1ff0807948cf4f47451f7493f710078b873b40c8ae9a8a3dee77b3597273",
            x"b943fccfee0887aec7c4fe10dfb64ec7b915c1902adcecdb6df80c1bd4e75536",
            x"f20bea256829bc9c1dbc40a9fab6c2d5a7a8fd6e9d4c7d1c916fab4331f82fad",
            x"153f0458e7a07289fcd366933c9e5bcf9397ae3c2319a28406cb8d0329ef9537",
            x"0c9f59234e2b9f877580b3d59d5ba603b81b5a7621246f523089bb08102a6a69",
            x"cd48aced90b729a5b7bb6942591db025a07ce736546e636ff4733ea4ffe2dd22"
        ];
        *vector::borrow(&all, i)
    }

    public fun peer_key(i: u64): vector<u8> {
        hash::sha3_256(bcs::to_bytes(&i))
    }

    public fun addr(i: u64): address {
        let all = vector[@0xa0, @0xa1, @0xa2, @0xa3, @0xa4, @0xa5, @0xa6, @0xa7, @0xa8, @0xa9];
        *vector::borrow(&all, i)
    }

    public fun member(i: u64): signer {
        account::create_signer_for_test(addr(i))
    }

    public fun sign(i: u64, message: vector<u8>): vector<u8> {
        ed25519::sign(message, secret(i))
    }

    /// Time in milliseconds since the start.
    public fun at(ms: u64) {
        timestamp::update_global_time_for_test((START + ms) * 1000);
    }

    public fun now(): u64 {
        timestamp::now_microseconds() / 1000
    }

    /// A chain with the contract and ten funded accounts.
    public fun chain() {
        genesis::setup();
        at(0);
        let faucet = account::create_signer_for_test(@core_resources);
        let i = 0;
        while (i < 10) {
            aptos_account::create_account(addr(i));
            aptos_coin::mint(&faucet, addr(i), FUNDS);
            i = i + 1;
        };
        aptos_account::create_account(@state_channel);
        sc::init_for_test(&account::create_signer_for_test(@state_channel));
    }

    // Configuration.

    public fun record(admission: u8, min_signers: u8, pool: u8, fine: u64, live: u64, version: u8): vector<u8> {
        let r = b"SLUICE1:CONFIG..";
        vector::append(&mut r, vector[version, 0]);
        vector::append(&mut r, sc::asset_for_test<AptosCoin>());
        codec::put_u64(&mut r, STAKE);
        codec::put_u64(&mut r, fine);
        codec::put_u64(&mut r, REFUND);
        vector::append(&mut r, vector[pool, 1]);
        codec::put_addr(&mut r, @0x5111);
        vector::append(&mut r, vector[admission, 1]);
        codec::put_addr(&mut r, addr(1));
        vector::append(&mut r, vector[9, min_signers, 0]);
        codec::put_u64(&mut r, 0);
        codec::put_u64(&mut r, 1);
        vector::append(&mut r, x"0001" /* 256 */);
        vector::append(&mut r, x"00000200");
        vector::append(&mut r, x"00800000");
        codec::put_u64(&mut r, 10000000);
        codec::put_u64(&mut r, 2000);
        codec::put_u64(&mut r, 10000);
        vector::append(&mut r, x"1000" /* 16 */);
        vector::push_back(&mut r, 4);
        codec::put_u64(&mut r, live);
        codec::put_u64(&mut r, 60000);
        codec::put_u64(&mut r, 300000);
        codec::put_u64(&mut r, 5000);
        codec::put_u64(&mut r, WINDOW);
        codec::put_u64(&mut r, 100000);
        codec::put_u64(&mut r, 50000);
        vector::append(&mut r, x"00" /* code */);
        vector::append(&mut r, x"00" /* read */);
        vector::append(&mut r, x"01016101" /* label a=b */);
        vector::push_back(&mut r, 0x62);
        r
    }

    /// Open admission, own stake.
    public fun open_record(min_signers: u8): vector<u8> {
        record(2, min_signers, 0, FINE, 15000, 1)
    }

    // Joining.

    public fun join_record(i: u64, account_: address): vector<u8> {
        let r = bcs::to_bytes(&account_);
        vector::append(&mut r, tx_key(i));
        vector::append(&mut r, member_key(i));
        vector::append(&mut r, peer_key(i));
        vector::append(&mut r, x"0165");
        r
    }

    fun possession(i: u64, account_: address, domain: vector<u8>): vector<u8> {
        let s = b"SLUICE1:POSSESS.";
        vector::append(&mut s, domain);
        codec::put_addr(&mut s, account_);
        vector::append(&mut s, tx_key(i));
        vector::append(&mut s, member_key(i));
        vector::append(&mut s, peer_key(i));
        s
    }

    /// Join arguments with the keys numbered `i`, without the approval at their end.
    public fun join_with_keys(i: u64, account_: address, domain: vector<u8>, deposit: u64): vector<u8> {
        let r = join_record(i, account_);
        let statement = possession(i, account_, domain);
        vector::append(&mut r, ed25519::sign(statement, tx_secret(i)));
        vector::append(&mut r, ed25519::sign(statement, secret(i)));
        codec::put_u64(&mut r, deposit);
        r
    }

    public fun join_arguments(i: u64, id: u64, deposit: u64): vector<u8> {
        let r = join_with_keys(i, addr(i), sc::domain_for_test(id), deposit);
        vector::push_back(&mut r, 0);
        r
    }

    /// The same with the approval of members of the present set.
    public fun approved_arguments(
        i: u64, id: u64, deposit: u64, valid_until: u64, approvers: vector<u64>
    ): vector<u8> {
        let (_, _, _, _, _, set_version) = sc::state_for_test(id);
        let s = b"SLUICE1:ADMIT...";
        vector::append(&mut s, sc::domain_for_test(id));
        codec::put_u64(&mut s, set_version);
        codec::put_addr(&mut s, addr(i));
        vector::append(&mut s, tx_key(i));
        vector::append(&mut s, member_key(i));
        vector::append(&mut s, peer_key(i));
        codec::put_u64(&mut s, deposit);
        codec::put_u64(&mut s, valid_until);
        let r = join_with_keys(i, addr(i), sc::domain_for_test(id), deposit);
        vector::push_back(&mut r, 1);
        codec::put_u64(&mut r, valid_until);
        codec::put_u64(&mut r, bitmap(&approvers));
        codec::put_count(&mut r, vector::length(&approvers));
        vector::for_each(approvers, |a| vector::append(&mut r, sign(a, s)));
        r
    }

    public fun bitmap(indices: &vector<u64>): u64 {
        let bits = 0u64;
        vector::for_each_ref(indices, |i| bits = bits | (1 << (*i as u8)));
        bits
    }

    /// The arguments of a creator, member 0 with a deposit of 100.
    public fun creator_arguments(): vector<u8> {
        join_with_keys(0, addr(0), codec::domain((1 << 56) + 4, @state_channel, 0), 100)
    }

    /// A page of one changed resource, and the root of a settlement with that page alone.
    public fun single_page(account_: address, type_tag: vector<u8>, value: vector<u8>): (vector<u8>, vector<u8>) {
        let p = b"SLUICE1:NETPAGE.";
        vector::append(&mut p, vector[0, 0, 0, 0, 1, 0]);
        codec::put_addr(&mut p, account_);
        codec::put_bytes(&mut p, type_tag);
        vector::push_back(&mut p, 1);
        vector::append(&mut p, root(70));
        codec::put_bytes(&mut p, value);
        let leaf = x"00";
        vector::append(&mut leaf, p);
        (p, hash::sha3_256(leaf))
    }

    /// A channel of member 0 with a deposit of 100.
    public fun create(record: vector<u8>): u64 {
        let creator = member(0);
        let (id, cap) =
            sc::create<State, Assets, AptosCoin>(
                &creator,
                State { n: 0 },
                Assets { n: 1000 },
                sc::create_config(record),
                genesis_root(),
                creator_arguments()
            );
        move_to(&account::create_signer_for_test(@state_channel), Cap { cap });
        id
    }

    public fun genesis_root(): vector<u8> {
        hash::sha3_256(b"genesis")
    }

    public fun root(i: u64): vector<u8> {
        hash::sha3_256(bcs::to_bytes(&i))
    }

    public fun join(i: u64, id: u64) {
        sc::join<State, Assets, AptosCoin>(&member(i), id, join_arguments(i, id, 100), Assets { n: 1000 + i });
    }

    public fun join_as(i: u64, id: u64, arguments: vector<u8>) {
        sc::join<State, Assets, AptosCoin>(&member(i), id, arguments, Assets { n: 1000 + i });
    }

    public fun join_other_type(i: u64, id: u64) {
        sc::join<State, Other, AptosCoin>(&member(i), id, join_arguments(i, id, 100), Other { n: 1 });
    }

    /// A channel of n members with a deposit of 100 each, open admission and own stake.
    public fun channel(n: u64): u64 {
        chain();
        members(n, open_record(2))
    }

    public fun members(n: u64, record: vector<u8>): u64 {
        let id = create(record);
        let i = 1;
        while (i < n) {
            join(i, id);
            i = i + 1;
        };
        id
    }

    // Headers.

    /// A header of the present epoch that finalises `height` as a plain checkpoint on what is settled, with this
    /// payout list.
    public fun header(id: u64, height: u64, payouts: vector<u8>): Header {
        let (_, seq, epoch, claim_id, _, set_version) = sc::state_for_test(id);
        let (settled_height, settled_root, _, _) = sc::settled_for_test(id);
        Header {
            domain: sc::domain_for_test(id),
            set_version,
            epoch,
            claim_id,
            batch: height + 1,
            parent_epoch: epoch,
            first: height + 1,
            last: height,
            parent_hash: root(90),
            transactions_root: codec::zero_hash(),
            results_root: codec::zero_hash(),
            chain_seq: seq,
            final_epoch: epoch,
            final_batch: height,
            final_height: height,
            final_seq: seq,
            final_kind: 1,
            final_root: root(height),
            base_height: settled_height,
            base_root: settled_root,
            net_root: codec::zero_hash(),
            payouts
        }
    }

    public fun with_kind(h: Header, kind: u8): Header { h.final_kind = kind; h }

    public fun with_seq(h: Header, seq: u64): Header { h.final_seq = seq; h }

    public fun with_base(h: Header, height: u64, root_: vector<u8>): Header {
        h.base_height = height;
        h.base_root = root_;
        h
    }

    public fun with_chain_seq(h: Header, seq: u64): Header { h.chain_seq = seq; h }

    public fun with_net_root(h: Header, root_: vector<u8>): Header { h.net_root = root_; h }

    public fun with_claim(h: Header, claim_id: vector<u8>): Header { h.claim_id = claim_id; h }

    public fun with_epoch(h: Header, epoch: u64): Header { h.epoch = epoch; h }

    public fun with_final_epoch(h: Header, epoch: u64): Header { h.final_epoch = epoch; h }

    public fun with_domain(h: Header, domain: vector<u8>): Header { h.domain = domain; h }

    public fun with_batch(h: Header, batch: u64, parent_epoch: u64, parent_hash: vector<u8>): Header {
        h.batch = batch;
        h.parent_epoch = parent_epoch;
        h.parent_hash = parent_hash;
        h
    }

    public fun with_transactions(h: Header, first: u64, last: u64, transactions: vector<u8>, results: vector<u8>): Header {
        h.first = first;
        h.last = last;
        h.transactions_root = transactions;
        h.results_root = results;
        h
    }

    public fun bytes(h: &Header): vector<u8> {
        let b = b"SLUICE1:HEADER..";
        vector::append(&mut b, x"0100");
        vector::append(&mut b, h.domain);
        codec::put_u64(&mut b, h.set_version);
        codec::put_u64(&mut b, h.epoch);
        vector::append(&mut b, h.claim_id);
        codec::put_u64(&mut b, h.batch);
        codec::put_u64(&mut b, h.parent_epoch);
        codec::put_u64(&mut b, h.first);
        codec::put_u64(&mut b, h.last);
        vector::append(&mut b, h.parent_hash);
        vector::append(&mut b, root(91)); // carried
        vector::append(&mut b, root(92)); // content
        vector::append(&mut b, h.transactions_root);
        vector::append(&mut b, h.results_root);
        vector::append(&mut b, root(93)); // state
        codec::put_u64(&mut b, now());
        codec::put_u64(&mut b, h.chain_seq);
        codec::put_u64(&mut b, now());
        codec::put_u64(&mut b, h.final_epoch);
        codec::put_u64(&mut b, h.final_batch);
        codec::put_u64(&mut b, h.final_height);
        codec::put_u64(&mut b, h.final_seq);
        vector::push_back(&mut b, h.final_kind);
        vector::append(&mut b, h.final_root);
        codec::put_u64(&mut b, h.base_height);
        vector::append(&mut b, h.base_root);
        vector::append(&mut b, h.net_root);
        vector::append(&mut b, hash::sha3_256(h.payouts));
        assert!(vector::length(&b) == 531, vector::length(&b));
        b
    }

    public fun header_hash(h: &Header): vector<u8> {
        hash::sha3_256(bytes(h))
    }

    public fun statement(h: &Header): vector<u8> {
        let s = b"SLUICE1:ACK.....";
        vector::append(&mut s, h.domain);
        vector::append(&mut s, h.claim_id);
        codec::put_u64(&mut s, h.epoch);
        codec::put_u64(&mut s, h.batch);
        codec::put_u64(&mut s, h.set_version);
        codec::put_u64(&mut s, h.parent_epoch);
        vector::append(&mut s, h.parent_hash);
        vector::append(&mut s, header_hash(h));
        assert!(vector::length(&s) == 192, vector::length(&s));
        s
    }

    /// A certificate: `indices` in the set, signed with the keys numbered `keys`.
    public fun certificate(h: &Header, indices: vector<u64>, keys: vector<u64>): vector<u8> {
        let s = statement(h);
        let c = b"SLUICE1:CERT....";
        vector::append(&mut c, s);
        codec::put_u64(&mut c, bitmap(&indices));
        codec::put_count(&mut c, vector::length(&keys));
        vector::for_each(keys, |k| vector::append(&mut c, sign(k, s)));
        c
    }

    public fun settlement_with(h: &Header, indices: vector<u64>, keys: vector<u64>): vector<u8> {
        let b = bytes(h);
        vector::append(&mut b, certificate(h, indices, keys));
        vector::append(&mut b, h.payouts);
        b
    }

    /// Certified by the first `q` members, whose keys have their numbers.
    public fun settlement(h: &Header, q: u64): vector<u8> {
        settlement_with(h, vector::range(0, q), vector::range(0, q))
    }

    // Payout lists.

    /// A list of amounts and release flags of the accounts numbered in `who`, in order.
    public fun payouts(
        kind: u8, subject: address, who: vector<u64>, amounts: vector<u64>, releases: vector<u8>
    ): vector<u8> {
        payouts_with_cuts(kind, subject, vector[], who, amounts, releases)
    }

    public fun payouts_with_cuts(
        kind: u8,
        subject: address,
        cuts: vector<vector<u8>>,
        who: vector<u64>,
        amounts: vector<u64>,
        releases: vector<u8>
    ): vector<u8> {
        let p = b"SLUICE1:PAYOUT..";
        vector::push_back(&mut p, kind);
        codec::put_addr(&mut p, subject);
        codec::put_count(&mut p, vector::length(&cuts));
        vector::for_each(cuts, |c| vector::append(&mut p, c));
        codec::put_count(&mut p, vector::length(&who));
        let i = 0;
        while (i < vector::length(&who)) {
            codec::put_addr(&mut p, addr(*vector::borrow(&who, i)));
            vector::append(&mut p, sc::asset_for_test<AptosCoin>());
            codec::put_u64(&mut p, *vector::borrow(&amounts, i));
            vector::push_back(&mut p, *vector::borrow(&releases, i));
            i = i + 1;
        };
        p
    }

    public fun cut(member: address, removal_set: u64, height: u64): vector<u8> {
        let c = bcs::to_bytes(&member);
        codec::put_u64(&mut c, removal_set);
        codec::put_u64(&mut c, height);
        c
    }

    /// Everybody keeps what it brought.
    public fun even(n: u64): vector<u8> {
        payouts(
            1,
            @0x0,
            vector::range(0, n),
            vector::map(vector::range(0, n), |_i| 100),
            vector::map(vector::range(0, n), |_i| 0)
        )
    }

    // Other statements.

    public fun evidence(a: &Header, b: &Header, key: u64, index: u8): vector<u8> {
        let e = statement(a);
        vector::append(&mut e, sign(key, statement(a)));
        vector::append(&mut e, statement(b));
        vector::append(&mut e, sign(key, statement(b)));
        vector::push_back(&mut e, index);
        e
    }

    public fun no_confidence(id: u64, leader: address, reign: u64, indices: vector<u64>, keys: vector<u64>): vector<u8> {
        let (_, _, _, _, _, set_version) = sc::state_for_test(id);
        let p = bcs::to_bytes(&leader);
        codec::put_u64(&mut p, reign);
        codec::put_u64(&mut p, set_version);
        codec::put_u64(&mut p, bitmap(&indices));
        codec::put_count(&mut p, vector::length(&keys));
        vector::zip(indices, keys, |i, k| {
            let s = b"SLUICE1:NOCONF..";
            vector::append(&mut s, sc::domain_for_test(id));
            codec::put_addr(&mut s, leader);
            codec::put_u64(&mut s, reign);
            codec::put_u64(&mut s, set_version);
            vector::push_back(&mut s, (i as u8));
            vector::append(&mut p, sign(k, s));
        });
        p
    }

    /// An accusation of reason 3 against the leader that signed the header.
    public fun accusation(h: &Header, accused: u64, index: u8): vector<u8> {
        accusation_with(h, accused, index, 0, 0, vector[], vector[], vector::map(vector::range(0, 80), |_i| 0u8), 3)
    }

    public fun accusation_with(
        h: &Header,
        accused: u64,
        index: u8,
        position: u8,
        count: u8,
        transaction: vector<u8>,
        proof: vector<vector<u8>>,
        result: vector<u8>,
        reason: u8
    ): vector<u8> {
        let p = b"SLUICE1:PUNISH..";
        vector::append(&mut p, h.domain);
        codec::put_addr(&mut p, addr(accused));
        vector::append(&mut p, bytes(h));
        vector::append(&mut p, sign(accused, statement(h)));
        vector::push_back(&mut p, index);
        vector::append(&mut p, vector[position, 0, 0, 0, count, 0, 0, 0]);
        codec::put_bytes(&mut p, transaction);
        codec::put_count(&mut p, vector::length(&proof));
        vector::for_each(proof, |h| vector::append(&mut p, h));
        vector::append(&mut p, result);
        codec::put_count(&mut p, vector::length(&proof));
        vector::for_each(proof, |h| vector::append(&mut p, h));
        vector::push_back(&mut p, reason);
        p
    }

    public fun voted_settlement(id: u64, to_height: u64, payouts: vector<u8>): vector<u8> {
        let (height, root_, _, _) = sc::settled_for_test(id);
        let (_, seq, _, _, _, _) = sc::state_for_test(id);
        let p = b"SLUICE1:SETTLE..";
        vector::append(&mut p, sc::domain_for_test(id));
        codec::put_u64(&mut p, height);
        codec::put_u64(&mut p, to_height);
        vector::append(&mut p, root_);
        vector::append(&mut p, root(to_height));
        codec::put_u64(&mut p, seq);
        vector::append(&mut p, codec::zero_hash());
        vector::append(&mut p, payouts);
        p
    }

    // The dApp.

    public fun apply_page(id: u64, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64) acquires Cap {
        let cap = &borrow_global<Cap>(@state_channel).cap;
        let (state, receipt) = sc::begin_settlement<State, Assets>(cap, id, number, page, proof, count);
        state.n = state.n + state_channel::channel_changes::length(sc::receipt_page(&receipt));
        let assets = sc::borrow_assets<State, Assets>(&mut receipt, addr(0));
        assets.n = assets.n + 1;
        sc::return_assets<State, Assets>(&mut receipt, addr(0), assets);
        sc::end_settlement<State, Assets>(receipt, state);
    }

    public fun take_assets(id: u64, i: u64): u64 acquires Cap {
        let Assets { n } = sc::take_assets<State, Assets>(&borrow_global<Cap>(@state_channel).cap, id, addr(i));
        n
    }

    public fun take_state(id: u64): u64 acquires Cap {
        let State { n } = sc::take_state<State, Assets>(&borrow_global<Cap>(@state_channel).cap, id);
        n
    }

    public fun label(id: u64, key: vector<u8>, value: vector<u8>) acquires Cap {
        sc::set_labels(&borrow_global<Cap>(@state_channel).cap, id, vector[key], vector[value]);
    }

    // What tests look at.

    public fun phase(id: u64): u8 {
        let (phase, _, _, _, _, _) = sc::state_for_test(id);
        phase
    }

    public fun seq(id: u64): u64 {
        let (_, seq, _, _, _, _) = sc::state_for_test(id);
        seq
    }

    public fun epoch(id: u64): u64 {
        let (_, _, epoch, _, _, _) = sc::state_for_test(id);
        epoch
    }

    public fun set_version(id: u64): u64 {
        let (_, _, _, _, _, set) = sc::state_for_test(id);
        set
    }

    /// The leader, or 0x0.
    public fun leader(id: u64): address {
        let (_, _, _, _, leader, _) = sc::state_for_test(id);
        option::get_with_default(&leader, @0x0)
    }

    public fun balance(i: u64): u64 {
        coin::balance<AptosCoin>(addr(i))
    }

    public fun vault(id: u64): u64 {
        sc::vault_value<AptosCoin>(id)
    }
}
