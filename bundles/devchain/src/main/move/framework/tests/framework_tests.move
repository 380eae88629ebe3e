#[test_only]
module aptos_framework::framework_tests {
    use std::bcs;
    use std::option;
    use std::signer;
    use std::string;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin::{Self, AptosCoin};
    use aptos_framework::block;
    use aptos_framework::chain_id;
    use aptos_framework::code;
    use aptos_framework::coin::{Self, BurnCapability, FreezeCapability, MintCapability};
    use aptos_framework::fungible_asset::{Self, Metadata};
    use aptos_framework::genesis;
    use aptos_framework::managed_coin;
    use aptos_framework::object::{Self, DeleteRef, ObjectCore};
    use aptos_framework::primary_fungible_store;
    use aptos_framework::resource_account;
    use aptos_framework::timestamp;
    use aptos_framework::transaction_context;
    use aptos_framework::transaction_validation;

    struct Money {}

    struct Caps has key {
        burn: BurnCapability<Money>,
        freeze: FreezeCapability<Money>,
        mint: MintCapability<Money>
    }

    struct Thing has key {}

    struct Kept has key {
        delete: DeleteRef
    }

    fun faucet(): signer {
        genesis::setup();
        account::create_signer_for_test(@core_resources)
    }

    fun money(issuer: &signer): Caps {
        let (burn, freeze, mint) =
            coin::initialize<Money>(issuer, string::utf8(b"Money"), string::utf8(b"MON"), 6, true);
        Caps { burn, freeze, mint }
    }

    #[test]
    fun genesis_gives_a_faucet() {
        let faucet = faucet();
        assert!(chain_id::get() == 4 && timestamp::now_seconds() == 0, 1);
        assert!(block::get_current_block_height() == 0, 2);
        aptos_account::create_account(@0x77);
        aptos_coin::mint(&faucet, @0x77, 500);
        assert!(coin::balance<AptosCoin>(@0x77) == 500 && coin::supply<AptosCoin>() == option::some(500), 3);
        assert!(coin::symbol<AptosCoin>() == string::utf8(b"APT") && coin::decimals<AptosCoin>() == 8, 4);
        assert!(account::get_sequence_number(@0x77) == 0, 5);
        assert!(account::get_authentication_key(@0x77) == bcs::to_bytes(&@0x77), 6);
        assert!(!account::exists_at(@0x78) && coin::balance<AptosCoin>(@0x78) == 0, 7);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x60001, location = aptos_framework::aptos_coin)]
    fun only_the_faucet_mints(s: &signer) {
        faucet();
        aptos_coin::mint(s, @0x77, 500);
    }

    #[test]
    #[expected_failure(abort_code = 0x80001, location = aptos_framework::account)]
    fun an_account_is_made_once() {
        faucet();
        aptos_account::create_account(@0x77);
        aptos_account::create_account(@0x77);
    }

    #[test]
    fun transfers_make_accounts() {
        let faucet = faucet();
        aptos_coin::mint(&faucet, @core_resources, 100);
        aptos_account::transfer(&faucet, @0x77, 30);
        assert!(account::exists_at(@0x77) && coin::balance<AptosCoin>(@0x77) == 30, 1);
        aptos_account::batch_transfer(&faucet, vector[@0x77, @0x78], vector[1, 2]);
        assert!(coin::balance<AptosCoin>(@0x77) == 31 && coin::balance<AptosCoin>(@0x78) == 2, 2);
        assert!(coin::balance<AptosCoin>(@core_resources) == 67 && coin::supply<AptosCoin>() == option::some(100), 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = aptos_framework::coin)]
    fun nobody_pays_more_than_it_has() {
        let faucet = faucet();
        aptos_account::transfer(&faucet, @0x77, 1);
    }

    #[test(issuer = @0x1, a = @0x77)]
    fun issuers_rule_their_coins(issuer: &signer, a: &signer) {
        faucet();
        let caps = money(issuer);
        aptos_account::create_account(@0x77);
        assert!(coin::is_coin_store_frozen<Money>(@0x77), 1);
        coin::register<Money>(a);
        coin::register<Money>(a);
        coin::deposit(@0x77, coin::mint(50, &caps.mint));
        let c = coin::withdraw<Money>(a, 20);
        let part = coin::extract(&mut c, 5);
        coin::burn(part, &caps.burn);
        assert!(coin::value(&c) == 15 && coin::supply<Money>() == option::some(45), 2);
        coin::merge(&mut c, coin::zero());
        coin::deposit(@0x77, c);
        coin::burn_from(@0x77, 40, &caps.burn);
        assert!(coin::balance<Money>(@0x77) == 5 && coin::supply<Money>() == option::some(5), 3);
        coin::freeze_coin_store(@0x77, &caps.freeze);
        assert!(coin::is_coin_store_frozen<Money>(@0x77), 4);
        coin::unfreeze_coin_store(@0x77, &caps.freeze);
        assert!(!coin::is_coin_store_frozen<Money>(@0x77), 5);
        assert!(coin::name<Money>() == string::utf8(b"Money") && coin::is_coin_initialized<Money>(), 6);
        move_to(issuer, caps);
    }

    #[test(issuer = @0x1, a = @0x77)]
    #[expected_failure(abort_code = 0x5000a, location = aptos_framework::coin)]
    fun frozen_stores_give_nothing(issuer: &signer, a: &signer) {
        faucet();
        let caps = money(issuer);
        aptos_account::create_account(@0x77);
        coin::register<Money>(a);
        coin::freeze_coin_store(@0x77, &caps.freeze);
        coin::deposit(@0x77, coin::zero<Money>());
        move_to(issuer, caps);
    }

    #[test(other = @0x2)]
    #[expected_failure(abort_code = 0x10001, location = aptos_framework::coin)]
    fun coins_are_issued_where_they_are_defined(other: &signer) {
        managed_coin::initialize<Money>(other, b"x", b"x", 1, false);
    }

    #[test]
    #[expected_failure(abort_code = 0x60005, location = aptos_framework::coin)]
    fun coins_go_to_registered_accounts_only() {
        faucet();
        coin::deposit(@0x99, coin::zero<AptosCoin>());
    }

    #[test(issuer = @0x1, a = @0x77)]
    fun direct_transfers_can_be_refused(issuer: &signer, a: &signer) {
        faucet();
        managed_coin::initialize<Money>(issuer, b"Money", b"MON", 6, true);
        aptos_account::create_account(@0x77);
        managed_coin::register<Money>(issuer);
        managed_coin::mint<Money>(issuer, @0x1, 9);
        aptos_account::transfer_coins<Money>(issuer, @0x77, 4);
        managed_coin::burn<Money>(issuer, 5);
        assert!(coin::balance<Money>(@0x77) == 4 && coin::supply<Money>() == option::some(4), 1);
        aptos_account::set_allow_direct_coin_transfers(a, false);
        assert!(!aptos_account::can_receive_direct_coin_transfers(@0x77), 2);
    }

    #[test]
    fun transactions_pay_and_count() {
        let faucet = faucet();
        aptos_account::create_account(@0x77);
        aptos_coin::mint(&faucet, @0x77, 1000);
        let key = bcs::to_bytes(&@0x77);
        transaction_validation::run_prologue(
            account::create_signer_for_test(@0x77), 0, key, 10, 100, 1, 4
        );
        transaction_validation::run_epilogue(account::create_signer_for_test(@0x77), 10, 100, 93);
        assert!(coin::balance<AptosCoin>(@0x77) == 930 && account::get_sequence_number(@0x77) == 1, 1);
        assert!(coin::supply<AptosCoin>() == option::some(930), 2);
    }

    fun prologue(sequence: u64, key: vector<u8>, price: u64, expiration: u64, chain: u8) {
        let faucet = faucet();
        aptos_account::create_account(@0x77);
        aptos_coin::mint(&faucet, @0x77, 1000);
        transaction_validation::run_epilogue(account::create_signer_for_test(@0x77), 0, 0, 0);
        timestamp::update_global_time_for_test_secs(50);
        transaction_validation::run_prologue(
            account::create_signer_for_test(@0x77), sequence, key, price, 100, expiration, chain
        );
    }

    #[test]
    #[expected_failure(abort_code = 0x103ef, location = aptos_framework::transaction_validation)]
    fun wrong_chain_is_refused_first() {
        prologue(0, vector[], 11, 50, 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x103ee, location = aptos_framework::transaction_validation)]
    fun expired_is_refused() {
        prologue(0, vector[], 11, 50, 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x103e9, location = aptos_framework::transaction_validation)]
    fun wrong_key_is_refused() {
        prologue(0, vector[], 11, 51, 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x103ea, location = aptos_framework::transaction_validation)]
    fun used_sequence_is_refused() {
        prologue(0, bcs::to_bytes(&@0x77), 11, 51, 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x103eb, location = aptos_framework::transaction_validation)]
    fun later_sequence_is_refused() {
        prologue(2, bcs::to_bytes(&@0x77), 11, 51, 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x103ed, location = aptos_framework::transaction_validation)]
    fun unpayable_gas_is_refused() {
        prologue(1, bcs::to_bytes(&@0x77), 11, 51, 4);
    }

    #[test]
    fun payable_gas_is_accepted() {
        prologue(1, bcs::to_bytes(&@0x77), 10, 51, 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_framework::timestamp)]
    fun time_does_not_go_back() {
        faucet();
        block::run_block_prologue(account::create_signer_for_test(@0x0), 1000);
        assert!(timestamp::now_microseconds() == 1000 && block::get_current_block_height() == 1, 1);
        block::run_block_prologue(account::create_signer_for_test(@0x0), 1000);
        block::run_block_prologue(account::create_signer_for_test(@0x0), 999);
    }

    #[test(s = @0x1)]
    #[expected_failure(abort_code = 0x50002, location = aptos_framework::system_addresses)]
    fun blocks_are_made_by_the_ledger(s: signer) {
        faucet();
        block::run_block_prologue(s, 1000);
    }

    #[test]
    /// Addresses made by the official client (see the address vectors of the Aptos plugin).
    fun addresses_are_derived_as_on_a_public_network() {
        let named = object::create_object_address(&@0x77, b"seed");
        let bytes = bcs::to_bytes(&@0x77);
        vector::append(&mut bytes, b"seed");
        vector::push_back(&mut bytes, 0xFE);
        assert!(bcs::to_bytes(&named) == std::hash::sha3_256(bytes), 1);
        vector::pop_back(&mut bytes);
        vector::push_back(&mut bytes, 0xFF);
        assert!(bcs::to_bytes(&account::create_resource_address(&@0x77, b"seed")) == std::hash::sha3_256(bytes), 2);
        assert!(object::create_user_derived_object_address(@0x77, @0x78) != named, 3);
    }

    #[test]
    fun resource_accounts_have_no_key() {
        faucet();
        let source = account::create_account_for_test(@0x77);
        let (resource, cap) = account::create_resource_account(&source, b"x");
        let addr = signer::address_of(&resource);
        assert!(addr == account::create_resource_address(&@0x77, b"x"), 1);
        assert!(account::get_signer_capability_address(&cap) == addr, 2);
        assert!(signer::address_of(&account::create_signer_with_capability(&cap)) == addr, 3);
        assert!(account::get_authentication_key(addr)
            == x"0000000000000000000000000000000000000000000000000000000000000000", 4);
    }

    #[test]
    #[expected_failure(abort_code = 0x8000f, location = aptos_framework::account)]
    fun resource_accounts_are_made_once() {
        faucet();
        let source = account::create_account_for_test(@0x77);
        let (_, _) = account::create_resource_account(&source, b"x");
        let (_, _) = account::create_resource_account(&source, b"x");
    }

    #[test]
    fun resource_accounts_take_their_capability() {
        let faucet = faucet();
        aptos_coin::mint(&faucet, @core_resources, 10);
        resource_account::create_resource_account_and_fund(&faucet, b"x", x"", 7);
        let addr = account::create_resource_address(&@core_resources, b"x");
        assert!(coin::balance<AptosCoin>(addr) == 7, 1);
        assert!(account::get_authentication_key(addr) == account::get_authentication_key(@core_resources), 2);
        let cap =
            resource_account::retrieve_resource_account_cap(
                &account::create_signer_for_test(addr), @core_resources
            );
        assert!(account::get_signer_capability_address(&cap) == addr, 3);
    }

    #[test(s = @0x77)]
    fun objects_belong_to_somebody(s: &signer) {
        let ref = object::create_named_object(s, b"thing");
        move_to(&object::generate_signer(&ref), Thing {});
        let thing = object::object_from_constructor_ref<Thing>(&ref);
        assert!(object::object_address(&thing) == object::create_object_address(&@0x77, b"thing"), 1);
        assert!(object::is_owner(thing, @0x77) && object::owner(thing) == @0x77, 2);
        assert!(object::object_exists<Thing>(object::object_address(&thing)), 3);
        assert!(!object::object_exists<Metadata>(object::object_address(&thing)), 4);
        let core = object::convert<Thing, ObjectCore>(thing);
        object::transfer(s, core, @0x78);
        assert!(object::owner(thing) == @0x78 && !object::can_generate_delete_ref(&ref), 5);
        let transfer = object::generate_transfer_ref(&ref);
        object::disable_ungated_transfer(&transfer);
        assert!(!object::ungated_transfer_allowed(thing), 6);
        object::transfer_with_ref(object::generate_linear_transfer_ref(&transfer), @0x79);
        assert!(object::owner(thing) == @0x79, 7);
    }

    #[test(s = @0x77, t = @0x78)]
    #[expected_failure(abort_code = 0x50004, location = aptos_framework::object)]
    fun objects_are_transferred_by_their_owner(s: &signer, t: &signer) {
        let ref = object::create_named_object(s, b"thing");
        object::transfer_call(t, object::address_from_constructor_ref(&ref), @0x78);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x50003, location = aptos_framework::object)]
    fun untransferable_objects_stay(s: &signer) {
        let ref = object::create_named_object(s, b"thing");
        object::set_untransferable(&ref);
        object::transfer_call(s, object::address_from_constructor_ref(&ref), @0x78);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x80001, location = aptos_framework::object)]
    fun named_objects_are_made_once(s: &signer) {
        object::create_named_object(s, b"thing");
        object::create_named_object(s, b"thing");
    }

    #[test(s = @0x77)]
    fun objects_own_objects_and_end(s: &signer) {
        let outer = object::create_object(@0x77);
        let inner = object::create_object(object::address_from_constructor_ref(&outer));
        let core = object::object_from_constructor_ref<ObjectCore>(&inner);
        assert!(object::owns(core, @0x77) && !object::is_owner(core, @0x77), 1);
        object::transfer(s, core, @0x79);
        assert!(!object::owns(core, @0x77), 2);
        move_to(s, Kept { delete: object::generate_delete_ref(&inner) });
    }

    #[test(s = @0x77)]
    fun deleted_objects_are_gone(s: &signer) {
        let ref = object::create_object(signer::address_of(s));
        let addr = object::address_from_constructor_ref(&ref);
        object::delete(object::generate_delete_ref(&ref));
        assert!(!object::is_object(addr), 1);
        assert!(transaction_context::generate_auid_address() != transaction_context::generate_auid_address(), 2);
    }

    #[test(s = @0x77)]
    fun fungible_assets_move(s: &signer) {
        let ref = object::create_named_object(s, b"gold");
        primary_fungible_store::create_primary_store_enabled_fungible_asset(
            &ref, option::some(100), string::utf8(b"Gold"), string::utf8(b"AU"), 2, string::utf8(b""), string::utf8(b"")
        );
        let gold = object::object_from_constructor_ref<Metadata>(&ref);
        let mint = fungible_asset::generate_mint_ref(&ref);
        primary_fungible_store::mint(&mint, @0x77, 60);
        primary_fungible_store::transfer(s, gold, @0x78, 25);
        assert!(primary_fungible_store::balance(@0x77, gold) == 35, 1);
        assert!(primary_fungible_store::balance(@0x78, gold) == 25, 2);
        assert!(primary_fungible_store::balance(@0x79, gold) == 0, 3);
        assert!(fungible_asset::supply(gold) == option::some(60), 4);
        let burn = fungible_asset::generate_burn_ref(&ref);
        fungible_asset::burn(&burn, primary_fungible_store::withdraw(s, gold, 5));
        assert!(fungible_asset::supply(gold) == option::some(55), 5);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x20005, location = aptos_framework::fungible_asset)]
    fun fungible_assets_have_a_maximum(s: &signer) {
        let ref = object::create_named_object(s, b"gold");
        fungible_asset::add_fungibility(
            &ref, option::some(100), string::utf8(b"Gold"), string::utf8(b"AU"), 2, string::utf8(b""), string::utf8(b"")
        );
        let fa = fungible_asset::mint(&fungible_asset::generate_mint_ref(&ref), 101);
        fungible_asset::burn(&fungible_asset::generate_burn_ref(&ref), fa);
    }

    /// Package `P` with policy, one module, no dependencies: the layout of a public network.
    fun metadata(policy: u8, module_name: vector<u8>): vector<u8> {
        let bytes = x"0150";
        vector::push_back(&mut bytes, policy);
        vector::append(&mut bytes, x"0000000000000000" /* number */);
        vector::append(&mut bytes, x"0000" /* digest, manifest */);
        vector::append(&mut bytes, x"01");
        vector::append(&mut bytes, bcs::to_bytes(&module_name));
        vector::append(&mut bytes, x"000000" /* source, map, extension */);
        vector::append(&mut bytes, x"0000" /* dependencies, extension */);
        bytes
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x10002, location = aptos_framework::code)]
    fun immutable_packages_stay(s: &signer) {
        code::publish_package_txn(s, metadata(2, b"m"), vector[x"00"]);
        code::publish_package_txn(s, metadata(2, b"m"), vector[x"00"]);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x10004, location = aptos_framework::code)]
    fun upgrades_keep_all_modules(s: &signer) {
        code::publish_package_txn(s, metadata(1, b"m"), vector[x"00"]);
        code::publish_package_txn(s, metadata(1, b"n"), vector[x"00"]);
    }

    #[test(s = @0x77)]
    #[expected_failure(abort_code = 0x10008, location = aptos_framework::code)]
    fun policies_are_known(s: &signer) {
        code::publish_package_txn(s, metadata(0, b"m"), vector[x"00"]);
    }
}
