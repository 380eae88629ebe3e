/// Accounts: authentication key, sequence number, and the authority over resource accounts.
module aptos_framework::account {
    use std::bcs;
    use std::error;
    use std::event::{Self, EventHandle};
    use std::guid::{Self, GUID};
    use std::hash;
    use std::option::{Self, Option};
    use std::signer;
    use std::vector;
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::system_addresses;

    friend aptos_framework::aptos_account;
    friend aptos_framework::coin;
    friend aptos_framework::genesis;
    friend aptos_framework::resource_account;
    friend aptos_framework::transaction_validation;

    /// There is an account at the address.
    const EACCOUNT_ALREADY_EXISTS: u64 = 1;
    /// There is no account at the address.
    const EACCOUNT_DOES_NOT_EXIST: u64 = 2;
    /// The sequence number is used up.
    const ESEQUENCE_NUMBER_TOO_BIG: u64 = 3;
    /// The authentication key does not have 32 bytes.
    const EMALFORMED_AUTHENTICATION_KEY: u64 = 4;
    /// The address is kept for the chain.
    const ECANNOT_RESERVED_ADDRESS: u64 = 5;
    /// The resource account is in use.
    const ERESOURCE_ACCCOUNT_EXISTS: u64 = 15;
    /// The account at the address has been used.
    const EACCOUNT_ALREADY_USED: u64 = 16;

    /// Key that nobody has.
    const ZERO_AUTH_KEY: vector<u8> = x"0000000000000000000000000000000000000000000000000000000000000000";
    /// Last byte of what is hashed to a resource account's address.
    const DERIVE_RESOURCE_ACCOUNT_SCHEME: u8 = 255;
    const MAX_U64: u128 = 18446744073709551615;

    struct Account has key, store {
        authentication_key: vector<u8>,
        sequence_number: u64,
        guid_creation_num: u64,
        coin_register_events: EventHandle<CoinRegisterEvent>,
        key_rotation_events: EventHandle<KeyRotationEvent>,
        rotation_capability_offer: CapabilityOffer<RotationCapability>,
        signer_capability_offer: CapabilityOffer<SignerCapability>
    }

    struct KeyRotationEvent has drop, store {
        old_authentication_key: vector<u8>,
        new_authentication_key: vector<u8>
    }

    struct CoinRegisterEvent has drop, store {
        type_info: aptos_std::type_info::TypeInfo
    }

    struct CapabilityOffer<phantom T> has store {
        for: Option<address>
    }

    struct RotationCapability has drop, store {
        account: address
    }

    /// The authority over an account.
    struct SignerCapability has drop, store {
        account: address
    }

    #[view]
    public fun exists_at(addr: address): bool {
        exists<Account>(addr)
    }

    #[view]
    public fun get_guid_next_creation_num(addr: address): u64 acquires Account {
        borrow_global<Account>(addr).guid_creation_num
    }

    #[view]
    public fun get_sequence_number(addr: address): u64 acquires Account {
        borrow_global<Account>(addr).sequence_number
    }

    #[view]
    public fun get_authentication_key(addr: address): vector<u8> acquires Account {
        borrow_global<Account>(addr).authentication_key
    }

    /// Makes the account whose first authentication key is its address.
    public(friend) fun create_account(new_address: address): signer {
        assert!(!exists<Account>(new_address), error::already_exists(EACCOUNT_ALREADY_EXISTS));
        assert!(
            !system_addresses::is_reserved_address(new_address),
            error::invalid_argument(ECANNOT_RESERVED_ADDRESS)
        );
        create_account_unchecked(new_address)
    }

    /// Makes an account of the framework, with the capability for it.
    public(friend) fun create_framework_reserved_account(addr: address): (signer, SignerCapability) {
        assert!(!exists<Account>(addr), error::already_exists(EACCOUNT_ALREADY_EXISTS));
        (create_account_unchecked(addr), SignerCapability { account: addr })
    }

    fun create_account_unchecked(new_address: address): signer {
        let new_account = create_signer(new_address);
        let guid_creation_num = 0;
        let coin_register_events = event::new_event_handle(guid::create(&new_account, &mut guid_creation_num));
        let key_rotation_events = event::new_event_handle(guid::create(&new_account, &mut guid_creation_num));
        move_to(
            &new_account,
            Account {
                authentication_key: bcs::to_bytes(&new_address),
                sequence_number: 0,
                guid_creation_num,
                coin_register_events,
                key_rotation_events,
                rotation_capability_offer: CapabilityOffer { for: option::none() },
                signer_capability_offer: CapabilityOffer { for: option::none() }
            }
        );
        new_account
    }

    public(friend) fun increment_sequence_number(addr: address) acquires Account {
        let sequence_number = &mut borrow_global_mut<Account>(addr).sequence_number;
        assert!((*sequence_number as u128) < MAX_U64, error::out_of_range(ESEQUENCE_NUMBER_TOO_BIG));
        *sequence_number = *sequence_number + 1;
    }

    public(friend) fun rotate_authentication_key_internal(
        account: &signer, new_auth_key: vector<u8>
    ) acquires Account {
        assert!(vector::length(&new_auth_key) == 32, error::invalid_argument(EMALFORMED_AUTHENTICATION_KEY));
        let addr = signer::address_of(account);
        assert!(exists_at(addr), error::not_found(EACCOUNT_DOES_NOT_EXIST));
        borrow_global_mut<Account>(addr).authentication_key = new_auth_key;
    }

    /// The address of the resource account of `source` and `seed`.
    public fun create_resource_address(source: &address, seed: vector<u8>): address {
        let bytes = bcs::to_bytes(source);
        vector::append(&mut bytes, seed);
        vector::push_back(&mut bytes, DERIVE_RESOURCE_ACCOUNT_SCHEME);
        aptos_std::from_bcs::to_address(hash::sha3_256(bytes))
    }

    /// Makes an account that no key opens, and the capability for it. An account that somebody made at the
    /// address before is taken over as long as it was never used.
    public fun create_resource_account(
        source: &signer, seed: vector<u8>
    ): (signer, SignerCapability) acquires Account {
        let addr = create_resource_address(&signer::address_of(source), seed);
        let resource =
            if (exists_at(addr)) {
                let account = borrow_global<Account>(addr);
                assert!(
                    option::is_none(&account.signer_capability_offer.for),
                    error::already_exists(ERESOURCE_ACCCOUNT_EXISTS)
                );
                assert!(account.sequence_number == 0, error::invalid_state(EACCOUNT_ALREADY_USED));
                create_signer(addr)
            } else {
                create_account_unchecked(addr)
            };
        rotate_authentication_key_internal(&resource, ZERO_AUTH_KEY);
        borrow_global_mut<Account>(addr).signer_capability_offer.for = option::some(addr);
        (resource, SignerCapability { account: addr })
    }

    public fun create_signer_with_capability(capability: &SignerCapability): signer {
        create_signer(capability.account)
    }

    public fun get_signer_capability_address(capability: &SignerCapability): address {
        capability.account
    }

    public fun create_guid(account_signer: &signer): GUID acquires Account {
        let account = borrow_global_mut<Account>(signer::address_of(account_signer));
        guid::create(account_signer, &mut account.guid_creation_num)
    }

    public fun new_event_handle<T: drop + store>(account: &signer): EventHandle<T> acquires Account {
        event::new_event_handle(create_guid(account))
    }

    #[test_only]
    public fun create_account_for_test(new_address: address): signer {
        create_account_unchecked(new_address)
    }

    #[test_only]
    public fun create_signer_for_test(addr: address): signer {
        create_signer(addr)
    }
}
