/// The events of the contract. Each carries the channel and the number of its operation (`seq`).
module state_channel::channel_events {
    use std::event;
    use std::option::Option;

    friend state_channel::channel_book;
    friend state_channel::channel_ledger;
    friend state_channel::channel_roster;

    #[event]
    struct Created has drop, store {
        channel: u64,
        seq: u64,
        creator: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>,
        deposit: u64,
        config_hash: vector<u8>,
        genesis_hash: vector<u8>
    }

    #[event]
    struct EpochOpened has drop, store {
        channel: u64,
        seq: u64,
        epoch: u64,
        claim_id: vector<u8>,
        set_version: u64,
        leader: Option<address>,
        reign_epoch: u64,
        cause: u8,
        time: u64
    }

    #[event]
    struct MemberJoined has drop, store {
        channel: u64,
        seq: u64,
        member: address,
        tx_key: vector<u8>,
        member_key: vector<u8>,
        peer_key: vector<u8>,
        endpoint: vector<u8>,
        join_seq: u64,
        set_version: u64,
        deposit: u64
    }

    #[event]
    struct MemberRemoved has drop, store {
        channel: u64,
        seq: u64,
        member: address,
        set_version: u64,
        cause: u8,
        cut_ends: u64
    }

    #[event]
    struct Delegated has drop, store {
        channel: u64,
        seq: u64,
        from: address,
        to: Option<address>
    }

    #[event]
    struct ProposalCreated has drop, store {
        channel: u64,
        seq: u64,
        proposal: u64,
        kind: u8,
        proposer: address,
        data_hash: vector<u8>,
        accused: Option<address>
    }

    #[event]
    struct Voted has drop, store {
        channel: u64,
        seq: u64,
        proposal: u64,
        voter: address,
        option: u8,
        weight: u64
    }

    #[event]
    struct ProposalExecuted has drop, store {
        channel: u64,
        seq: u64,
        proposal: u64
    }

    #[event]
    struct Settled has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        root: vector<u8>,
        kind: u8,
        set_version: u64,
        by_set: u64,
        subject: address
    }

    #[event]
    struct SettlementDeferred has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        set_version: u64,
        batch: u64
    }

    #[event]
    struct CutPosted has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        set_version: u64,
        batch: u64
    }

    #[event]
    struct CutFixed has drop, store {
        channel: u64,
        seq: u64,
        member: address,
        posted_height: u64
    }

    #[event]
    struct ExitOpened has drop, store {
        channel: u64,
        seq: u64,
        opener: Option<address>,
        ends: u64,
        forced: bool
    }

    #[event]
    struct ExitPosted has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        set_version: u64,
        batch: u64
    }

    #[event]
    struct ExitCancelled has drop, store {
        channel: u64,
        seq: u64
    }

    #[event]
    struct ExitFinalized has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        root: vector<u8>
    }

    #[event]
    struct Closed has drop, store {
        channel: u64,
        seq: u64,
        height: u64,
        root: vector<u8>
    }

    #[event]
    struct Evidence has drop, store {
        channel: u64,
        seq: u64,
        member: address,
        key: vector<u8>,
        set_version: u64,
        epoch: u64,
        batch: u64
    }

    #[event]
    struct Fined has drop, store {
        channel: u64,
        seq: u64,
        member: address,
        amount: u64,
        reporter: address,
        refund: u64
    }

    #[event]
    struct PaidOut has drop, store {
        channel: u64,
        seq: u64,
        account: address,
        asset: vector<u8>,
        amount: u64
    }

    #[event]
    struct Applied has drop, store {
        channel: u64,
        seq: u64,
        height: u64
    }

    #[event]
    struct ApplySkipped has drop, store {
        channel: u64,
        seq: u64,
        height: u64
    }

    public(friend) fun created(
        channel: u64, seq: u64, creator: address, tx_key: vector<u8>, member_key: vector<u8>, peer_key: vector<u8>, endpoint: vector<u8>, deposit: u64, config_hash: vector<u8>, genesis_hash: vector<u8>
    ) {
        event::emit(Created { channel, seq, creator, tx_key, member_key, peer_key, endpoint, deposit, config_hash, genesis_hash });
    }

    public(friend) fun epoch_opened(
        channel: u64, seq: u64, epoch: u64, claim_id: vector<u8>, set_version: u64, leader: Option<address>, reign_epoch: u64, cause: u8, time: u64
    ) {
        event::emit(EpochOpened { channel, seq, epoch, claim_id, set_version, leader, reign_epoch, cause, time });
    }

    public(friend) fun member_joined(
        channel: u64, seq: u64, member: address, tx_key: vector<u8>, member_key: vector<u8>, peer_key: vector<u8>, endpoint: vector<u8>, join_seq: u64, set_version: u64, deposit: u64
    ) {
        event::emit(MemberJoined { channel, seq, member, tx_key, member_key, peer_key, endpoint, join_seq, set_version, deposit });
    }

    public(friend) fun member_removed(
        channel: u64, seq: u64, member: address, set_version: u64, cause: u8, cut_ends: u64
    ) {
        event::emit(MemberRemoved { channel, seq, member, set_version, cause, cut_ends });
    }

    public(friend) fun delegated(
        channel: u64, seq: u64, from: address, to: Option<address>
    ) {
        event::emit(Delegated { channel, seq, from, to });
    }

    public(friend) fun proposal_created(
        channel: u64, seq: u64, proposal: u64, kind: u8, proposer: address, data_hash: vector<u8>, accused: Option<address>
    ) {
        event::emit(ProposalCreated { channel, seq, proposal, kind, proposer, data_hash, accused });
    }

    public(friend) fun voted(
        channel: u64, seq: u64, proposal: u64, voter: address, option: u8, weight: u64
    ) {
        event::emit(Voted { channel, seq, proposal, voter, option, weight });
    }

    public(friend) fun proposal_executed(
        channel: u64, seq: u64, proposal: u64
    ) {
        event::emit(ProposalExecuted { channel, seq, proposal });
    }

    public(friend) fun settled(
        channel: u64, seq: u64, height: u64, root: vector<u8>, kind: u8, set_version: u64, by_set: u64, subject: address
    ) {
        event::emit(Settled { channel, seq, height, root, kind, set_version, by_set, subject });
    }

    public(friend) fun settlement_deferred(
        channel: u64, seq: u64, height: u64, set_version: u64, batch: u64
    ) {
        event::emit(SettlementDeferred { channel, seq, height, set_version, batch });
    }

    public(friend) fun cut_posted(
        channel: u64, seq: u64, height: u64, set_version: u64, batch: u64
    ) {
        event::emit(CutPosted { channel, seq, height, set_version, batch });
    }

    public(friend) fun cut_fixed(
        channel: u64, seq: u64, member: address, posted_height: u64
    ) {
        event::emit(CutFixed { channel, seq, member, posted_height });
    }

    public(friend) fun exit_opened(
        channel: u64, seq: u64, opener: Option<address>, ends: u64, forced: bool
    ) {
        event::emit(ExitOpened { channel, seq, opener, ends, forced });
    }

    public(friend) fun exit_posted(
        channel: u64, seq: u64, height: u64, set_version: u64, batch: u64
    ) {
        event::emit(ExitPosted { channel, seq, height, set_version, batch });
    }

    public(friend) fun exit_cancelled(
        channel: u64, seq: u64
    ) {
        event::emit(ExitCancelled { channel, seq });
    }

    public(friend) fun exit_finalized(
        channel: u64, seq: u64, height: u64, root: vector<u8>
    ) {
        event::emit(ExitFinalized { channel, seq, height, root });
    }

    public(friend) fun closed(
        channel: u64, seq: u64, height: u64, root: vector<u8>
    ) {
        event::emit(Closed { channel, seq, height, root });
    }

    public(friend) fun evidence(
        channel: u64, seq: u64, member: address, key: vector<u8>, set_version: u64, epoch: u64, batch: u64
    ) {
        event::emit(Evidence { channel, seq, member, key, set_version, epoch, batch });
    }

    public(friend) fun fined(
        channel: u64, seq: u64, member: address, amount: u64, reporter: address, refund: u64
    ) {
        event::emit(Fined { channel, seq, member, amount, reporter, refund });
    }

    public(friend) fun paid_out(
        channel: u64, seq: u64, account: address, asset: vector<u8>, amount: u64
    ) {
        event::emit(PaidOut { channel, seq, account, asset, amount });
    }

    public(friend) fun applied(
        channel: u64, seq: u64, height: u64
    ) {
        event::emit(Applied { channel, seq, height });
    }

    public(friend) fun apply_skipped(
        channel: u64, seq: u64, height: u64
    ) {
        event::emit(ApplySkipped { channel, seq, height });
    }
}
