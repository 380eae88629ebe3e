/// Batch headers, the statements signed over them, certificates and evidence. Pure but for the chain's Ed25519 check.
module state_channel::channel_header {
    use std::hash;
    use std::vector;
    use aptos_std::ed25519;
    use state_channel::channel_codec as codec;
    use state_channel::channel_core as core;

    /// The object is of another channel, chain, contract or protocol version.
    const E_WRONG_DOMAIN: u64 = 13;
    /// The certificate is over another header.
    const E_WRONG_STATEMENT: u64 = 76;
    /// A signer is not in the set.
    const E_BAD_SIGNER: u64 = 77;
    /// Not as many signatures as the set needs.
    const E_QUORUM: u64 = 78;
    /// A signature is wrong.
    const E_BAD_SIGNATURE: u64 = 79;
    /// The two statements are no offence.
    const E_NO_OFFENCE: u64 = 100;

    const HEADER_TAG: vector<u8> = b"SLUICE1:HEADER..";
    const ACK_TAG: vector<u8> = b"SLUICE1:ACK.....";
    const CERTIFICATE_TAG: vector<u8> = b"SLUICE1:CERT....";
    const HEADER_LENGTH: u64 = 531;
    const STATEMENT_LENGTH: u64 = 192;
    const EVIDENCE_LENGTH: u64 = 513;
    const MAX_SIGNATURES: u64 = 64;
    const PROTOCOL_VERSION: u8 = 1;

    /// A header with its hash, kept as bytes and read by offset.
    struct Header has copy, drop {
        bytes: vector<u8>,
        hash: vector<u8>
    }

    struct Certificate has copy, drop {
        statement: vector<u8>,
        signers: u64,
        signatures: vector<vector<u8>>
    }

    /// Two signed statements of one member.
    struct Evidence has copy, drop {
        first: vector<u8>,
        first_signature: vector<u8>,
        second: vector<u8>,
        second_signature: vector<u8>,
        index: u64
    }

    public fun length(): u64 { HEADER_LENGTH }

    /// A header out of its bytes: length and tag are checked.
    public fun parse(bytes: vector<u8>): Header {
        codec::assert_object(&bytes, HEADER_LENGTH, HEADER_TAG);
        Header { hash: hash::sha3_256(bytes), bytes }
    }

    /// Aborts unless version and domain are those of the channel.
    public fun assert_domain(self: &Header, domain: &vector<u8>) {
        let version = *vector::borrow(&self.bytes, 16) == PROTOCOL_VERSION && *vector::borrow(&self.bytes, 17) == 0;
        assert!(version && &vector::slice(&self.bytes, 18, 66) == domain, E_WRONG_DOMAIN);
    }

    public fun header_hash(self: &Header): vector<u8> { self.hash }

    public fun set_version(self: &Header): u64 { codec::u64_at(&self.bytes, 66) }

    public fun epoch(self: &Header): u64 { codec::u64_at(&self.bytes, 74) }

    public fun claim_id(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 82) }

    public fun batch(self: &Header): u64 { codec::u64_at(&self.bytes, 114) }

    /// Number of transactions in the batch; 0 also for heights that make no sense.
    public fun transactions(self: &Header): u64 {
        let first = codec::u64_at(&self.bytes, 130);
        let last = codec::u64_at(&self.bytes, 138);
        if (last < first) 0 else last - first + 1
    }

    public fun transactions_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 242) }

    public fun results_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 274) }

    public fun chain_seq(self: &Header): u64 { codec::u64_at(&self.bytes, 346) }

    public fun final_epoch(self: &Header): u64 { codec::u64_at(&self.bytes, 362) }

    public fun final_batch(self: &Header): u64 { codec::u64_at(&self.bytes, 370) }

    public fun final_height(self: &Header): u64 { codec::u64_at(&self.bytes, 378) }

    public fun final_seq(self: &Header): u64 { codec::u64_at(&self.bytes, 386) }

    public fun final_kind(self: &Header): u8 { *vector::borrow(&self.bytes, 394) }

    public fun final_state_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 395) }

    public fun base_height(self: &Header): u64 { codec::u64_at(&self.bytes, 427) }

    public fun base_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 435) }

    public fun net_change_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 467) }

    public fun payout_root(self: &Header): vector<u8> { codec::hash_at(&self.bytes, 499) }

    /// The 192 bytes that members sign for the header.
    public fun statement(self: &Header): vector<u8> {
        let s = ACK_TAG;
        vector::append(&mut s, vector::slice(&self.bytes, 18, 66)); // domain
        vector::append(&mut s, vector::slice(&self.bytes, 82, 114)); // claim id
        vector::append(&mut s, vector::slice(&self.bytes, 74, 82)); // epoch
        vector::append(&mut s, vector::slice(&self.bytes, 114, 122)); // batch
        vector::append(&mut s, vector::slice(&self.bytes, 66, 74)); // set version
        vector::append(&mut s, vector::slice(&self.bytes, 122, 130)); // parent epoch
        vector::append(&mut s, vector::slice(&self.bytes, 146, 178)); // parent hash
        vector::append(&mut s, self.hash);
        s
    }

    /// Reads a certificate, tag included.
    public fun read_certificate(r: &mut codec::Reader): Certificate {
        codec::expect_tag(r, CERTIFICATE_TAG);
        let statement = codec::fixed(r, STATEMENT_LENGTH);
        let signers = codec::read_u64(r);
        let signatures = codec::signatures(r, MAX_SIGNATURES);
        Certificate { statement, signers, signatures }
    }

    /// Aborts unless the certificate is one of the header by a set with these keys and certificate size.
    public fun assert_certified(self: &Header, certificate: &Certificate, keys: &vector<vector<u8>>, q_eff: u64) {
        let statement = statement(self);
        assert!(certificate.statement == statement, E_WRONG_STATEMENT);
        let n = vector::length(keys);
        assert!(!core::has_bit_above(certificate.signers, n), E_BAD_SIGNER);
        let signed = vector::length(&certificate.signatures);
        assert!(core::popcount(certificate.signers) == signed && signed == q_eff, E_QUORUM);
        let next = 0;
        let i = 0;
        while (i < n) {
            if (core::has_bit(certificate.signers, i)) {
                let signature = *vector::borrow(&certificate.signatures, next);
                assert!(verify(signature, *vector::borrow(keys, i), statement), E_BAD_SIGNATURE);
                next = next + 1;
            };
            i = i + 1;
        };
    }

    /// Evidence out of its bytes: length and tags are checked.
    public fun parse_evidence(bytes: vector<u8>): Evidence {
        let r = codec::reader(bytes, EVIDENCE_LENGTH);
        let first = codec::fixed(&mut r, STATEMENT_LENGTH);
        codec::assert_object(&first, STATEMENT_LENGTH, ACK_TAG);
        let first_signature = codec::signature(&mut r);
        let second = codec::fixed(&mut r, STATEMENT_LENGTH);
        codec::assert_object(&second, STATEMENT_LENGTH, ACK_TAG);
        let second_signature = codec::signature(&mut r);
        let index = (codec::read_u8(&mut r) as u64);
        codec::finish(r);
        Evidence { first, first_signature, second, second_signature, index }
    }

    public fun assert_evidence_domain(self: &Evidence, domain: &vector<u8>) {
        assert!(
            &vector::slice(&self.first, 16, 64) == domain && &vector::slice(&self.second, 16, 64) == domain,
            E_WRONG_DOMAIN
        );
    }

    /// The set that both statements name, or 0 when they differ.
    public fun evidence_set(self: &Evidence): u64 {
        let set = codec::u64_at(&self.first, 112);
        if (set == codec::u64_at(&self.second, 112)) set else 0
    }

    public fun evidence_index(self: &Evidence): u64 { self.index }

    public fun evidence_epoch(self: &Evidence): u64 { codec::u64_at(&self.first, 96) }

    public fun evidence_batch(self: &Evidence): u64 { codec::u64_at(&self.second, 104) }

    /// Aborts unless no honest member signs both statements: two headers in one slot, a child of another
    /// parent than the header before it, or a second opening of an epoch.
    public fun assert_offence(self: &Evidence) {
        let same_claim = vector::slice(&self.first, 64, 104) == vector::slice(&self.second, 64, 104);
        assert!(same_claim, E_NO_OFFENCE);
        let first_batch = codec::u64_at(&self.first, 104);
        let second_batch = codec::u64_at(&self.second, 104);
        let first_hash = codec::hash_at(&self.first, 160);
        let two_in_slot = first_batch == second_batch && first_hash != codec::hash_at(&self.second, 160);
        let other_parent =
            second_batch > first_batch
                && second_batch - first_batch == 1
                && codec::hash_at(&self.second, 128) != first_hash;
        let second_opening =
            first_batch < second_batch && codec::u64_at(&self.second, 120) < codec::u64_at(&self.second, 96);
        assert!(two_in_slot || other_parent || second_opening, E_NO_OFFENCE);
    }

    public fun assert_evidence_signed(self: &Evidence, key: vector<u8>) {
        assert!(
            verify(self.first_signature, key, self.first) && verify(self.second_signature, key, self.second),
            E_BAD_SIGNATURE
        );
    }

    /// Whether the bytes are a signature over the message, by the strict rule of the chain.
    public fun verify(signature: vector<u8>, key: vector<u8>, message: vector<u8>): bool {
        ed25519::signature_verify_strict(
            &ed25519::new_signature_from_bytes(signature),
            &ed25519::new_unvalidated_public_key_from_bytes(key),
            message
        )
    }

    /// Whether the key is a point of the curve, not of small order.
    public fun is_key(key: vector<u8>): bool {
        vector::length(&key) == 32
            && std::option::is_some(&ed25519::new_validated_public_key_from_bytes(key))
    }
}
