#[test_only]
/// Single steps in the life of a channel, chosen by numbers, for tests that run many histories: each step is one
/// operation with arguments that may or may not be acceptable.
module state_channel::random_steps {
    use std::vector;
    use aptos_framework::aptos_coin::AptosCoin;
    use state_channel::channel_roster as roster;
    use state_channel::fixture as f;
    use state_channel::state_channel as sc;

    const ACCOUNTS: u64 = 10;

    /// A channel of `n` members, with stake in the pool or own, and the number of its first operation.
    public fun begin(n: u64, in_pool: bool): u64 {
        f::chain();
        if (in_pool) {
            let i = 0;
            while (i < ACCOUNTS) {
                sc::pool_deposit<AptosCoin>(&f::member(i), 1500);
                i = i + 1;
            };
        };
        f::members(n, f::record(2, 2, if (in_pool) 1 else 0, 400, 15000, 1))
    }

    /// Lets time pass.
    public fun pass(ms: u64) {
        f::at(f::now() - 1000000 + ms);
    }

    public fun keep_alive(id: u64, i: u64) { sc::keep_alive_entry(&f::member(i), id, vector[]); }

    public fun claim(id: u64, i: u64) { sc::claim_leader(&f::member(i), id, f::epoch(id)); }

    public fun join(id: u64, i: u64, deposit: u64) { f::join_as(i, id, f::join_arguments(i, id, deposit)); }

    public fun expel(id: u64, i: u64, j: u64) { sc::expel_dead(&f::member(i), id, f::addr(j)); }

    public fun fix(id: u64, j: u64) { sc::fix_cut(&f::member(9), id, f::addr(j)); }

    public fun take(id: u64, j: u64) { sc::take_payout<AptosCoin>(&f::member(9), id, f::addr(j)); }

    public fun take_sink(id: u64) { sc::take_payout<AptosCoin>(&f::member(9), id, @0x5111); }

    public fun release(id: u64, j: u64) { sc::release_stake(&f::member(9), id, f::addr(j)); }

    public fun finalize(id: u64) { sc::finalize_exit(&f::member(9), id); }

    public fun exit(id: u64, i: u64) { sc::open_exit(&f::member(i), id, vector[]); }

    public fun deposit_pool(i: u64, amount: u64) { sc::pool_deposit<AptosCoin>(&f::member(i), amount); }

    public fun request_pool(i: u64, amount: u64) { sc::pool_withdraw_request<AptosCoin>(&f::member(i), amount); }

    public fun withdraw_pool(i: u64) { sc::pool_withdraw<AptosCoin>(&f::member(i)); }

    /// Member j signs two results for one slot, and i says so.
    public fun evidence(id: u64, i: u64, j: u64) {
        let a = f::header(id, 1, f::even(1));
        let (found, index) = vector::index_of(&present(id), &j);
        assert!(found, 1);
        sc::post_evidence(&f::member(i), id, f::evidence(&a, &f::with_chain_seq(a, 99), j, (index as u8)));
    }

    /// The members settle: everything is shared out anew by `seed`.
    public fun settle(id: u64, kind: u8, subject: u64, seed: u64) {
        sc::settle(&f::member(9), id, certified(id, kind, subject, seed));
    }

    /// They post the same to an exit that is open, or open one with it.
    public fun post_exit(id: u64, seed: u64) {
        sc::post_exit(&f::member(9), id, certified(id, 0, 0, seed));
    }

    public fun exit_with(id: u64, i: u64, seed: u64) {
        sc::open_exit(&f::member(i), id, certified(id, 0, 0, seed));
    }

    /// The members vote for a settlement, or not enough of them.
    public fun vote(id: u64, yes: u64, seed: u64) {
        let (height, _, _, _) = sc::settled_for_test(id);
        let data = f::voted_settlement(id, height + 1 + seed % 50, list(id, 1, 0, seed));
        let members = present(id);
        let first = *vector::borrow(&members, 0);
        let number = sc::create_proposal(&f::member(first), id, 1, data);
        let i = 0;
        while (i < yes) {
            sc::vote_proposal_entry(&f::member(*vector::borrow(&members, i)), id, number, 1);
            i = i + 1;
        };
        sc::execute_proposal(&f::member(9), id, number, data);
    }

    fun certified(id: u64, kind: u8, subject: u64, seed: u64): vector<u8> {
        let (height, _, _, _) = sc::settled_for_test(id);
        let h = f::with_kind(f::header(id, height + 1 + seed % 50, list(id, kind, subject, seed)), kind);
        let (_, _, _, q) = sc::parts_for_test(id);
        let members = present(id);
        let keys = vector::slice(&members, 0, q);
        f::settlement_with(&h, vector::range(0, q), keys)
    }

    /// Numbers of the present members.
    fun present(id: u64): vector<u64> {
        vector::map(sc::members(id), |m| {
            let address = roster::member_address(&m);
            let i = 0;
            while (f::addr(i) != address) i = i + 1;
            i
        })
    }

    /// A payout list of everything the channel holds among all accounts that were ever members.
    fun list(id: u64, kind: u8, subject: u64, seed: u64): vector<u8> {
        let (total, cut_members, cut_sets, _) = sc::parts_for_test(id);
        let who = vector[];
        let amounts = vector[];
        let releases = vector[];
        let i = 0;
        let left = total;
        while (i < ACCOUNTS) {
            let (stake, _, _) = sc::reservation(id, f::addr(i));
            if (stake > 0) {
                seed = (seed * 1103515245 + 12345) % 2147483648;
                let amount = if (left == 0) 0 else (seed >> 8) % (left + 1);
                left = left - amount;
                if (amount > 0) {
                    vector::push_back(&mut who, i);
                    vector::push_back(&mut amounts, amount);
                    let released = kind == 3 || (kind == 2 && i == subject) || (seed >> 16) % 3 == 0;
                    vector::push_back(&mut releases, if (released) 1 else 0);
                };
            };
            i = i + 1;
        };
        if (left > 0 && !vector::is_empty(&amounts)) {
            let last = vector::length(&amounts) - 1;
            let amount = vector::borrow_mut(&mut amounts, last);
            *amount = *amount + left;
        };
        let cuts = vector[];
        vector::zip(cut_members, cut_sets, |member, set| {
            vector::push_back(&mut cuts, f::cut(member, set, 1000000));
        });
        let leaver = if (kind == 2) f::addr(subject) else @0x0;
        f::payouts_with_cuts(kind, leaver, cuts, who, amounts, releases)
    }

    /// Coins in the channel's vault and what it owes; in the pool's vault and what it owes; coins anywhere.
    public fun accounts(id: u64): (u64, u64, u64, u64, u64) {
        let all = vector::map(vector::range(0, ACCOUNTS), |i| f::addr(i));
        let outside = 0;
        vector::for_each_ref(&all, |a| {
            outside = outside + aptos_framework::coin::balance<AptosCoin>(*a);
        });
        outside = outside + aptos_framework::coin::balance<AptosCoin>(@0x5111);
        vector::push_back(&mut all, @0x5111);
        let vault = sc::vault_value<AptosCoin>(id);
        let pool = sc::pool_vault_value<AptosCoin>();
        (
            vault,
            sc::owed_for_test(id, all),
            pool,
            sc::pool_owed_for_test<AptosCoin>(id, all),
            outside + vault + pool
        )
    }

    public fun phase(id: u64): u8 { f::phase(id) }
}
