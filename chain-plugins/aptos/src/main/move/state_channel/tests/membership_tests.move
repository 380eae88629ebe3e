#[test_only]
/// Creation, joining, leadership, no-confidence, delegation.
module state_channel::membership_tests {
    use std::vector;
    use state_channel::channel_codec as codec;
    use state_channel::channel_config as config;
    use state_channel::fixture as f;
    use state_channel::state_channel as sc;
    use aptos_framework::aptos_coin::AptosCoin;

    const FORMING: u8 = 1;
    const OPEN: u8 = 2;

    #[test]
    fun a_channel_forms_and_opens() {
        f::chain();
        let id = f::create(f::open_record(3));
        assert!(id == 1 && sc::channels() == 1 && f::phase(id) == FORMING && f::seq(id) == 1, 1);
        assert!(f::leader(id) == @0xa0 && f::epoch(id) == 1 && f::set_version(id) == 1, 2);
        assert!(f::balance(0) == 98900 && f::vault(id) == 1100, 3);
        f::join(1, id);
        assert!(f::phase(id) == FORMING && f::seq(id) == 2 && f::epoch(id) == 2 && f::set_version(id) == 2, 4);
        f::join(2, id);
        assert!(f::phase(id) == OPEN && f::leader(id) == @0xa0 && f::vault(id) == 3300, 5);
        let (stake, in_pool, free_at) = sc::reservation(id, @0xa2);
        assert!(stake == 1000 && !in_pool && free_at == 0, 6);
        f::label(id, b"name", b"test");
    }

    #[test]
    fun one_signer_opens_at_once() {
        f::chain();
        assert!(f::phase(f::create(f::open_record(1))) == OPEN, 1);
    }

    #[test]
    #[expected_failure(abort_code = 1, location = state_channel::state_channel)]
    fun there_is_no_channel_zero() {
        f::channel(2);
        sc::keep_alive_entry(&f::member(0), 0, vector[]);
    }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_needs_a_known_version() { f::chain(); config::decode(f::record(2, 2, 0, 400, 15000, 2)); }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_fine_is_at_most_the_stake() { f::chain(); config::decode(f::record(2, 2, 0, 1001, 15000, 1)); }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_refund_is_at_most_the_fine() { f::chain(); config::decode(f::record(2, 2, 0, 49, 15000, 1)); }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_expels_after_liveness() { f::chain(); config::decode(f::record(2, 2, 0, 400, 60000, 1)); }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_needs_a_signer() { f::chain(); config::decode(f::record(2, 0, 0, 400, 15000, 1)); }

    #[test]
    #[expected_failure(abort_code = 10, location = state_channel::channel_config)]
    fun config_signers_are_members() { f::chain(); config::decode(f::record(2, 10, 0, 400, 15000, 1)); }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun config_has_nothing_left_over() {
        f::chain();
        let r = f::open_record(2);
        vector::push_back(&mut r, 0);
        config::decode(r);
    }

    #[test]
    #[expected_failure(abort_code = 25, location = state_channel::channel_statements)]
    fun a_creator_proves_its_keys_over_channel_zero() {
        f::chain();
        let domain = codec::domain((1 << 56) + 4, @state_channel, 1);
        let (_, cap) =
            sc::create<u64, u64, AptosCoin>(
                &f::member(0), 0, 0, sc::create_config(f::open_record(2)), f::genesis_root(),
                f::join_with_keys(0, @0xa0, domain, 100)
            );
        sc::set_labels(&cap, 1, vector[], vector[]);
        abort_with(cap)
    }

    fun abort_with(cap: sc::SettlementCap) {
        let t = aptos_std::table::new<u64, sc::SettlementCap>();
        aptos_std::table::add(&mut t, 0, cap);
        let t2 = aptos_std::table::new<u64, aptos_std::table::Table<u64, sc::SettlementCap>>();
        aptos_std::table::add(&mut t2, 0, t);
        abort 999
    }

    // Joining, in the order of the checks.

    #[test]
    #[expected_failure(abort_code = 2, location = state_channel::state_channel)]
    fun a_joiner_names_the_types_of_the_channel() { f::join_other_type(2, f::channel(2)); }

    #[test]
    #[expected_failure(abort_code = 4, location = state_channel::channel_book)]
    fun nobody_joins_during_an_exit() {
        let id = f::channel(2);
        sc::open_exit(&f::member(0), id, vector[]);
        f::join(2, id);
    }

    #[test]
    #[expected_failure(abort_code = 20, location = state_channel::channel_statements)]
    fun a_joiner_speaks_for_itself() {
        let id = f::channel(2);
        f::join_as(3, id, f::join_arguments(2, id, 100));
    }

    #[test]
    #[expected_failure(abort_code = 21, location = state_channel::channel_book)]
    fun a_member_does_not_join() {
        let id = f::channel(2);
        f::join_as(1, id, keys(1, 5, id));
    }

    /// Join arguments of account i with the keys numbered k.
    fun keys(i: u64, k: u64, id: u64): vector<u8> {
        let r = f::join_with_keys(k, f::addr(i), sc::domain_for_test(id), 100);
        vector::push_back(&mut r, 0);
        r
    }

    #[test]
    #[expected_failure(abort_code = 23, location = state_channel::channel_book)]
    fun a_full_channel_takes_nobody() {
        let id = f::channel(9);
        f::join(9, id);
    }

    #[test]
    #[expected_failure(abort_code = 24, location = state_channel::channel_roster)]
    fun keys_are_not_shared() {
        let id = f::channel(2);
        f::join_as(2, id, keys(2, 1, id));
    }

    #[test]
    #[expected_failure(abort_code = 25, location = state_channel::channel_statements)]
    fun keys_are_proved_over_this_channel() {
        let id = f::channel(2);
        let r = f::join_with_keys(2, @0xa2, codec::domain((1 << 56) + 4, @state_channel, 7), 100);
        vector::push_back(&mut r, 0);
        f::join_as(2, id, r);
    }

    #[test]
    #[expected_failure(abort_code = 27, location = state_channel::channel_book)]
    fun listed_channels_take_whom_they_list() {
        f::chain();
        let id = f::create(f::record(1, 2, 0, 400, 15000, 1));
        f::join(1, id);
        f::join(2, id);
    }

    #[test]
    fun approved_joiners_are_taken() {
        f::chain();
        let id = f::create(f::record(0, 2, 0, 400, 15000, 1));
        f::join_as(1, id, f::approved_arguments(1, id, 100, f::now(), vector[0]));
        f::join_as(2, id, f::approved_arguments(2, id, 100, f::now(), vector[0, 1]));
        assert!(f::set_version(id) == 3, 1);
    }

    #[test]
    #[expected_failure(abort_code = 27, location = state_channel::channel_book)]
    fun approval_needs_a_quorum() {
        f::chain();
        let id = f::create(f::record(0, 2, 0, 400, 15000, 1));
        f::join_as(1, id, f::approved_arguments(1, id, 100, f::now(), vector[0]));
        f::join_as(2, id, f::approved_arguments(2, id, 100, f::now(), vector[1]));
    }

    #[test]
    #[expected_failure(abort_code = 27, location = state_channel::channel_book)]
    fun approval_expires() {
        f::chain();
        let id = f::create(f::record(0, 2, 0, 400, 15000, 1));
        f::join_as(1, id, f::approved_arguments(1, id, 100, f::now() - 1, vector[0]));
    }

    #[test]
    #[expected_failure(abort_code = 27, location = state_channel::channel_book)]
    fun approval_names_the_deposit() {
        f::chain();
        let id = f::create(f::record(0, 2, 0, 400, 15000, 1));
        let approved = f::approved_arguments(1, id, 100, f::now(), vector[0]);
        let other = f::join_with_keys(1, @0xa1, sc::domain_for_test(id), 101);
        let approval = vector::slice(&approved, vector::length(&other), vector::length(&approved));
        vector::append(&mut other, approval);
        f::join_as(1, id, other);
    }

    #[test]
    #[expected_failure(abort_code = 27, location = state_channel::channel_book)]
    fun approval_is_needed() {
        f::chain();
        let id = f::create(f::record(0, 2, 0, 400, 15000, 1));
        f::join(1, id);
    }

    #[test]
    #[expected_failure(abort_code = 29, location = state_channel::state_channel)]
    fun a_joiner_has_its_deposit() {
        let id = f::channel(2);
        f::join_as(2, id, f::join_arguments(2, id, 99001));
    }

    #[test]
    fun a_joiner_may_bring_all_it_has() {
        let id = f::channel(2);
        f::join_as(2, id, f::join_arguments(2, id, 99000));
        assert!(f::balance(2) == 0, 1);
    }

    #[test]
    fun a_stake_is_enough_to_join() {
        let id = f::channel(2);
        aptos_framework::aptos_account::transfer(&f::member(2), @0xa0, 99000);
        f::join_as(2, id, f::join_arguments(2, id, 0));
        assert!(f::balance(2) == 0 && f::set_version(id) == 3, 1);
    }

    #[test]
    #[expected_failure(abort_code = 28, location = state_channel::state_channel)]
    fun a_joiner_has_its_stake() {
        let id = f::channel(2);
        aptos_framework::aptos_account::transfer(&f::member(2), @0xa0, 99001);
        f::join(2, id);
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun join_arguments_have_nothing_left_over() {
        let id = f::channel(2);
        let r = f::join_arguments(2, id, 100);
        vector::push_back(&mut r, 0);
        f::join_as(2, id, r);
    }

    // Leadership.

    fun claim_after(ms: u64) {
        let id = f::channel(3);
        sc::keep_alive_entry(&f::member(0), id, x"0102");
        f::at(ms);
        sc::claim_leader(&f::member(1), id, 3);
        assert!(f::leader(id) == @0xa1 && f::epoch(id) == 4 && f::set_version(id) == 3, 1);
    }

    #[test]
    #[expected_failure(abort_code = 43, location = state_channel::channel_book)]
    fun a_leader_is_live_at_14_999_s() { claim_after(14999); }

    #[test]
    #[expected_failure(abort_code = 43, location = state_channel::channel_book)]
    fun a_leader_is_live_at_15_000_s() { claim_after(15000); }

    #[test]
    fun a_leader_is_not_live_at_15_001_s() { claim_after(15001); }

    #[test]
    fun every_operation_is_a_heartbeat() {
        let id = f::channel(3);
        f::at(15001);
        // The leader renews its reign before anybody claims.
        sc::claim_leader(&f::member(0), id, 3);
        assert!(f::leader(id) == @0xa0 && f::epoch(id) == 4 && f::seq(id) == 4, 1);
        f::at(30001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        f::at(45002);
        sc::claim_leader(&f::member(2), id, 4);
        assert!(f::leader(id) == @0xa2 && f::seq(id) == 5, 2);
    }

    #[test]
    #[expected_failure(abort_code = 41, location = state_channel::channel_book)]
    fun claims_name_the_present_epoch() {
        let id = f::channel(3);
        f::at(20000);
        sc::claim_leader(&f::member(1), id, 2);
    }

    #[test]
    #[expected_failure(abort_code = 6, location = state_channel::channel_book)]
    fun strangers_do_not_claim() {
        let id = f::channel(3);
        f::at(20000);
        sc::claim_leader(&f::member(5), id, 3);
    }

    #[test]
    fun delays_may_have_512_bytes() {
        let id = f::channel(2);
        sc::keep_alive_entry(&f::member(0), id, vector::map(vector::range(0, 512), |_i| 0u8));
    }

    #[test]
    #[expected_failure(abort_code = 7, location = state_channel::channel_book)]
    fun delays_are_bounded() {
        let id = f::channel(2);
        sc::keep_alive_entry(&f::member(0), id, vector::map(vector::range(0, 513), |_i| 0u8));
    }

    #[test]
    #[expected_failure(abort_code = 42, location = state_channel::channel_book)]
    fun above_five_only_candidates_claim() {
        let id = f::channel(6);
        f::at(20000);
        sc::claim_leader(&f::member(5), id, 6);
    }

    // No confidence.

    #[test]
    fun a_majority_takes_the_lead_away() {
        let id = f::channel(3);
        let proof = f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]);
        sc::claim_no_confidence(&f::member(2), id, 3, proof);
        assert!(f::leader(id) == @0xa2 && f::epoch(id) == 4, 1);
        assert!(*aptos_std::simple_map::borrow(&sc::bars(id), &@0xa0) == f::now() + 300000, 2);
    }

    #[test]
    #[expected_failure(abort_code = 22, location = state_channel::channel_book)]
    fun a_leader_without_confidence_is_barred_for_five_minutes() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
        f::at(300000);
        sc::claim_leader(&f::member(0), id, 4);
    }

    #[test]
    fun the_bar_ends_after_five_minutes() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
        f::at(300001);
        sc::claim_leader(&f::member(0), id, 4);
        assert!(f::leader(id) == @0xa0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_statements)]
    fun one_of_three_is_no_majority() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 1, vector[2], vector[2]));
    }

    #[test]
    #[expected_failure(abort_code = 77, location = state_channel::channel_statements)]
    fun a_leader_does_not_sign_against_itself() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 1, vector[0, 2], vector[0, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 79, location = state_channel::channel_statements)]
    fun no_confidence_is_signed_by_those_named() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[2, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 46, location = state_channel::channel_statements)]
    fun no_confidence_is_in_one_reign() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 3, f::no_confidence(id, @0xa0, 2, vector[1, 2], vector[1, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 45, location = state_channel::channel_book)]
    fun the_leader_does_not_distrust_itself() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(0), id, 3, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 47, location = state_channel::channel_statements)]
    fun two_members_need_another_way() {
        let id = f::channel(2);
        sc::claim_no_confidence(&f::member(1), id, 2, f::no_confidence(id, @0xa0, 1, vector[1], vector[1]));
    }

    #[test]
    fun a_reign_goes_on_through_renewals_and_joins() {
        let id = f::channel(3);
        sc::claim_leader(&f::member(0), id, 3);
        f::join(3, id);
        let proof = f::no_confidence(id, @0xa0, 1, vector[1, 3], vector[1, 3]);
        sc::claim_no_confidence(&f::member(3), id, 5, proof);
        assert!(f::leader(id) == @0xa3, 1);
    }

    #[test]
    fun a_renewal_outruns_no_claim() {
        let id = f::channel(3);
        let proof = f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]);
        sc::claim_leader(&f::member(0), id, 3);
        sc::claim_leader(&f::member(0), id, 4);
        sc::claim_no_confidence(&f::member(2), id, 3, proof);
        assert!(f::leader(id) == @0xa2 && f::epoch(id) == 6, 1);
    }

    #[test]
    fun the_first_epoch_of_the_reign_is_early_enough() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 1, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
        assert!(f::leader(id) == @0xa2, 1);
    }

    #[test]
    #[expected_failure(abort_code = 41, location = state_channel::channel_book)]
    fun no_claim_is_older_than_the_reign() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 0, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 41, location = state_channel::channel_book)]
    fun no_claim_is_from_a_later_epoch() {
        let id = f::channel(3);
        sc::claim_no_confidence(&f::member(2), id, 4, f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]));
    }

    #[test]
    #[expected_failure(abort_code = 41, location = state_channel::channel_book)]
    fun a_claim_of_one_reign_ends_no_other() {
        let id = f::channel(3);
        let proof = f::no_confidence(id, @0xa0, 1, vector[1, 2], vector[1, 2]);
        sc::claim_no_confidence(&f::member(2), id, 3, proof);
        sc::claim_no_confidence(&f::member(1), id, 3, proof);
    }

    // Delegation.

    #[test]
    fun members_above_five_delegate() {
        let id = f::channel(7);
        sc::delegate(&f::member(6), id, @0xa1);
        assert!(vector::length(&sc::delegations(id)) == 1, 1);
        sc::delegate(&f::member(6), id, @0xa2);
        assert!(vector::length(&sc::delegations(id)) == 1, 2);
        sc::undelegate(&f::member(6), id);
        assert!(vector::is_empty(&sc::delegations(id)), 3);
        assert!(sc::candidates(id) == vector[@0xa0, @0xa1, @0xa2, @0xa3, @0xa4], 4);
    }

    #[test]
    #[expected_failure(abort_code = 31, location = state_channel::channel_roster)]
    fun five_need_no_delegates() { sc::delegate(&f::member(4), f::channel(5), @0xa1); }

    #[test]
    #[expected_failure(abort_code = 32, location = state_channel::channel_roster)]
    fun nobody_delegates_to_itself() { sc::delegate(&f::member(6), f::channel(7), @0xa6); }

    #[test]
    #[expected_failure(abort_code = 32, location = state_channel::channel_roster)]
    fun delegations_make_no_chains() {
        let id = f::channel(7);
        sc::delegate(&f::member(6), id, @0xa5);
        sc::delegate(&f::member(5), id, @0xa1);
    }

    #[test]
    #[expected_failure(abort_code = 33, location = state_channel::channel_roster)]
    fun a_member_carries_a_bounded_number() {
        let id = f::channel(7);
        sc::delegate(&f::member(6), id, @0xa1);
        sc::delegate(&f::member(5), id, @0xa1);
    }

    #[test]
    #[expected_failure(abort_code = 34, location = state_channel::channel_roster)]
    fun only_a_delegation_can_be_taken_back() { sc::undelegate(&f::member(6), f::channel(7)); }

    #[test]
    fun more_delegations_make_a_candidate() {
        let id = f::channel(8);
        sc::delegate(&f::member(6), id, @0xa7);
        assert!(!vector::contains(&sc::candidates(id), &@0xa7), 1);
        f::join(8, id);
        assert!(sc::candidates(id) == vector[@0xa7, @0xa0, @0xa1, @0xa2, @0xa3], 2);
    }
}
