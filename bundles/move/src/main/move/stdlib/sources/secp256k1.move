/// Recovery of secp256k1 public keys from ECDSA signatures.
module aptos_std::secp256k1 {
    use std::error;
    use std::option::{Self, Option};
    use std::vector;

    /// Bytes of the wrong length, or a signature that is none.
    const E_DESERIALIZE: u64 = 1;

    const RAW_PUBLIC_KEY_NUM_BYTES: u64 = 64;
    const SIGNATURE_NUM_BYTES: u64 = 64;

    /// Both coordinates, big endian, without prefix.
    struct ECDSARawPublicKey has copy, drop, store {
        bytes: vector<u8>
    }

    /// r then s, big endian.
    struct ECDSASignature has copy, drop, store {
        bytes: vector<u8>
    }

    public fun ecdsa_signature_from_bytes(bytes: vector<u8>): ECDSASignature {
        assert!(vector::length(&bytes) == SIGNATURE_NUM_BYTES, error::invalid_argument(E_DESERIALIZE));
        ECDSASignature { bytes }
    }

    public fun ecdsa_raw_public_key_from_64_bytes(bytes: vector<u8>): ECDSARawPublicKey {
        assert!(vector::length(&bytes) == RAW_PUBLIC_KEY_NUM_BYTES, error::invalid_argument(E_DESERIALIZE));
        ECDSARawPublicKey { bytes }
    }

    public fun ecdsa_raw_public_key_to_bytes(self: &ECDSARawPublicKey): vector<u8> {
        self.bytes
    }

    public fun ecdsa_signature_to_bytes(self: &ECDSASignature): vector<u8> {
        self.bytes
    }

    /// The key that signed the 32-byte `message` hash, or none. A high `s` is accepted; a caller that
    /// needs one signature per message must check it.
    public fun ecdsa_recover(
        message: vector<u8>, recovery_id: u8, signature: &ECDSASignature
    ): Option<ECDSARawPublicKey> {
        let (key, success) = ecdsa_recover_internal(message, recovery_id, signature.bytes);
        if (success) option::some(ecdsa_raw_public_key_from_64_bytes(key)) else option::none()
    }

    native fun ecdsa_recover_internal(
        message: vector<u8>, recovery_id: u8, signature: vector<u8>
    ): (vector<u8>, bool);
}
