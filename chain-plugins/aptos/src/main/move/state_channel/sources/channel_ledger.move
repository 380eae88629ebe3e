/// The money of a channel: what is allocated, deposited, owed and reserved. It counts; the coins lie elsewhere.
module state_channel::channel_ledger {
    use std::option;
    use std::vector;
    use aptos_std::table::{Self, Table};
    use state_channel::channel_config::{Self as config, Config};
    use state_channel::channel_core as core;
    use state_channel::channel_events as events;
    use state_channel::channel_payouts::{Self as payouts, PayoutEntry, PayoutList};
    use state_channel::channel_roster::{Self as roster, Roster};

    friend state_channel::channel_book;

    /// There is nothing of the kind.
    const E_NOTHING: u64 = 11;
    /// It is too early.
    const E_TIME_LEFT: u64 = 12;

    const MAX_U64: u64 = 18446744073709551615;

    struct Ledger has store {
        channel: u64,
        allocation: vector<PayoutEntry>,
        last_released: vector<PayoutEntry>,
        last_settle_op: u64,
        deposits: vector<Deposit>,
        payable: Table<PayKey, u64>,
        reservations: Table<address, Reservation>,
        all_free_at: u64,
        pool_changes: vector<PoolChange>
    }

    struct Deposit has copy, drop, store {
        seq: u64,
        entry: PayoutEntry
    }

    /// What an account may take; coins fined from the pool lie there.
    struct PayKey has copy, drop, store {
        account: address,
        asset: vector<u8>,
        in_pool: bool
    }

    /// Stake of a member, which may be fined until it is free.
    struct Reservation has copy, drop, store {
        amount: u64,
        in_pool: bool,
        free_at: u64
    }

    /// What an operation takes from an account of the pool.
    struct PoolChange has copy, drop, store {
        account: address,
        balance: u64,
        reserved: u64
    }

    public(friend) fun new(channel: u64): Ledger {
        Ledger {
            channel,
            allocation: vector[],
            last_released: vector[],
            last_settle_op: 0,
            deposits: vector[],
            payable: table::new(),
            reservations: table::new(),
            all_free_at: 0,
            pool_changes: vector[]
        }
    }

    // Coming in.

    public(friend) fun deposit(self: &mut Ledger, seq: u64, account: address, asset: vector<u8>, amount: u64) {
        if (amount == 0) return;
        let entry = payouts::new_entry(account, asset, amount);
        vector::push_back(&mut self.deposits, Deposit { seq, entry });
    }

    public(friend) fun reserve(self: &mut Ledger, account: address, amount: u64, in_pool: bool) {
        if (table::contains(&self.reservations, account)) {
            let reservation = table::borrow_mut(&mut self.reservations, account);
            reservation.amount = reservation.amount + amount;
            reservation.free_at = 0;
        } else {
            table::add(&mut self.reservations, account, Reservation { amount, in_pool, free_at: 0 });
        };
    }

    fun deposits_up_to(self: &Ledger, seq: u64): vector<PayoutEntry> {
        let entries = vector[];
        vector::for_each_ref(&self.deposits, |d| {
            let d: &Deposit = d;
            if (d.seq <= seq) vector::push_back(&mut entries, d.entry);
        });
        entries
    }

    // Settling.

    /// Aborts unless the list names members, present or past, and adds up to what the ledger holds.
    public fun assert_conserved(self: &Ledger, r: &Roster, list: &PayoutList, final_seq: u64) {
        let entries = payouts::entries(list);
        let known = vector::all(&entries, |e| roster::was_ever(r, payouts::entry_account(e)));
        payouts::assert_known(known);
        if (final_seq < self.last_settle_op) entries = payouts::without(entries, &self.last_released);
        payouts::assert_conserved(&entries, &self.allocation, &deposits_up_to(self, final_seq));
    }

    /// Whether it still does, after other settlements may have come in.
    public fun is_conserved(self: &Ledger, list: &PayoutList, final_seq: u64): bool {
        let entries = payouts::entries(list);
        if (final_seq < self.last_settle_op) {
            if (!vector::all(&self.last_released, |e| vector::contains(&entries, e))) return false;
            entries = payouts::without(entries, &self.last_released);
        };
        payouts::are_conserved(&entries, &self.allocation, &deposits_up_to(self, final_seq))
    }

    /// Carries out a list: what it releases is owed, the rest stays allocated.
    public(friend) fun settle(self: &mut Ledger, list: &PayoutList, final_seq: u64, settle_op: u64) {
        let (released, kept) = payouts::split(payouts::entries(list));
        drop_deposits(self, final_seq);
        owe_all(self, &released);
        self.last_released = released;
        self.allocation = kept;
        self.last_settle_op = settle_op;
    }

    /// Carries out a last list: everything in it is owed, and what was deposited after it.
    public(friend) fun pay_out(self: &mut Ledger, list: &PayoutList, final_seq: u64) {
        let entries = payouts::entries(list);
        if (final_seq < self.last_settle_op) entries = payouts::without(entries, &self.last_released);
        drop_deposits(self, final_seq);
        self.allocation = entries;
        pay_back(self);
    }

    /// Everything allocated and deposited is owed.
    public(friend) fun pay_back(self: &mut Ledger) {
        let entries = self.allocation;
        vector::append(&mut entries, deposits_up_to(self, MAX_U64));
        owe_all(self, &entries);
        self.allocation = vector[];
        self.deposits = vector[];
    }

    fun drop_deposits(self: &mut Ledger, seq: u64) {
        let left = vector::filter(self.deposits, |d| {
            let d: &Deposit = d;
            d.seq > seq
        });
        self.deposits = left;
    }

    // Owing.

    fun owe_all(self: &mut Ledger, entries: &vector<PayoutEntry>) {
        vector::for_each_ref(entries, |e| {
            owe(
                self,
                payouts::entry_account(e),
                payouts::entry_asset(e),
                payouts::entry_amount(e),
                false
            );
        });
    }

    fun owe(self: &mut Ledger, account: address, asset: vector<u8>, amount: u64, in_pool: bool) {
        if (amount == 0) return;
        let owed = table::borrow_mut_with_default(&mut self.payable, PayKey { account, asset, in_pool }, 0);
        *owed = *owed + amount;
    }

    /// What the account may take of the channel's own coins and of those in the pool.
    public fun payable(self: &Ledger, account: address, asset: vector<u8>): (u64, u64) {
        (
            *table::borrow_with_default(&self.payable, PayKey { account, asset, in_pool: false }, &0),
            *table::borrow_with_default(&self.payable, PayKey { account, asset, in_pool: true }, &0)
        )
    }

    /// Takes all of it.
    public(friend) fun take_payable(self: &mut Ledger, account: address, asset: vector<u8>): (u64, u64) {
        let (own, pooled) = payable(self, account, asset);
        assert!(own > 0 || pooled > 0, E_NOTHING);
        if (own > 0) {
            table::remove(&mut self.payable, PayKey { account, asset, in_pool: false });
        };
        if (pooled > 0) {
            table::remove(&mut self.payable, PayKey { account, asset, in_pool: true });
        };
        (own, pooled)
    }

    // Stake.

    /// Takes a fine out of the member's reservation for this channel, among n members.
    public(friend) fun fine(
        self: &mut Ledger, config: &Config, member: address, reporter: address, n: u64, seq: u64
    ) {
        if (!core::is_fined(n) || !table::contains(&self.reservations, member)) return;
        let reservation = table::borrow_mut(&mut self.reservations, member);
        let (amount, refund) =
            core::fine_split(config::fine(config), config::refund(config), reservation.amount);
        if (amount == 0) return;
        reservation.amount = reservation.amount - amount;
        let in_pool = reservation.in_pool;
        if (in_pool) {
            vector::push_back(
                &mut self.pool_changes, PoolChange { account: member, balance: amount, reserved: amount }
            );
        };
        let asset = config::coin(config);
        owe(self, reporter, asset, refund, in_pool);
        let sink = config::sink(config);
        // Without a sink nobody can ever take the rest: it is burned.
        if (option::is_some(&sink)) owe(self, *option::borrow(&sink), asset, amount - refund, in_pool);
        events::fined(self.channel, seq, member, amount, reporter, refund);
    }

    /// Gives a reservation the time from which it is free.
    public(friend) fun free(self: &mut Ledger, member: address, free_at: u64) {
        if (table::contains(&self.reservations, member)) {
            table::borrow_mut(&mut self.reservations, member).free_at = free_at;
        };
    }

    public(friend) fun free_all(self: &mut Ledger, free_at: u64) {
        self.all_free_at = free_at;
    }

    public(friend) fun release(self: &mut Ledger, member: address, asset: vector<u8>, now: u64) {
        assert!(table::contains(&self.reservations, member), E_NOTHING);
        let free_at = free_time(self, member);
        assert!(free_at != 0 && now >= free_at, E_TIME_LEFT);
        let Reservation { amount, in_pool, free_at: _ } = table::remove(&mut self.reservations, member);
        if (in_pool) {
            vector::push_back(
                &mut self.pool_changes, PoolChange { account: member, balance: 0, reserved: amount }
            );
        } else {
            owe(self, member, asset, amount, false);
        };
    }

    fun free_time(self: &Ledger, member: address): u64 {
        if (self.all_free_at != 0) self.all_free_at else table::borrow(&self.reservations, member).free_at
    }

    /// Amount, whether it lies in the pool, and the time from which it is free (0: not yet known).
    public fun reservation(self: &Ledger, member: address): (u64, bool, u64) {
        if (!table::contains(&self.reservations, member)) return (0, false, 0);
        let r = table::borrow(&self.reservations, member);
        (r.amount, r.in_pool, free_time(self, member))
    }

    /// What operations took from accounts of the pool, once.
    public(friend) fun take_pool_changes(self: &mut Ledger): vector<PoolChange> {
        let changes = self.pool_changes;
        self.pool_changes = vector[];
        changes
    }

    public fun pool_change(self: &PoolChange): (address, u64, u64) {
        (self.account, self.balance, self.reserved)
    }

    /// Operation number of the last settlement, 0 for none.
    public fun last_settle_op(self: &Ledger): u64 { self.last_settle_op }

    public fun allocation(self: &Ledger): vector<PayoutEntry> { self.allocation }

    public fun deposits(self: &Ledger): vector<Deposit> { self.deposits }

    #[test_only]
    /// Sum of what is allocated and deposited.
    public fun held_for_test(self: &Ledger): u64 {
        let sum = 0;
        vector::for_each_ref(&self.allocation, |e| sum = sum + payouts::entry_amount(e));
        vector::for_each_ref(&self.deposits, |d| {
            let d: &Deposit = d;
            sum = sum + payouts::entry_amount(&d.entry);
        });
        sum
    }
}
