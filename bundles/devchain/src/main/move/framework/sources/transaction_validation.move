/// What the ledger asks before a transaction runs and does after it. Called by the ledger, with the checks
/// in the order in which a public network makes them.
module aptos_framework::transaction_validation {
    use std::error;
    use std::signer;
    use aptos_framework::account;
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::chain_id;
    use aptos_framework::coin;
    use aptos_framework::timestamp;
    use aptos_framework::transaction_fee;

    /// The signature's key is not the account's.
    const PROLOGUE_EINVALID_ACCOUNT_AUTH_KEY: u64 = 1001;
    /// The sequence number was used.
    const PROLOGUE_ESEQUENCE_NUMBER_TOO_OLD: u64 = 1002;
    /// Sequence numbers before it were not used yet.
    const PROLOGUE_ESEQUENCE_NUMBER_TOO_NEW: u64 = 1003;
    /// There is no such account.
    const PROLOGUE_EACCOUNT_DOES_NOT_EXIST: u64 = 1004;
    /// The account cannot pay the gas it offers.
    const PROLOGUE_ECANT_PAY_GAS_DEPOSIT: u64 = 1005;
    /// The transaction has expired.
    const PROLOGUE_ETRANSACTION_EXPIRED: u64 = 1006;
    /// The transaction is for another chain.
    const PROLOGUE_EBAD_CHAIN_ID: u64 = 1007;
    /// More gas was used than was offered.
    const EOUT_OF_GAS: u64 = 6;
    /// The fee passes 2^64.
    const EFEE_OVERFLOW: u64 = 7;

    const MAX_U64: u128 = 18446744073709551615;

    /// Aborts with the reason when the transaction may not run.
    fun script_prologue(
        sender: signer,
        txn_sequence_number: u64,
        txn_authentication_key: vector<u8>,
        txn_gas_price: u64,
        txn_max_gas_units: u64,
        txn_expiration_time: u64,
        chain_id: u8
    ) {
        assert!(chain_id::get() == chain_id, error::invalid_argument(PROLOGUE_EBAD_CHAIN_ID));
        assert!(
            timestamp::now_seconds() < txn_expiration_time,
            error::invalid_argument(PROLOGUE_ETRANSACTION_EXPIRED)
        );
        let addr = signer::address_of(&sender);
        assert!(account::exists_at(addr), error::invalid_argument(PROLOGUE_EACCOUNT_DOES_NOT_EXIST));
        assert!(
            txn_authentication_key == account::get_authentication_key(addr),
            error::invalid_argument(PROLOGUE_EINVALID_ACCOUNT_AUTH_KEY)
        );
        let expected = account::get_sequence_number(addr);
        assert!(txn_sequence_number >= expected, error::invalid_argument(PROLOGUE_ESEQUENCE_NUMBER_TOO_OLD));
        assert!(txn_sequence_number == expected, error::invalid_argument(PROLOGUE_ESEQUENCE_NUMBER_TOO_NEW));
        let deposit = (txn_gas_price as u128) * (txn_max_gas_units as u128);
        assert!(deposit <= MAX_U64, error::invalid_argument(PROLOGUE_ECANT_PAY_GAS_DEPOSIT));
        assert!(
            coin::is_balance_at_least<AptosCoin>(addr, (deposit as u64)),
            error::invalid_argument(PROLOGUE_ECANT_PAY_GAS_DEPOSIT)
        );
    }

    /// Burns the fee and uses the sequence number up, whether the transaction succeeded or not.
    fun epilogue(account: signer, txn_gas_price: u64, txn_max_gas_units: u64, gas_units_remaining: u64) {
        assert!(txn_max_gas_units >= gas_units_remaining, error::invalid_argument(EOUT_OF_GAS));
        let fee = (txn_gas_price as u128) * ((txn_max_gas_units - gas_units_remaining) as u128);
        assert!(fee <= MAX_U64, error::out_of_range(EFEE_OVERFLOW));
        let addr = signer::address_of(&account);
        assert!(
            coin::is_balance_at_least<AptosCoin>(addr, (fee as u64)),
            error::out_of_range(PROLOGUE_ECANT_PAY_GAS_DEPOSIT)
        );
        transaction_fee::burn_fee(addr, (fee as u64));
        account::increment_sequence_number(addr);
    }

    #[test_only]
    public fun run_prologue(
        sender: signer,
        sequence_number: u64,
        authentication_key: vector<u8>,
        gas_price: u64,
        max_gas: u64,
        expiration: u64,
        chain_id: u8
    ) {
        script_prologue(sender, sequence_number, authentication_key, gas_price, max_gas, expiration, chain_id)
    }

    #[test_only]
    public fun run_epilogue(account: signer, gas_price: u64, max_gas: u64, remaining: u64) {
        epilogue(account, gas_price, max_gas, remaining)
    }
}
