/// A settlement as it is brought to the contract: a certified header with the payout list it commits to.
module state_channel::channel_posted {
    use std::hash;
    use state_channel::channel_codec as codec;
    use state_channel::channel_core as core;
    use state_channel::channel_header::{Self as header, Certificate, Header};
    use state_channel::channel_payouts::{Self as payouts, PayoutList};

    /// The payout list is not the one of the header.
    const E_WRONG_PAYOUTS: u64 = 80;
    /// The payout list is not of the kind of the header.
    const E_BAD_PAYOUTS: u64 = 81;

    /// Header, certificate of 64 signatures, payout list.
    const MAX_SETTLEMENT: u64 = 21229;
    const MAX_PAYOUT_BYTES: u64 = 16384;

    /// What `Settlement` decodes to.
    struct Settlement has drop {
        header: Header,
        certificate: Certificate,
        payout_bytes: vector<u8>,
        payouts: PayoutList
    }

    /// A settlement whose certificate was checked, or that was voted (set 0).
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

    public fun parse(bytes: vector<u8>): Settlement {
        let r = codec::reader(bytes, MAX_SETTLEMENT);
        let header = header::parse(codec::fixed(&mut r, header::length()));
        let certificate = header::read_certificate(&mut r);
        let payout_bytes = codec::rest(&mut r);
        let p = codec::reader(payout_bytes, MAX_PAYOUT_BYTES);
        let payouts = payouts::read(&mut p);
        codec::finish(p);
        Settlement { header, certificate, payout_bytes, payouts }
    }

    public fun header(self: &Settlement): &Header { &self.header }

    /// Aborts unless the certificate is one of the set with these keys and certificate size.
    public fun assert_certified(self: &Settlement, keys: &vector<vector<u8>>, q_eff: u64) {
        header::assert_certified(&self.header, &self.certificate, keys, q_eff);
    }

    /// Aborts unless the payout list is the one of the header, of its kind and well formed.
    public fun assert_payouts(self: &Settlement) {
        assert!(hash::sha3_256(self.payout_bytes) == header::payout_root(&self.header), E_WRONG_PAYOUTS);
        assert!(payouts::kind(&self.payouts) == header::final_kind(&self.header), E_BAD_PAYOUTS);
        payouts::assert_well_formed(&self.payouts);
    }

    public fun payouts_of(self: &Settlement): &PayoutList { &self.payouts }

    /// What is kept of a checked settlement.
    public fun posted(self: Settlement): Posted {
        let Settlement { header: h, certificate: _, payout_bytes: _, payouts } = self;
        Posted {
            set: header::set_version(&h),
            batch: header::final_batch(&h),
            height: header::final_height(&h),
            seq: header::final_seq(&h),
            header_hash: header::header_hash(&h),
            state_root: header::final_state_root(&h),
            net_change_root: header::net_change_root(&h),
            base_height: header::base_height(&h),
            base_root: header::base_root(&h),
            payouts
        }
    }

    /// A settlement that was voted.
    public fun voted(
        height: u64,
        seq: u64,
        state_root: vector<u8>,
        net_change_root: vector<u8>,
        base_height: u64,
        base_root: vector<u8>,
        payouts: PayoutList
    ): Posted {
        Posted {
            set: 0,
            batch: 0,
            height,
            seq,
            header_hash: codec::zero_hash(),
            state_root,
            net_change_root,
            base_height,
            base_root,
            payouts
        }
    }

    /// Whether this one has the higher (set, batch).
    public fun is_higher(self: &Posted, other: &Posted): bool {
        core::is_higher(self.set, self.batch, other.set, other.batch)
    }

    public fun set(self: &Posted): u64 { self.set }

    public fun batch(self: &Posted): u64 { self.batch }

    public fun height(self: &Posted): u64 { self.height }

    public fun seq(self: &Posted): u64 { self.seq }

    public fun header_hash(self: &Posted): vector<u8> { self.header_hash }

    public fun state_root(self: &Posted): vector<u8> { self.state_root }

    public fun net_change_root(self: &Posted): vector<u8> { self.net_change_root }

    public fun base_height(self: &Posted): u64 { self.base_height }

    public fun base_root(self: &Posted): vector<u8> { self.base_root }

    public fun payouts(self: &Posted): &PayoutList { &self.payouts }
}
