/// The coin that pays for transactions.
module aptos_framework::aptos_coin {
    use std::error;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, BurnCapability, MintCapability};
    use aptos_framework::system_addresses;

    friend aptos_framework::genesis;

    /// The account may not mint.
    const ENO_CAPABILITIES: u64 = 1;

    struct AptosCoin has key {}

    /// Who may mint: on a development chain, the faucet.
    struct MintCapStore has key {
        mint_cap: MintCapability<AptosCoin>
    }

    public(friend) fun initialize(
        aptos_framework: &signer
    ): (BurnCapability<AptosCoin>, MintCapability<AptosCoin>) {
        system_addresses::assert_aptos_framework(aptos_framework);
        let (burn_cap, freeze_cap, mint_cap) =
            coin::initialize<AptosCoin>(
                aptos_framework,
                string::utf8(b"Aptos Coin"),
                string::utf8(b"APT"),
                8,
                true
            );
        coin::destroy_freeze_cap(freeze_cap);
        (burn_cap, mint_cap)
    }

    public(friend) fun give_mint_capability(account: &signer, mint_cap: MintCapability<AptosCoin>) {
        move_to(account, MintCapStore { mint_cap });
    }

    public fun has_mint_capability(account: &signer): bool {
        exists<MintCapStore>(signer::address_of(account))
    }

    /// Mints to an account that is registered for the coin. Only with the capability.
    public entry fun mint(account: &signer, dst_addr: address, amount: u64) acquires MintCapStore {
        assert!(has_mint_capability(account), error::not_found(ENO_CAPABILITIES));
        let mint_cap = &borrow_global<MintCapStore>(signer::address_of(account)).mint_cap;
        coin::deposit(dst_addr, coin::mint(amount, mint_cap));
    }

    #[test_only]
    public fun initialize_for_test(
        aptos_framework: &signer
    ): (BurnCapability<AptosCoin>, MintCapability<AptosCoin>) {
        initialize(aptos_framework)
    }
}
