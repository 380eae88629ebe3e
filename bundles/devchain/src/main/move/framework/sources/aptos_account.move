/// Accounts made when they are first paid.
module aptos_framework::aptos_account {
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::coin::{Self, Coin};
    use aptos_framework::create_signer::create_signer;

    friend aptos_framework::genesis;
    friend aptos_framework::resource_account;

    /// There is no account at the address.
    const EACCOUNT_NOT_FOUND: u64 = 1;
    /// The account has no store for the coin that pays for transactions.
    const EACCOUNT_NOT_REGISTERED_FOR_APT: u64 = 2;
    /// The account takes only coins it has registered for.
    const EACCOUNT_DOES_NOT_ACCEPT_DIRECT_COIN_TRANSFERS: u64 = 3;
    /// Two lists differ in length.
    const EMISMATCHING_RECIPIENTS_AND_AMOUNTS_LENGTH: u64 = 5;

    /// Whether the account takes coins it has not registered for.
    struct DirectTransferConfig has key {
        allow_arbitrary_coin_transfers: bool
    }

    public entry fun create_account(auth_key: address) {
        let account = account::create_account(auth_key);
        coin::register<AptosCoin>(&account);
    }

    public entry fun batch_transfer(source: &signer, recipients: vector<address>, amounts: vector<u64>) {
        assert!(
            vector::length(&recipients) == vector::length(&amounts),
            error::invalid_argument(EMISMATCHING_RECIPIENTS_AND_AMOUNTS_LENGTH)
        );
        vector::zip(recipients, amounts, |to, amount| transfer(source, to, amount));
    }

    /// Pays an account, which is made when it does not exist.
    public entry fun transfer(source: &signer, to: address, amount: u64) {
        if (!account::exists_at(to)) create_account(to);
        if (!coin::is_account_registered<AptosCoin>(to)) coin::register<AptosCoin>(&create_signer(to));
        coin::transfer<AptosCoin>(source, to, amount)
    }

    public entry fun batch_transfer_coins<CoinType>(
        from: &signer, recipients: vector<address>, amounts: vector<u64>
    ) acquires DirectTransferConfig {
        assert!(
            vector::length(&recipients) == vector::length(&amounts),
            error::invalid_argument(EMISMATCHING_RECIPIENTS_AND_AMOUNTS_LENGTH)
        );
        vector::zip(recipients, amounts, |to, amount| transfer_coins<CoinType>(from, to, amount));
    }

    public entry fun transfer_coins<CoinType>(from: &signer, to: address, amount: u64) acquires DirectTransferConfig {
        deposit_coins(to, coin::withdraw<CoinType>(from, amount));
    }

    /// Gives coins to an account, which is made and registered when it is not.
    public fun deposit_coins<CoinType>(to: address, coins: Coin<CoinType>) acquires DirectTransferConfig {
        if (!account::exists_at(to)) create_account(to);
        if (!coin::is_account_registered<CoinType>(to)) {
            assert!(
                can_receive_direct_coin_transfers(to),
                error::permission_denied(EACCOUNT_DOES_NOT_ACCEPT_DIRECT_COIN_TRANSFERS)
            );
            coin::register<CoinType>(&create_signer(to));
        };
        coin::deposit<CoinType>(to, coins)
    }

    public fun assert_account_exists(addr: address) {
        assert!(account::exists_at(addr), error::not_found(EACCOUNT_NOT_FOUND));
    }

    public fun assert_account_is_registered_for_apt(addr: address) {
        assert_account_exists(addr);
        assert!(
            coin::is_account_registered<AptosCoin>(addr),
            error::not_found(EACCOUNT_NOT_REGISTERED_FOR_APT)
        );
    }

    public entry fun set_allow_direct_coin_transfers(account: &signer, allow: bool) acquires DirectTransferConfig {
        let addr = signer::address_of(account);
        if (exists<DirectTransferConfig>(addr)) {
            borrow_global_mut<DirectTransferConfig>(addr).allow_arbitrary_coin_transfers = allow;
        } else {
            move_to(account, DirectTransferConfig { allow_arbitrary_coin_transfers: allow });
        }
    }

    #[view]
    public fun can_receive_direct_coin_transfers(account: address): bool acquires DirectTransferConfig {
        !exists<DirectTransferConfig>(account)
            || borrow_global<DirectTransferConfig>(account).allow_arbitrary_coin_transfers
    }
}
