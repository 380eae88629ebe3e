/// The first state of a development chain.
module aptos_framework::genesis {
    use aptos_framework::account;
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin;
    use aptos_framework::block;
    use aptos_framework::chain_id;
    use aptos_framework::code;
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::timestamp;
    use aptos_framework::transaction_fee;

    /// Called by the ledger once, in an empty state. The core resources account gets the given
    /// authentication key and may mint: it is the faucet.
    fun initialize(chain_id: u8, core_resources_auth_key: vector<u8>) {
        let (framework, _framework_cap) = account::create_framework_reserved_account(@aptos_framework);
        timestamp::set_time_has_started(&framework);
        chain_id::initialize(&framework, chain_id);
        block::initialize(&framework);
        code::register_framework(&framework);
        let (burn_cap, mint_cap) = aptos_coin::initialize(&framework);
        transaction_fee::store_aptos_coin_burn_cap(&framework, burn_cap);
        aptos_account::create_account(@core_resources);
        let core_resources = create_signer(@core_resources);
        account::rotate_authentication_key_internal(&core_resources, core_resources_auth_key);
        aptos_coin::give_mint_capability(&core_resources, mint_cap);
    }

    #[test_only]
    public fun setup() {
        initialize(4, x"00000000000000000000000000000000000000000000000000000000000000aa");
    }
}
