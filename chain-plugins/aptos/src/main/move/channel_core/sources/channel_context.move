/// What code running inside a channel may ask about it. The channel provides `Context` at the address of this
/// module, out of its log and the header under way; on a chain it does not exist. Requests travel as events, which
/// the members' nodes act on.
module state_channel::channel_context {
    use std::event;
    use std::signer;
    use std::vector;

    /// The code does not run inside a channel.
    const E_NOT_IN_CHANNEL: u64 = 1;
    /// The account is not a member.
    const E_NOT_MEMBER: u64 = 6;

    struct Context has key {
        channel: u64,
        state_address: address,
        height: u64,
        time: u64,
        members: vector<address>
    }

    #[event]
    /// The member wants to leave: the leader logs its leave and the channel settles it.
    struct LeaveRequested has drop, store {
        member: address
    }

    #[event]
    /// The code wants the channel closed.
    struct CloseRequested has drop, store {}

    public fun is_in_channel(): bool {
        exists<Context>(@state_channel)
    }

    /// Number of the channel.
    public fun channel(): u64 acquires Context {
        assert_in_channel();
        borrow_global<Context>(@state_channel).channel
    }

    /// Where the state of the channel lives while the channel runs: the dApp's state type is a resource there, and its
    /// asset type one at each member.
    public fun state_address(): address acquires Context {
        assert_in_channel();
        borrow_global<Context>(@state_channel).state_address
    }

    /// Height of the transaction under way.
    public fun height(): u64 acquires Context {
        assert_in_channel();
        borrow_global<Context>(@state_channel).height
    }

    /// Time of the header, in milliseconds since 1970.
    public fun time(): u64 acquires Context {
        assert_in_channel();
        borrow_global<Context>(@state_channel).time
    }

    /// The members, in order of joining.
    public fun members(): vector<address> acquires Context {
        assert_in_channel();
        borrow_global<Context>(@state_channel).members
    }

    public fun is_member(account: address): bool acquires Context {
        vector::contains(&members(), &account)
    }

    /// Asks for the leave of the caller, a member.
    public fun request_leave(member: &signer) acquires Context {
        let account = signer::address_of(member);
        assert!(is_member(account), E_NOT_MEMBER);
        event::emit(LeaveRequested { member: account });
    }

    /// Asks for the close of the channel.
    public fun request_close() {
        assert_in_channel();
        event::emit(CloseRequested {});
    }

    fun assert_in_channel() {
        assert!(is_in_channel(), E_NOT_IN_CHANNEL);
    }

    #[test_only]
    public fun enter(
        contract: &signer, channel: u64, state_address: address, height: u64, time: u64, members: vector<address>
    ) {
        move_to(contract, Context { channel, state_address, height, time, members });
    }
}
