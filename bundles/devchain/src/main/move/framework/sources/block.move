/// The block under way.
module aptos_framework::block {
    use aptos_framework::system_addresses;
    use aptos_framework::timestamp;

    friend aptos_framework::genesis;

    struct BlockResource has key {
        height: u64
    }

    public(friend) fun initialize(aptos_framework: &signer) {
        system_addresses::assert_aptos_framework(aptos_framework);
        move_to(aptos_framework, BlockResource { height: 0 });
    }

    #[view]
    public fun get_current_block_height(): u64 acquires BlockResource {
        borrow_global<BlockResource>(@aptos_framework).height
    }

    /// Called by the ledger at the start of each block, with the time in microseconds.
    fun block_prologue(vm: signer, timestamp: u64) acquires BlockResource {
        system_addresses::assert_vm(&vm);
        let block = borrow_global_mut<BlockResource>(@aptos_framework);
        block.height = block.height + 1;
        timestamp::update_global_time(&vm, timestamp);
    }

    #[test_only]
    public fun run_block_prologue(vm: signer, timestamp: u64) acquires BlockResource {
        block_prologue(vm, timestamp)
    }
}
