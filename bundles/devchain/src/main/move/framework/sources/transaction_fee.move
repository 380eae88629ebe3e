/// What becomes of fees: they are burned.
module aptos_framework::transaction_fee {
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::coin::{Self, BurnCapability};
    use aptos_framework::system_addresses;

    friend aptos_framework::genesis;
    friend aptos_framework::transaction_validation;

    struct AptosCoinCapabilities has key {
        burn_cap: BurnCapability<AptosCoin>
    }

    public(friend) fun burn_fee(account: address, fee: u64) acquires AptosCoinCapabilities {
        coin::burn_from(account, fee, &borrow_global<AptosCoinCapabilities>(@aptos_framework).burn_cap);
    }

    public(friend) fun store_aptos_coin_burn_cap(aptos_framework: &signer, burn_cap: BurnCapability<AptosCoin>) {
        system_addresses::assert_aptos_framework(aptos_framework);
        move_to(aptos_framework, AptosCoinCapabilities { burn_cap })
    }
}
