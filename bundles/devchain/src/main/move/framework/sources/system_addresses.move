/// The addresses the chain itself uses.
module aptos_framework::system_addresses {
    use std::error;
    use std::signer;

    /// Not the core resources account.
    const ENOT_CORE_RESOURCE_ADDRESS: u64 = 1;
    /// Not the virtual machine.
    const EVM: u64 = 2;
    /// Not the framework account.
    const ENOT_APTOS_FRAMEWORK_ADDRESS: u64 = 3;

    public fun assert_core_resource(account: &signer) {
        assert!(is_core_resource_address(signer::address_of(account)), error::permission_denied(ENOT_CORE_RESOURCE_ADDRESS));
    }

    public fun is_core_resource_address(addr: address): bool {
        addr == @core_resources
    }

    public fun assert_aptos_framework(account: &signer) {
        assert!(
            is_aptos_framework_address(signer::address_of(account)),
            error::permission_denied(ENOT_APTOS_FRAMEWORK_ADDRESS)
        );
    }

    public fun is_aptos_framework_address(addr: address): bool {
        addr == @aptos_framework
    }

    /// 0x1 to 0xa.
    public fun is_framework_reserved_address(addr: address): bool {
        is_aptos_framework_address(addr)
            || addr == @0x2
            || addr == @0x3
            || addr == @0x4
            || addr == @0x5
            || addr == @0x6
            || addr == @0x7
            || addr == @0x8
            || addr == @0x9
            || addr == @0xa
    }

    public fun assert_vm(account: &signer) {
        assert!(is_vm(account), error::permission_denied(EVM));
    }

    public fun is_vm(account: &signer): bool {
        is_vm_address(signer::address_of(account))
    }

    public fun is_vm_address(addr: address): bool {
        addr == @vm_reserved
    }

    public fun is_reserved_address(addr: address): bool {
        is_aptos_framework_address(addr) || is_vm_address(addr)
    }
}
