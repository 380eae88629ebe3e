/// Signed statements that members bring to the contract: joins, no confidence, accusations.
module state_channel::channel_statements {
    use std::option;
    use std::vector;
    use state_channel::channel_codec as codec;
    use state_channel::channel_core as core;
    use state_channel::channel_header as header;
    use state_channel::channel_roster::{Self as roster, Roster};

    /// The record is of another account than the caller.
    const E_NOT_CALLER: u64 = 20;
    /// The keys are not proved to be the caller's.
    const E_BAD_POSSESSION: u64 = 25;
    /// The statements are about another leader or another reign.
    const E_WRONG_REIGN: u64 = 46;
    /// The channel has too few members for this.
    const E_TOO_FEW: u64 = 47;
    /// The set of members has changed.
    const E_STALE_SET: u64 = 48;
    /// The type is not known.
    const E_BAD_TYPE: u64 = 50;
    /// The account cannot be accused of that.
    const E_NOT_ACCUSED: u64 = 60;
    /// A Merkle proof is wrong.
    const E_WRONG_PROOF: u64 = 61;
    /// The epoch has not been opened.
    const E_FUTURE_EPOCH: u64 = 70;
    /// Set or claim are not those of the epoch.
    const E_WRONG_CLAIM: u64 = 71;
    /// A signer is not in the set.
    const E_BAD_SIGNER: u64 = 77;
    /// Not as many signatures as needed.
    const E_QUORUM: u64 = 78;
    /// A signature is wrong.
    const E_BAD_SIGNATURE: u64 = 79;
    /// The object is of another channel.
    const E_WRONG_DOMAIN: u64 = 13;

    const POSSESSION_TAG: vector<u8> = b"SLUICE1:POSSESS.";
    const ADMIT_TAG: vector<u8> = b"SLUICE1:ADMIT...";
    const NO_CONFIDENCE_TAG: vector<u8> = b"SLUICE1:NOCONF..";
    const PUNISH_TAG: vector<u8> = b"SLUICE1:PUNISH..";

    const MAX_MEMBERS: u64 = 64;
    const MAX_ENDPOINT: u64 = 256;
    /// Record, proofs of possession, deposit, approval of 64 members.
    const MAX_JOIN: u64 = 4760;
    const MAX_NO_CONFIDENCE: u64 = 4154;
    const MAX_PROPOSAL: u64 = 16384;
    const MAX_TRANSACTION: u64 = 8192;
    const MAX_PROOF: u64 = 11;
    const RESULT_LENGTH: u64 = 80;

    /// A join, with the approval it carries.
    struct Join has copy, drop {
        address: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>,
        possession_tx: vector<u8>,
        possession_member: vector<u8>,
        deposit: u64,
        approved: bool,
        valid_until: u64,
        signers: u64,
        signatures: vector<vector<u8>>
    }

    /// A leader that others distrust.
    struct NoConfidence has copy, drop {
        leader: address,
        reign_epoch: u64,
        set_version: u64,
        signers: u64,
        signatures: vector<vector<u8>>
    }

    /// Decodes the arguments of a join; a creator's end before the approval.
    public fun parse_join(arguments: vector<u8>, is_creator: bool, caller: address): Join {
        let r = codec::reader(arguments, MAX_JOIN);
        let address = codec::addr(&mut r);
        let tx_key = codec::hash32(&mut r);
        let member_key = codec::hash32(&mut r);
        let peer_key = codec::hash32(&mut r);
        let endpoint = codec::bytes(&mut r, MAX_ENDPOINT);
        let possession_tx = codec::signature(&mut r);
        let possession_member = codec::signature(&mut r);
        let deposit = codec::read_u64(&mut r);
        let approved = !is_creator && codec::has_option(&mut r);
        let valid_until = 0;
        let signers = 0;
        let signatures = vector[];
        if (approved) {
            valid_until = codec::read_u64(&mut r);
            signers = codec::read_u64(&mut r);
            signatures = codec::signatures(&mut r, MAX_MEMBERS);
        };
        codec::finish(r);
        assert!(address == caller, E_NOT_CALLER);
        Join {
            address,
            tx_key,
            member_key,
            peer_key,
            endpoint,
            possession_tx,
            possession_member,
            deposit,
            approved,
            valid_until,
            signers,
            signatures
        }
    }

    /// Aborts unless both keys signed for themselves in this domain.
    public fun assert_possession(self: &Join, domain: &vector<u8>) {
        let statement = POSSESSION_TAG;
        vector::append(&mut statement, *domain);
        put_joiner(&mut statement, self);
        let proved =
            header::is_key(self.tx_key)
                && header::is_key(self.member_key)
                && header::verify(self.possession_tx, self.tx_key, statement)
                && header::verify(self.possession_member, self.member_key, statement);
        assert!(proved, E_BAD_POSSESSION);
    }

    fun put_joiner(out: &mut vector<u8>, join: &Join) {
        codec::put_addr(out, join.address);
        vector::append(out, join.tx_key);
        vector::append(out, join.member_key);
        vector::append(out, join.peer_key);
    }

    /// Whether a quorum of the present set approved the join, and the approval is still valid.
    public fun is_approved(self: &Join, r: &Roster, domain: &vector<u8>, now: u64): bool {
        if (!self.approved || self.valid_until < now) return false;
        let set = roster::version(r);
        let keys = roster::set_keys(r, set);
        let signed = vector::length(&self.signatures);
        if (core::has_bit_above(self.signers, vector::length(&keys))
            || core::popcount(self.signers) != signed
            || signed < roster::present_quorum(r)) return false;
        let statement = ADMIT_TAG;
        vector::append(&mut statement, *domain);
        codec::put_u64(&mut statement, set);
        put_joiner(&mut statement, self);
        codec::put_u64(&mut statement, self.deposit);
        codec::put_u64(&mut statement, self.valid_until);
        are_signed(self.signers, &self.signatures, &keys, |_i| statement)
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

    public fun joiner(self: &Join): address { self.address }

    public fun tx_key(self: &Join): vector<u8> { self.tx_key }

    public fun member_key(self: &Join): vector<u8> { self.member_key }

    public fun peer_key(self: &Join): vector<u8> { self.peer_key }

    public fun endpoint(self: &Join): vector<u8> { self.endpoint }

    public fun deposit(self: &Join): u64 { self.deposit }

    public fun parse_no_confidence(proof: vector<u8>): NoConfidence {
        let r = codec::reader(proof, MAX_NO_CONFIDENCE);
        let leader = codec::addr(&mut r);
        let reign_epoch = codec::read_u64(&mut r);
        let set_version = codec::read_u64(&mut r);
        let signers = codec::read_u64(&mut r);
        let signatures = codec::signatures(&mut r, MAX_MEMBERS);
        codec::finish(r);
        NoConfidence { leader, reign_epoch, set_version, signers, signatures }
    }

    /// Aborts unless a majority of the others distrusts the present leader in its present reign; that leader.
    public fun assert_no_confidence(self: &NoConfidence, r: &Roster, domain: &vector<u8>): address {
        assert!(
            roster::is_leader(r, self.leader) && self.reign_epoch == roster::reign_epoch(r), E_WRONG_REIGN
        );
        let n = roster::size(r);
        assert!(n >= 3, E_TOO_FEW);
        assert!(self.set_version == roster::version(r), E_STALE_SET);
        let own = core::has_bit(self.signers, roster::index(r, self.leader));
        assert!(!own && !core::has_bit_above(self.signers, n), E_BAD_SIGNER);
        let signed = vector::length(&self.signatures);
        assert!(
            core::popcount(self.signers) == signed && signed >= core::majority(n - 1), E_QUORUM
        );
        let statement = NO_CONFIDENCE_TAG;
        vector::append(&mut statement, *domain);
        codec::put_addr(&mut statement, self.leader);
        codec::put_u64(&mut statement, self.reign_epoch);
        codec::put_u64(&mut statement, self.set_version);
        let keys = roster::set_keys(r, self.set_version);
        let valid = are_signed(self.signers, &self.signatures, &keys, |i| with_index(statement, i));
        assert!(valid, E_BAD_SIGNATURE);
        self.leader
    }

    fun with_index(statement: vector<u8>, index: u64): vector<u8> {
        vector::push_back(&mut statement, (index as u8));
        statement
    }

    /// Whom an accusation accuses: its header is signed by that leader, and what it names is under that header.
    public fun check_accusation(r: &Roster, domain: &vector<u8>, proposer: address, data: vector<u8>): address {
        let reader = codec::tagged(data, MAX_PROPOSAL, PUNISH_TAG);
        let own_domain = codec::fixed(&mut reader, vector::length(domain));
        let accused = codec::addr(&mut reader);
        let header_bytes = codec::fixed(&mut reader, header::length());
        let signature = codec::signature(&mut reader);
        let index = (codec::read_u8(&mut reader) as u64);
        let position = codec::read_u32(&mut reader);
        let count = codec::read_u32(&mut reader);
        let transaction = codec::bytes(&mut reader, MAX_TRANSACTION);
        let transaction_proof = codec::hashes(&mut reader, MAX_PROOF);
        let result = codec::fixed(&mut reader, RESULT_LENGTH);
        let result_proof = codec::hashes(&mut reader, MAX_PROOF);
        let reason = codec::read_u8(&mut reader);
        codec::finish(reader);
        let h = header::parse(header_bytes);

        assert!(&own_domain == domain, E_WRONG_DOMAIN);
        header::assert_domain(&h, domain);
        assert!(accused != proposer && roster::is_member(r, accused), E_NOT_ACCUSED);
        let epoch = header::epoch(&h);
        assert!(roster::has_epoch(r, epoch), E_FUTURE_EPOCH);
        let set = header::set_version(&h);
        assert!(roster::is_epoch(r, epoch, set, &header::claim_id(&h)), E_WRONG_CLAIM);
        let led = option::contains(&roster::epoch_leader(r, epoch), &accused);
        assert!(led && index < roster::set_size(r, set), E_NOT_ACCUSED);
        let (account, key) = roster::set_key(r, set, index);
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
        accused
    }
}
