/// Assets of which each unit is like the other, held in objects. The part that wallets and the official
/// client use: issue, stores, transfers, balances.
module aptos_framework::fungible_asset {
    use std::error;
    use std::event;
    use std::option::{Self, Option};
    use std::signer;
    use std::string::{Self, String};
    use aptos_framework::object::{Self, ConstructorRef, Object};

    /// The amount is zero.
    const EAMOUNT_CANNOT_BE_ZERO: u64 = 1;
    /// The store is frozen.
    const ESTORE_IS_FROZEN: u64 = 3;
    /// The store has less than that.
    const EINSUFFICIENT_BALANCE: u64 = 4;
    /// More than the asset may have.
    const EMAX_SUPPLY_EXCEEDED: u64 = 5;
    /// Two different assets.
    const EFUNGIBLE_ASSET_AND_STORE_MISMATCH: u64 = 11;
    /// The caller does not own the store.
    const ENOT_STORE_OWNER: u64 = 8;
    /// Only an amount of zero can be dropped.
    const EAMOUNT_IS_NOT_ZERO: u64 = 12;
    /// A reference of another asset.
    const EMINT_REF_AND_STORE_MISMATCH: u64 = 7;
    /// The name is too long.
    const ENAME_TOO_LONG: u64 = 15;
    /// The symbol is too long.
    const ESYMBOL_TOO_LONG: u64 = 16;
    /// The asset's object could be deleted.
    const EOBJECT_IS_DELETABLE: u64 = 18;

    const MAX_NAME_LENGTH: u64 = 32;
    const MAX_SYMBOL_LENGTH: u64 = 10;

    struct Supply has key {
        current: u128,
        maximum: Option<u128>
    }

    struct Metadata has key {
        name: String,
        symbol: String,
        decimals: u8,
        icon_uri: String,
        project_uri: String
    }

    struct FungibleStore has key {
        metadata: Object<Metadata>,
        balance: u64,
        frozen: bool
    }

    struct FungibleAsset {
        metadata: Object<Metadata>,
        amount: u64
    }

    struct MintRef has drop, store {
        metadata: Object<Metadata>
    }

    struct TransferRef has drop, store {
        metadata: Object<Metadata>
    }

    struct BurnRef has drop, store {
        metadata: Object<Metadata>
    }

    #[event]
    struct Deposit has drop, store {
        store: address,
        amount: u64
    }

    #[event]
    struct Withdraw has drop, store {
        store: address,
        amount: u64
    }

    #[event]
    struct Frozen has drop, store {
        store: address,
        frozen: bool
    }

    /// Makes the object a fungible asset.
    public fun add_fungibility(
        constructor_ref: &ConstructorRef,
        maximum_supply: Option<u128>,
        name: String,
        symbol: String,
        decimals: u8,
        icon_uri: String,
        project_uri: String
    ): Object<Metadata> {
        assert!(
            !object::can_generate_delete_ref(constructor_ref),
            error::invalid_argument(EOBJECT_IS_DELETABLE)
        );
        assert!(string::length(&name) <= MAX_NAME_LENGTH, error::out_of_range(ENAME_TOO_LONG));
        assert!(string::length(&symbol) <= MAX_SYMBOL_LENGTH, error::out_of_range(ESYMBOL_TOO_LONG));
        let metadata_signer = &object::generate_signer(constructor_ref);
        move_to(metadata_signer, Metadata { name, symbol, decimals, icon_uri, project_uri });
        move_to(metadata_signer, Supply { current: 0, maximum: maximum_supply });
        object::object_from_constructor_ref<Metadata>(constructor_ref)
    }

    public fun generate_mint_ref(constructor_ref: &ConstructorRef): MintRef {
        MintRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    public fun generate_burn_ref(constructor_ref: &ConstructorRef): BurnRef {
        BurnRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    public fun generate_transfer_ref(constructor_ref: &ConstructorRef): TransferRef {
        TransferRef { metadata: object::object_from_constructor_ref<Metadata>(constructor_ref) }
    }

    #[view]
    public fun supply<T: key>(metadata: Object<T>): Option<u128> acquires Supply {
        let addr = object::object_address(&metadata);
        if (exists<Supply>(addr)) option::some(borrow_global<Supply>(addr).current) else option::none()
    }

    #[view]
    public fun maximum<T: key>(metadata: Object<T>): Option<u128> acquires Supply {
        let addr = object::object_address(&metadata);
        if (exists<Supply>(addr)) borrow_global<Supply>(addr).maximum else option::none()
    }

    #[view]
    public fun name<T: key>(metadata: Object<T>): String acquires Metadata {
        borrow_global<Metadata>(object::object_address(&metadata)).name
    }

    #[view]
    public fun symbol<T: key>(metadata: Object<T>): String acquires Metadata {
        borrow_global<Metadata>(object::object_address(&metadata)).symbol
    }

    #[view]
    public fun decimals<T: key>(metadata: Object<T>): u8 acquires Metadata {
        borrow_global<Metadata>(object::object_address(&metadata)).decimals
    }

    #[view]
    public fun store_exists(store: address): bool {
        exists<FungibleStore>(store)
    }

    #[view]
    public fun store_metadata<T: key>(store: Object<T>): Object<Metadata> acquires FungibleStore {
        borrow_global<FungibleStore>(object::object_address(&store)).metadata
    }

    #[view]
    public fun balance<T: key>(store: Object<T>): u64 acquires FungibleStore {
        let addr = object::object_address(&store);
        if (store_exists(addr)) borrow_global<FungibleStore>(addr).balance else 0
    }

    #[view]
    public fun is_frozen<T: key>(store: Object<T>): bool acquires FungibleStore {
        let addr = object::object_address(&store);
        store_exists(addr) && borrow_global<FungibleStore>(addr).frozen
    }

    public fun metadata_from_asset(fa: &FungibleAsset): Object<Metadata> {
        fa.metadata
    }

    public fun asset_metadata(fa: &FungibleAsset): Object<Metadata> {
        fa.metadata
    }

    public fun amount(fa: &FungibleAsset): u64 {
        fa.amount
    }

    public fun mint_ref_metadata(ref: &MintRef): Object<Metadata> {
        ref.metadata
    }

    public fun transfer_ref_metadata(ref: &TransferRef): Object<Metadata> {
        ref.metadata
    }

    public fun burn_ref_metadata(ref: &BurnRef): Object<Metadata> {
        ref.metadata
    }

    /// Makes the object a store of the asset.
    public fun create_store<T: key>(constructor_ref: &ConstructorRef, metadata: Object<T>): Object<FungibleStore> {
        let store_signer = &object::generate_signer(constructor_ref);
        move_to(
            store_signer,
            FungibleStore { metadata: object::convert(metadata), balance: 0, frozen: false }
        );
        object::object_from_constructor_ref<FungibleStore>(constructor_ref)
    }

    public entry fun transfer<T: key>(
        sender: &signer, from: Object<T>, to: Object<T>, amount: u64
    ) acquires FungibleStore {
        deposit(to, withdraw(sender, from, amount));
    }

    public fun withdraw<T: key>(owner: &signer, store: Object<T>, amount: u64): FungibleAsset acquires FungibleStore {
        assert!(object::owns(store, signer::address_of(owner)), error::permission_denied(ENOT_STORE_OWNER));
        assert!(!is_frozen(store), error::permission_denied(ESTORE_IS_FROZEN));
        withdraw_internal(object::object_address(&store), amount)
    }

    public fun deposit<T: key>(store: Object<T>, fa: FungibleAsset) acquires FungibleStore {
        assert!(!is_frozen(store), error::permission_denied(ESTORE_IS_FROZEN));
        deposit_internal(object::object_address(&store), fa);
    }

    public fun mint(ref: &MintRef, amount: u64): FungibleAsset acquires Supply {
        assert!(amount > 0, error::invalid_argument(EAMOUNT_CANNOT_BE_ZERO));
        let supply = borrow_global_mut<Supply>(object::object_address(&ref.metadata));
        let total = supply.current + (amount as u128);
        if (option::is_some(&supply.maximum)) {
            assert!(total <= *option::borrow(&supply.maximum), error::out_of_range(EMAX_SUPPLY_EXCEEDED));
        };
        supply.current = total;
        FungibleAsset { metadata: ref.metadata, amount }
    }

    public fun mint_to<T: key>(ref: &MintRef, store: Object<T>, amount: u64) acquires FungibleStore, Supply {
        deposit(store, mint(ref, amount));
    }

    public fun burn(ref: &BurnRef, fa: FungibleAsset) acquires Supply {
        let FungibleAsset { metadata, amount } = fa;
        assert!(ref.metadata == metadata, error::invalid_argument(EMINT_REF_AND_STORE_MISMATCH));
        let supply = borrow_global_mut<Supply>(object::object_address(&metadata));
        supply.current = supply.current - (amount as u128);
    }

    public fun burn_from<T: key>(ref: &BurnRef, store: Object<T>, amount: u64) acquires FungibleStore, Supply {
        burn(ref, withdraw_internal(object::object_address(&store), amount));
    }

    public fun set_frozen_flag<T: key>(ref: &TransferRef, store: Object<T>, frozen: bool) acquires FungibleStore {
        let addr = object::object_address(&store);
        let held = borrow_global_mut<FungibleStore>(addr);
        assert!(ref.metadata == held.metadata, error::invalid_argument(EMINT_REF_AND_STORE_MISMATCH));
        held.frozen = frozen;
        event::emit(Frozen { store: addr, frozen });
    }

    public fun zero<T: key>(metadata: Object<T>): FungibleAsset {
        FungibleAsset { metadata: object::convert(metadata), amount: 0 }
    }

    public fun extract(fungible_asset: &mut FungibleAsset, amount: u64): FungibleAsset {
        assert!(fungible_asset.amount >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        fungible_asset.amount = fungible_asset.amount - amount;
        FungibleAsset { metadata: fungible_asset.metadata, amount }
    }

    public fun merge(dst_fungible_asset: &mut FungibleAsset, src_fungible_asset: FungibleAsset) {
        let FungibleAsset { metadata, amount } = src_fungible_asset;
        assert!(
            metadata == dst_fungible_asset.metadata,
            error::invalid_argument(EFUNGIBLE_ASSET_AND_STORE_MISMATCH)
        );
        dst_fungible_asset.amount = dst_fungible_asset.amount + amount;
    }

    public fun destroy_zero(fungible_asset: FungibleAsset) {
        let FungibleAsset { metadata: _, amount } = fungible_asset;
        assert!(amount == 0, error::invalid_argument(EAMOUNT_IS_NOT_ZERO));
    }

    fun withdraw_internal(store: address, amount: u64): FungibleAsset acquires FungibleStore {
        assert!(amount > 0, error::invalid_argument(EAMOUNT_CANNOT_BE_ZERO));
        let held = borrow_global_mut<FungibleStore>(store);
        assert!(held.balance >= amount, error::invalid_argument(EINSUFFICIENT_BALANCE));
        held.balance = held.balance - amount;
        event::emit(Withdraw { store, amount });
        FungibleAsset { metadata: held.metadata, amount }
    }

    fun deposit_internal(store: address, fa: FungibleAsset) acquires FungibleStore {
        let FungibleAsset { metadata, amount } = fa;
        let held = borrow_global_mut<FungibleStore>(store);
        assert!(metadata == held.metadata, error::invalid_argument(EFUNGIBLE_ASSET_AND_STORE_MISMATCH));
        if (amount == 0) return;
        held.balance = held.balance + amount;
        event::emit(Deposit { store, amount });
    }
}
