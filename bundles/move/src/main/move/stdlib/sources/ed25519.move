/// Ed25519 signatures by the strict rule: canonical encodings, no public key or commitment of small order,
/// no cofactor.
module aptos_std::ed25519 {
    use std::bcs;
    use std::error;
    use std::hash;
    use std::option::{Self, Option};
    use std::vector;
    use aptos_std::type_info::{Self, TypeInfo};

    /// Not 32 bytes.
    const E_WRONG_PUBKEY_SIZE: u64 = 1;
    /// Not 64 bytes.
    const E_WRONG_SIGNATURE_SIZE: u64 = 2;

    /// Last byte of what is hashed to an authentication key.
    const SIGNATURE_SCHEME_ID: u8 = 0;
    const PUBLIC_KEY_NUM_BYTES: u64 = 32;
    const SIGNATURE_NUM_BYTES: u64 = 64;

    /// What is signed for a value: its type, then itself.
    struct SignedMessage<MessageType> has drop {
        type_info: TypeInfo,
        inner: MessageType
    }

    /// Any 32 bytes.
    struct UnvalidatedPublicKey has copy, drop, store {
        bytes: vector<u8>
    }

    /// A point of the curve, not of small order.
    struct ValidatedPublicKey has copy, drop, store {
        bytes: vector<u8>
    }

    /// Any 64 bytes.
    struct Signature has copy, drop, store {
        bytes: vector<u8>
    }

    public fun new_unvalidated_public_key_from_bytes(bytes: vector<u8>): UnvalidatedPublicKey {
        assert!(vector::length(&bytes) == PUBLIC_KEY_NUM_BYTES, error::invalid_argument(E_WRONG_PUBKEY_SIZE));
        UnvalidatedPublicKey { bytes }
    }

    public fun new_validated_public_key_from_bytes(bytes: vector<u8>): Option<ValidatedPublicKey> {
        if (vector::length(&bytes) == PUBLIC_KEY_NUM_BYTES && public_key_validate_internal(bytes)) {
            option::some(ValidatedPublicKey { bytes })
        } else {
            option::none()
        }
    }

    public fun new_signature_from_bytes(bytes: vector<u8>): Signature {
        assert!(vector::length(&bytes) == SIGNATURE_NUM_BYTES, error::invalid_argument(E_WRONG_SIGNATURE_SIZE));
        Signature { bytes }
    }

    public fun public_key_to_unvalidated(self: &ValidatedPublicKey): UnvalidatedPublicKey {
        UnvalidatedPublicKey { bytes: self.bytes }
    }

    public fun public_key_into_unvalidated(self: ValidatedPublicKey): UnvalidatedPublicKey {
        UnvalidatedPublicKey { bytes: self.bytes }
    }

    public fun unvalidated_public_key_to_bytes(self: &UnvalidatedPublicKey): vector<u8> {
        self.bytes
    }

    public fun validated_public_key_to_bytes(self: &ValidatedPublicKey): vector<u8> {
        self.bytes
    }

    public fun signature_to_bytes(self: &Signature): vector<u8> {
        self.bytes
    }

    public fun public_key_validate(self: &UnvalidatedPublicKey): Option<ValidatedPublicKey> {
        new_validated_public_key_from_bytes(self.bytes)
    }

    /// Whether `signature` is one of `public_key` over `message`.
    public fun signature_verify_strict(
        signature: &Signature, public_key: &UnvalidatedPublicKey, message: vector<u8>
    ): bool {
        signature_verify_strict_internal(signature.bytes, public_key.bytes, message)
    }

    /// Whether `signature` is one of `public_key` over the type and bytes of `data`.
    public fun signature_verify_strict_t<T: drop>(
        signature: &Signature, public_key: &UnvalidatedPublicKey, data: T
    ): bool {
        let message = new_signed_message(data);
        signature_verify_strict_internal(signature.bytes, public_key.bytes, bcs::to_bytes(&message))
    }

    public fun new_signed_message<T: drop>(data: T): SignedMessage<T> {
        SignedMessage { type_info: type_info::type_of<T>(), inner: data }
    }

    public fun unvalidated_public_key_to_authentication_key(self: &UnvalidatedPublicKey): vector<u8> {
        authentication_key(self.bytes)
    }

    public fun validated_public_key_to_authentication_key(self: &ValidatedPublicKey): vector<u8> {
        authentication_key(self.bytes)
    }

    fun authentication_key(key: vector<u8>): vector<u8> {
        vector::push_back(&mut key, SIGNATURE_SCHEME_ID);
        hash::sha3_256(key)
    }

    native fun public_key_validate_internal(bytes: vector<u8>): bool;

    native fun signature_verify_strict_internal(
        signature: vector<u8>, public_key: vector<u8>, message: vector<u8>
    ): bool;

    #[test_only]
    /// A signature with the 32-byte seed of a secret key.
    native public fun sign(message: vector<u8>, secret_key: vector<u8>): vector<u8>;
}
