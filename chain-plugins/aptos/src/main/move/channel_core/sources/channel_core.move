/// The arithmetic of the channel protocol: quorums, votes, liveness, leader rule, candidates, fines. Pure
/// functions on numbers: no storage, no coins, nothing of one chain, so that every Move chain can use it.
module state_channel::channel_core {
    use std::vector;

    /// Members that may have candidates instead of votes of their own: above this number.
    const CANDIDATES: u64 = 5;
    /// From this number of members on an offence costs money.
    const FINED_FROM: u64 = 3;
    const BITS: u64 = 64;

    /// Liars that n members tolerate.
    public fun f(n: u64): u64 {
        if (n == 0) 0 else (n - 1) / 3
    }

    /// Signatures in a certificate of n members when no removal has raised it.
    public fun q(n: u64): u64 {
        2 * n / 3 + 1
    }

    /// Yes weight that passes a settlement by vote.
    public fun v(n: u64): u64 {
        (2 * n + 2) / 3
    }

    /// Majority of m other members: one of one, else at least two.
    public fun majority(m: u64): u64 {
        if (m <= 1) 1 else max(2, m / 2 + 1)
    }

    /// Certificate size after a join or a removal.
    public fun q_after_change(n: u64, q_before: u64): u64 {
        max(q(n), min(q_before, n))
    }

    /// STATUS messages needed from a set of n with certificate size `q_eff`, of which `evidence` were removed
    /// by evidence.
    public fun statuses(n: u64, q_eff: u64, evidence: u64): u64 {
        n - q_eff + f_left(n, evidence) + 1
    }

    /// Whether enough members of an earlier set survive for the channel to go on.
    public fun continues(n: u64, q_eff: u64, evidence: u64, survivors: u64): bool {
        survivors >= statuses(n, q_eff, evidence)
    }

    fun f_left(n: u64, evidence: u64): u64 {
        let liars = f(n);
        if (liars > evidence) liars - evidence else 0
    }

    /// Delegations that one candidate may carry.
    public fun delegation_cap(n: u64): u64 {
        if (n <= CANDIDATES) 0 else (n + 4) / 5 - 1
    }

    /// Whether votes go through candidates.
    public fun has_candidates(n: u64): bool {
        n > CANDIDATES
    }

    /// A member is live while its last heartbeat is at most `limit` ms old.
    public fun is_live(now: u64, heartbeat: u64, limit: u64): bool {
        now <= heartbeat || now - heartbeat <= limit
    }

    /// A member is dead once its last heartbeat is more than `limit` ms old.
    public fun is_dead(now: u64, heartbeat: u64, limit: u64): bool {
        now > heartbeat && now - heartbeat > limit
    }

    /// A window that closes at `ends` is open up to and including that moment.
    public fun is_open(now: u64, ends: u64): bool {
        now <= ends
    }

    /// Whether an offence among n members costs money.
    public fun is_fined(n: u64): bool {
        n >= FINED_FROM
    }

    /// What an offender pays and what of it goes to the reporter; the rest goes to the sink.
    public fun fine_split(fine: u64, refund: u64, reserved: u64): (u64, u64) {
        let amount = min(fine, reserved);
        (amount, min(refund, amount))
    }

    /// Whether (set, batch) is higher than another such pair.
    public fun is_higher(set: u64, batch: u64, other_set: u64, other_batch: u64): bool {
        set > other_set || (set == other_set && batch > other_batch)
    }

    /// Number of bits set.
    public fun popcount(bits: u64): u64 {
        let count = 0;
        while (bits != 0) {
            bits = bits & (bits - 1);
            count = count + 1;
        };
        count
    }

    public fun has_bit(bits: u64, index: u64): bool {
        index < BITS && (bits >> (index as u8)) & 1 == 1
    }

    /// Whether a bit at or above n is set.
    public fun has_bit_above(bits: u64, n: u64): bool {
        n < BITS && (bits >> (n as u8)) != 0
    }

    /// The candidates of a set, as indices: all members up to five; above, the first five by (dead last, more
    /// delegations first, order of joining).
    public fun candidates(dead: &vector<bool>, delegations: &vector<u64>): vector<u64> {
        let n = vector::length(dead);
        if (!has_candidates(n)) return vector::range(0, n);
        let chosen = vector<u64>[];
        while (vector::length(&chosen) < CANDIDATES) {
            let best = n;
            let i = 0;
            while (i < n) {
                if (!vector::contains(&chosen, &i) && (best == n || ranks_before(dead, delegations, i, best))) best = i;
                i = i + 1;
            };
            vector::push_back(&mut chosen, best);
        };
        chosen
    }

    fun ranks_before(dead: &vector<bool>, delegations: &vector<u64>, a: u64, b: u64): bool {
        let a_dead = *vector::borrow(dead, a);
        let b_dead = *vector::borrow(dead, b);
        if (a_dead != b_dead) b_dead
        else *vector::borrow(delegations, a) > *vector::borrow(delegations, b)
    }

    /// Voting weights of n members. `delegate_to` holds an index, or n for none; `accused` likewise.
    public fun weights(n: u64, candidates: &vector<u64>, delegate_to: &vector<u64>, accused: u64): vector<u64> {
        let weights = vector<u64>[];
        let i = 0;
        while (i < n) {
            vector::push_back(&mut weights, if (i == accused) 0 else 1);
            i = i + 1;
        };
        if (!has_candidates(n)) return weights;
        i = 0;
        while (i < n) {
            let to = *vector::borrow(delegate_to, i);
            if (i != accused && to != n && to != accused && vector::contains(candidates, &to)) {
                *vector::borrow_mut(&mut weights, i) = 0;
                let weight = vector::borrow_mut(&mut weights, to);
                *weight = *weight + 1;
            };
            i = i + 1;
        };
        weights
    }

    public fun min(a: u64, b: u64): u64 {
        if (a < b) a else b
    }

    public fun max(a: u64, b: u64): u64 {
        if (a > b) a else b
    }
}
