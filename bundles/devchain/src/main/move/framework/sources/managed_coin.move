/// Coins whose issuer keeps all authority in its account.
module aptos_framework::managed_coin {
    use std::error;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, BurnCapability, FreezeCapability, MintCapability};

    /// The account has no authority over the coin.
    const ENO_CAPABILITIES: u64 = 1;

    struct Capabilities<phantom CoinType> has key {
        burn_cap: BurnCapability<CoinType>,
        freeze_cap: FreezeCapability<CoinType>,
        mint_cap: MintCapability<CoinType>
    }

    public entry fun initialize<CoinType>(
        account: &signer, name: vector<u8>, symbol: vector<u8>, decimals: u8, monitor_supply: bool
    ) {
        let (burn_cap, freeze_cap, mint_cap) =
            coin::initialize<CoinType>(
                account,
                string::utf8(name),
                string::utf8(symbol),
                decimals,
                monitor_supply
            );
        move_to(account, Capabilities<CoinType> { burn_cap, freeze_cap, mint_cap });
    }

    public entry fun mint<CoinType>(account: &signer, dst_addr: address, amount: u64) acquires Capabilities {
        let account_addr = signer::address_of(account);
        assert!(exists<Capabilities<CoinType>>(account_addr), error::not_found(ENO_CAPABILITIES));
        let coins = coin::mint(amount, &borrow_global<Capabilities<CoinType>>(account_addr).mint_cap);
        coin::deposit(dst_addr, coins)
    }

    /// Burns coins of the issuer itself.
    public entry fun burn<CoinType>(account: &signer, amount: u64) acquires Capabilities {
        let account_addr = signer::address_of(account);
        assert!(exists<Capabilities<CoinType>>(account_addr), error::not_found(ENO_CAPABILITIES));
        let coins = coin::withdraw<CoinType>(account, amount);
        coin::burn(coins, &borrow_global<Capabilities<CoinType>>(account_addr).burn_cap);
    }

    public entry fun register<CoinType>(account: &signer) {
        coin::register<CoinType>(account);
    }
}
