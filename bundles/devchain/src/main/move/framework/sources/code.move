/// Publication of packages of modules, and what is known of them.
module aptos_framework::code {
    use std::error;
    use std::event;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::copyable_any::Any;
    use aptos_framework::object::{Self, Object};
    use aptos_framework::util;

    friend aptos_framework::genesis;
    friend aptos_framework::object_code_deployment;

    /// Another package of the account has a module of that name.
    const EMODULE_NAME_CLASH: u64 = 1;
    /// The package cannot be upgraded.
    const EUPGRADE_IMMUTABLE: u64 = 2;
    /// The policy is weaker than before.
    const EUPGRADE_WEAKER_POLICY: u64 = 3;
    /// A module of the package is missing from the upgrade.
    const EMODULE_MISSING: u64 = 4;
    /// A package it depends on does not exist.
    const EPACKAGE_DEP_MISSING: u64 = 6;
    /// A package it depends on may change more than itself.
    const EDEP_WEAKER_POLICY: u64 = 7;
    /// The policy is not known.
    const EINVALID_POLICY: u64 = 8;
    /// The caller does not own the code object.
    const ENOT_PACKAGE_OWNER: u64 = 9;
    /// The object holds no code.
    const ECODE_OBJECT_DOES_NOT_EXIST: u64 = 10;

    const POLICY_COMPATIBLE: u8 = 1;
    const POLICY_IMMUTABLE: u8 = 2;

    /// The packages of an account.
    struct PackageRegistry has key, store, drop {
        packages: vector<PackageMetadata>
    }

    struct PackageMetadata has drop, store {
        name: String,
        upgrade_policy: UpgradePolicy,
        upgrade_number: u64,
        source_digest: String,
        manifest: vector<u8>,
        modules: vector<ModuleMetadata>,
        deps: vector<PackageDep>,
        extension: Option<Any>
    }

    struct PackageDep has copy, drop, store {
        account: address,
        package_name: String
    }

    struct ModuleMetadata has drop, store {
        name: String,
        source: vector<u8>,
        source_map: vector<u8>,
        extension: Option<Any>
    }

    /// 1: upgrades must be compatible; 2: no upgrades.
    struct UpgradePolicy has copy, drop, store {
        policy: u8
    }

    #[event]
    struct PublishPackage has drop, store {
        code_address: address,
        is_upgrade: bool
    }

    /// Lists the packages that the chain comes with, so that others can depend on them.
    public(friend) fun register_framework(framework: &signer) {
        let names = vector[b"MoveStdlib", b"AptosStdlib", b"AptosFramework"];
        let packages = vector::map(names, |name| PackageMetadata {
            name: string::utf8(name),
            upgrade_policy: upgrade_policy_compat(),
            upgrade_number: 0,
            source_digest: string::utf8(b""),
            manifest: vector[],
            modules: vector[],
            deps: vector[],
            extension: option::none()
        });
        move_to(framework, PackageRegistry { packages });
    }

    public fun upgrade_policy_compat(): UpgradePolicy {
        UpgradePolicy { policy: POLICY_COMPATIBLE }
    }

    public fun upgrade_policy_immutable(): UpgradePolicy {
        UpgradePolicy { policy: POLICY_IMMUTABLE }
    }

    public fun can_change_upgrade_policy_to(from: UpgradePolicy, to: UpgradePolicy): bool {
        from.policy <= to.policy
    }

    /// Publishes a package at the address of the owner, or upgrades the one of the same name.
    public fun publish_package(
        owner: &signer, pack: PackageMetadata, code: vector<vector<u8>>
    ) acquires PackageRegistry {
        let policy = pack.upgrade_policy.policy;
        assert!(
            policy == POLICY_COMPATIBLE || policy == POLICY_IMMUTABLE,
            error::invalid_argument(EINVALID_POLICY)
        );
        let addr = signer::address_of(owner);
        if (!exists<PackageRegistry>(addr)) move_to(owner, PackageRegistry { packages: vector[] });
        check_dependencies(&pack);

        let names = vector::map_ref(&pack.modules, |m| {
            let m: &ModuleMetadata = m;
            m.name
        });
        let packages = &borrow_global<PackageRegistry>(addr).packages;
        let n = vector::length(packages);
        let index = n;
        let i = 0;
        while (i < n) {
            let old = vector::borrow(packages, i);
            if (old.name == pack.name) {
                index = i;
                pack.upgrade_number = old.upgrade_number + 1;
                check_upgrade(old, &pack, &names);
            } else {
                check_coexistence(old, &names);
            };
            i = i + 1;
        };

        let packages = &mut borrow_global_mut<PackageRegistry>(addr).packages;
        if (index < n) *vector::borrow_mut(packages, index) = pack
        else vector::push_back(packages, pack);
        event::emit(PublishPackage { code_address: addr, is_upgrade: index < n });
        request_publish(addr, names, code, policy);
    }

    public entry fun publish_package_txn(
        owner: &signer, metadata_serialized: vector<u8>, code: vector<vector<u8>>
    ) acquires PackageRegistry {
        publish_package(owner, util::from_bytes<PackageMetadata>(metadata_serialized), code)
    }

    /// Makes the packages of a code object immutable, for ever.
    public fun freeze_code_object(publisher: &signer, code_object: Object<PackageRegistry>) acquires PackageRegistry {
        let code_object_addr = object::object_address(&code_object);
        assert!(exists<PackageRegistry>(code_object_addr), error::not_found(ECODE_OBJECT_DOES_NOT_EXIST));
        assert!(
            object::is_owner(code_object, signer::address_of(publisher)),
            error::permission_denied(ENOT_PACKAGE_OWNER)
        );
        let registry = borrow_global_mut<PackageRegistry>(code_object_addr);
        vector::for_each_mut(&mut registry.packages, |pack| {
            let pack: &mut PackageMetadata = pack;
            pack.upgrade_policy = upgrade_policy_immutable();
        });
    }

    fun check_upgrade(old: &PackageMetadata, new: &PackageMetadata, names: &vector<String>) {
        assert!(old.upgrade_policy.policy < POLICY_IMMUTABLE, error::invalid_argument(EUPGRADE_IMMUTABLE));
        assert!(
            can_change_upgrade_policy_to(old.upgrade_policy, new.upgrade_policy),
            error::invalid_argument(EUPGRADE_WEAKER_POLICY)
        );
        vector::for_each_ref(&old.modules, |m| {
            let m: &ModuleMetadata = m;
            assert!(vector::contains(names, &m.name), error::invalid_argument(EMODULE_MISSING));
        });
    }

    fun check_coexistence(old: &PackageMetadata, names: &vector<String>) {
        vector::for_each_ref(&old.modules, |m| {
            let m: &ModuleMetadata = m;
            assert!(!vector::contains(names, &m.name), error::already_exists(EMODULE_NAME_CLASH));
        });
    }

    fun check_dependencies(pack: &PackageMetadata) acquires PackageRegistry {
        let deps = &pack.deps;
        let n = vector::length(deps);
        let i = 0;
        while (i < n) {
            let dep = vector::borrow(deps, i);
            assert!(exists<PackageRegistry>(dep.account), error::not_found(EPACKAGE_DEP_MISSING));
            let packages = &borrow_global<PackageRegistry>(dep.account).packages;
            let (found, at) = vector::find(packages, |p| {
                let p: &PackageMetadata = p;
                p.name == dep.package_name
            });
            assert!(found, error::not_found(EPACKAGE_DEP_MISSING));
            let policy = vector::borrow(packages, at).upgrade_policy;
            assert!(
                can_change_upgrade_policy_to(pack.upgrade_policy, policy) || dep.account == @aptos_framework,
                error::invalid_argument(EDEP_WEAKER_POLICY)
            );
            i = i + 1;
        };
    }

    native fun request_publish(
        owner: address, expected_modules: vector<String>, bundle: vector<vector<u8>>, policy: u8
    );
}
