/// The configuration record of a channel: fixed at creation and hashed into its genesis. Pure.
module state_channel::channel_config {
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use state_channel::channel_codec as codec;

    /// The bytes are longer than their bound.
    const E_TOO_LARGE: u64 = 7;
    /// The bytes do not decode.
    const E_MALFORMED: u64 = 8;
    /// A value of the configuration is outside its bounds.
    const E_BAD_CONFIG: u64 = 10;

    const TAG: vector<u8> = b"SLUICE1:CONFIG..";
    const MAX_CONFIG: u64 = 16384;
    const PROTOCOL_VERSION: u64 = 1;
    const MAX_MEMBERS: u8 = 64;
    const MAX_LISTED: u64 = 64;
    const MAX_FUNCTION_NAME: u64 = 256;
    const MAX_CODE_HASHES: u64 = 64;
    const MAX_LABELS: u64 = 16;
    const MAX_LABEL_KEY: u64 = 64;
    const MAX_LABEL_VALUE: u64 = 256;
    const MAX_BATCH_TXS: u64 = 1024;
    const MAX_BATCH_BYTES: u64 = 262144;
    const MAX_TX_BYTES: u64 = 65536;

    const OWN_STAKE: u8 = 0;
    const POOL_STAKE: u8 = 1;
    const ADMISSION_LISTED: u8 = 1;
    const ADMISSION_OPEN: u8 = 2;

    struct Label has copy, drop, store {
        key: vector<u8>,
        value: vector<u8>
    }

    /// What of the record the contract acts on; the rest is checked and kept by hash.
    struct Config has copy, drop, store {
        hash: vector<u8>,
        coin: vector<u8>,
        stake: u64,
        fine: u64,
        refund: u64,
        stake_source: u8,
        sink: Option<address>,
        admission: u8,
        listed: vector<address>,
        max_members: u64,
        min_signers: u64,
        live: u64,
        expel: u64,
        bar: u64,
        priority: u64,
        challenge: u64,
        apply_time: u64,
        proposal_time: u64,
        code_hashes: vector<vector<u8>>,
        labels: vector<Label>,
        bytes: vector<u8>
    }

    /// The configuration of an encoded record; aborts when a value is outside its bounds.
    public fun decode(bytes: vector<u8>): Config {
        let r = codec::tagged(bytes, MAX_CONFIG, TAG);
        let version = codec::read_u16(&mut r);
        let coin = codec::hash32(&mut r);
        let stake = codec::read_u64(&mut r);
        let fine = codec::read_u64(&mut r);
        let refund = codec::read_u64(&mut r);
        let stake_source = codec::read_u8(&mut r);
        let sink = codec::option_addr(&mut r);
        let admission = codec::read_u8(&mut r);
        let listed = vector[];
        let n = codec::count(&mut r, MAX_LISTED);
        while (n > 0) {
            vector::push_back(&mut listed, codec::addr(&mut r));
            n = n - 1;
        };
        let max_members = codec::read_u8(&mut r);
        let min_signers = codec::read_u8(&mut r);
        codec::bytes(&mut r, MAX_FUNCTION_NAME); // tick function
        codec::read_u64(&mut r); // tick interval
        codec::read_u64(&mut r); // gas schedule
        let batch_txs = codec::read_u16(&mut r);
        let batch_bytes = codec::read_u32(&mut r);
        let tx_bytes = codec::read_u32(&mut r);
        let max_gas = codec::read_u64(&mut r);
        let max_drift = codec::read_u64(&mut r);
        let max_lag = codec::read_u64(&mut r);
        let demand_batches = codec::read_u16(&mut r);
        let max_demands = codec::read_u8(&mut r);
        let live = codec::read_u64(&mut r);
        let expel = codec::read_u64(&mut r);
        let bar = codec::read_u64(&mut r);
        let priority = codec::read_u64(&mut r);
        let challenge = codec::read_u64(&mut r);
        let apply_time = codec::read_u64(&mut r);
        let proposal_time = codec::read_u64(&mut r);
        let code_hashes = codec::hashes(&mut r, MAX_CODE_HASHES);
        let read_access = codec::read_u8(&mut r);
        let labels = read_labels(&mut r);
        codec::finish(r);

        let valid =
            version == PROTOCOL_VERSION
                && 1 <= min_signers
                && min_signers <= max_members
                && max_members <= MAX_MEMBERS
                && fine <= stake
                && refund <= fine
                && stake_source <= POOL_STAKE
                && admission <= ADMISSION_OPEN
                && live > 0
                && expel > live
                && bar > 0
                && priority > 0
                && challenge > 0
                && apply_time > 0
                && proposal_time > 0
                && within(batch_txs, MAX_BATCH_TXS)
                && within(batch_bytes, MAX_BATCH_BYTES)
                && within(tx_bytes, MAX_TX_BYTES)
                && max_gas > 0
                && max_drift > 0
                && max_lag > 0
                && demand_batches > 0
                && max_demands > 0
                && read_access <= 1;
        assert!(valid, E_BAD_CONFIG);
        Config {
            hash: hash::sha3_256(bytes),
            coin,
            stake,
            fine,
            refund,
            stake_source,
            sink,
            admission,
            listed,
            max_members: (max_members as u64),
            min_signers: (min_signers as u64),
            live,
            expel,
            bar,
            priority,
            challenge,
            apply_time,
            proposal_time,
            code_hashes,
            labels,
            bytes
        }
    }

    fun within(value: u64, bound: u64): bool {
        value > 0 && value <= bound
    }

    fun read_labels(r: &mut codec::Reader): vector<Label> {
        let labels = vector[];
        let n = codec::count(r, MAX_LABELS);
        while (n > 0) {
            let key = codec::bytes(r, MAX_LABEL_KEY);
            let value = codec::bytes(r, MAX_LABEL_VALUE);
            vector::push_back(&mut labels, Label { key, value });
            n = n - 1;
        };
        labels
    }

    /// Labels out of keys and values in step; aborts when there are too many or one is too long.
    public fun make_labels(keys: vector<vector<u8>>, values: vector<vector<u8>>): vector<Label> {
        assert!(vector::length(&keys) == vector::length(&values), E_MALFORMED);
        assert!(vector::length(&keys) <= MAX_LABELS, E_TOO_LARGE);
        let labels = vector[];
        vector::zip(keys, values, |key, value| {
            assert!(vector::length(&key) <= MAX_LABEL_KEY, E_TOO_LARGE);
            assert!(vector::length(&value) <= MAX_LABEL_VALUE, E_TOO_LARGE);
            vector::push_back(&mut labels, Label { key, value });
        });
        labels
    }

    public fun config_hash(self: &Config): vector<u8> { self.hash }

    /// The record as it was given.
    public fun record(self: &Config): vector<u8> { self.bytes }

    public fun coin(self: &Config): vector<u8> { self.coin }

    public fun stake(self: &Config): u64 { self.stake }

    public fun fine(self: &Config): u64 { self.fine }

    public fun refund(self: &Config): u64 { self.refund }

    public fun has_pool_stake(self: &Config): bool { self.stake_source != OWN_STAKE }

    /// Who gets what remains of a fine; none: nobody ever does.
    public fun sink(self: &Config): Option<address> { self.sink }

    public fun needs_approval(self: &Config): bool {
        self.admission < ADMISSION_LISTED
    }

    /// Whether the account may join without approval.
    public fun admits(self: &Config, account: address): bool {
        self.admission == ADMISSION_OPEN
            || (self.admission == ADMISSION_LISTED && vector::contains(&self.listed, &account))
    }

    public fun max_members(self: &Config): u64 { self.max_members }

    public fun min_signers(self: &Config): u64 { self.min_signers }

    public fun live(self: &Config): u64 { self.live }

    public fun expel(self: &Config): u64 { self.expel }

    public fun bar(self: &Config): u64 { self.bar }

    public fun priority(self: &Config): u64 { self.priority }

    /// Length of every window.
    public fun challenge(self: &Config): u64 { self.challenge }

    public fun apply_time(self: &Config): u64 { self.apply_time }

    public fun proposal_time(self: &Config): u64 { self.proposal_time }

    public fun code_hashes(self: &Config): vector<vector<u8>> { self.code_hashes }

    public fun labels(self: &Config): vector<Label> { self.labels }

    public fun label_key(self: &Label): vector<u8> { self.key }

    public fun label_value(self: &Label): vector<u8> { self.value }

    /// Nobody to give a rest to.
    public fun no_sink(self: &Config): bool { option::is_none(&self.sink) }
}
