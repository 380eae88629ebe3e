/// Objects: addresses that have an owner and no key, and hold resources.
module aptos_framework::object {
    use std::bcs;
    use std::error;
    use std::event::{Self, EventHandle};
    use std::guid::{Self, GUID};
    use std::hash;
    use std::signer;
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_framework::account;
    use aptos_framework::create_signer::create_signer;
    use aptos_framework::transaction_context;

    friend aptos_framework::primary_fungible_store;

    /// There is an object at the address.
    const EOBJECT_EXISTS: u64 = 1;
    /// There is no object at the address.
    const EOBJECT_DOES_NOT_EXIST: u64 = 2;
    /// The owner may not transfer the object.
    const ENO_UNGATED_TRANSFERS: u64 = 3;
    /// The caller does not own the object.
    const ENOT_OBJECT_OWNER: u64 = 4;
    /// The object cannot be deleted.
    const ECANNOT_DELETE: u64 = 5;
    /// Owners of owners go too deep.
    const EMAXIMUM_NESTING: u64 = 6;
    /// The object does not hold such a resource.
    const ERESOURCE_DOES_NOT_EXIST: u64 = 7;
    /// The object was made untransferable for ever.
    const EOBJECT_NOT_TRANSFERRABLE: u64 = 9;

    const MAXIMUM_OBJECT_NESTING: u8 = 8;
    /// Last bytes of what is hashed to an object's address.
    const DERIVE_AUID_ADDRESS_SCHEME: u8 = 0xFB;
    const OBJECT_DERIVED_SCHEME: u8 = 0xFC;
    const OBJECT_FROM_GUID_ADDRESS_SCHEME: u8 = 0xFD;
    const OBJECT_FROM_SEED_ADDRESS_SCHEME: u8 = 0xFE;

    struct ObjectCore has key {
        guid_creation_num: u64,
        owner: address,
        allow_ungated_transfer: bool,
        transfer_events: EventHandle<TransferEvent>
    }

    /// Marks an object that can never be transferred by its owner.
    struct Untransferable has key {}

    /// A typed pointer to an object.
    struct Object<phantom T> has copy, drop, store {
        inner: address
    }

    /// Given once, when the object is made.
    struct ConstructorRef has drop {
        self: address,
        can_delete: bool
    }

    struct DeleteRef has drop, store {
        self: address
    }

    /// Gives the signer of the object.
    struct ExtendRef has drop, store {
        self: address
    }

    /// Governs transfers by the owner.
    struct TransferRef has drop, store {
        self: address
    }

    /// Allows one transfer by its holder.
    struct LinearTransferRef has drop {
        self: address,
        owner: address
    }

    /// Makes objects whose address derives from this one and an account.
    struct DeriveRef has drop, store {
        self: address
    }

    struct TransferEvent has drop, store {
        object: address,
        from: address,
        to: address
    }

    #[event]
    struct Transfer has drop, store {
        object: address,
        from: address,
        to: address
    }

    #[view]
    public fun is_object(object: address): bool {
        exists<ObjectCore>(object)
    }

    #[view]
    public fun object_exists<T: key>(object: address): bool {
        exists<ObjectCore>(object) && exists_at<T>(object)
    }

    #[view]
    /// A typed pointer; aborts when there is no such resource at an object.
    public fun address_to_object<T: key>(object: address): Object<T> {
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        assert!(exists_at<T>(object), error::not_found(ERESOURCE_DOES_NOT_EXIST));
        Object { inner: object }
    }

    /// Address of the object of `source` and `seed`.
    public fun create_object_address(source: &address, seed: vector<u8>): address {
        let bytes = bcs::to_bytes(source);
        vector::append(&mut bytes, seed);
        derived(bytes, OBJECT_FROM_SEED_ADDRESS_SCHEME)
    }

    /// Address of the object that belongs to `source` and derives from another object.
    public fun create_user_derived_object_address(source: address, derive_from: address): address {
        let bytes = bcs::to_bytes(&source);
        vector::append(&mut bytes, bcs::to_bytes(&derive_from));
        derived(bytes, OBJECT_DERIVED_SCHEME)
    }

    /// Address of the object with the given number of its creator.
    public fun create_guid_object_address(source: address, creation_num: u64): address {
        let id = guid::create_id(source, creation_num);
        derived(bcs::to_bytes(&id), OBJECT_FROM_GUID_ADDRESS_SCHEME)
    }

    fun derived(bytes: vector<u8>, scheme: u8): address {
        vector::push_back(&mut bytes, scheme);
        from_bcs::to_address(hash::sha3_256(bytes))
    }

    native fun exists_at<T: key>(object: address): bool;

    public fun object_address<T: key>(object: &Object<T>): address {
        object.inner
    }

    public fun convert<X: key, Y: key>(object: Object<X>): Object<Y> {
        address_to_object<Y>(object.inner)
    }

    /// An object at the address of creator and seed; it cannot be deleted.
    public fun create_named_object(creator: &signer, seed: vector<u8>): ConstructorRef {
        let creator_address = signer::address_of(creator);
        create_object_internal(creator_address, create_object_address(&creator_address, seed), false)
    }

    public(friend) fun create_user_derived_object(creator_address: address, derive_ref: &DeriveRef): ConstructorRef {
        let address = create_user_derived_object_address(creator_address, derive_ref.self);
        create_object_internal(creator_address, address, false)
    }

    /// An object at an address nobody can foresee.
    public fun create_object(owner_address: address): ConstructorRef {
        create_object_internal(owner_address, transaction_context::generate_auid_address(), true)
    }

    /// The same; it cannot be deleted.
    public fun create_sticky_object(owner_address: address): ConstructorRef {
        create_object_internal(owner_address, transaction_context::generate_auid_address(), false)
    }

    public fun create_object_from_account(creator: &signer): ConstructorRef {
        create_object_from_guid(signer::address_of(creator), account::create_guid(creator))
    }

    public fun create_object_from_object(creator: &signer): ConstructorRef acquires ObjectCore {
        create_object_from_guid(signer::address_of(creator), create_guid(creator))
    }

    fun create_object_from_guid(creator_address: address, guid: GUID): ConstructorRef {
        let address = derived(bcs::to_bytes(&guid), OBJECT_FROM_GUID_ADDRESS_SCHEME);
        create_object_internal(creator_address, address, true)
    }

    fun create_object_internal(owner: address, object: address, can_delete: bool): ConstructorRef {
        assert!(!exists<ObjectCore>(object), error::already_exists(EOBJECT_EXISTS));
        let object_signer = create_signer(object);
        // Numbers of objects start where those of accounts cannot reach.
        let guid_creation_num = 0x4000000000000;
        let transfer_events = event::new_event_handle(guid::create(&object_signer, &mut guid_creation_num));
        move_to(
            &object_signer,
            ObjectCore { guid_creation_num, owner, allow_ungated_transfer: true, transfer_events }
        );
        ConstructorRef { self: object, can_delete }
    }

    public fun generate_delete_ref(ref: &ConstructorRef): DeleteRef {
        assert!(ref.can_delete, error::permission_denied(ECANNOT_DELETE));
        DeleteRef { self: ref.self }
    }

    public fun generate_extend_ref(ref: &ConstructorRef): ExtendRef {
        ExtendRef { self: ref.self }
    }

    public fun generate_transfer_ref(ref: &ConstructorRef): TransferRef {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        TransferRef { self: ref.self }
    }

    public fun generate_derive_ref(ref: &ConstructorRef): DeriveRef {
        DeriveRef { self: ref.self }
    }

    public fun generate_signer(ref: &ConstructorRef): signer {
        create_signer(ref.self)
    }

    public fun address_from_constructor_ref(ref: &ConstructorRef): address {
        ref.self
    }

    public fun object_from_constructor_ref<T: key>(ref: &ConstructorRef): Object<T> {
        address_to_object<T>(ref.self)
    }

    public fun can_generate_delete_ref(ref: &ConstructorRef): bool {
        ref.can_delete
    }

    /// Keeps the owner from transferring the object, for ever.
    public fun set_untransferable(ref: &ConstructorRef) acquires ObjectCore {
        borrow_global_mut<ObjectCore>(ref.self).allow_ungated_transfer = false;
        move_to(&create_signer(ref.self), Untransferable {});
    }

    public fun create_guid(object: &signer): GUID acquires ObjectCore {
        let core = borrow_global_mut<ObjectCore>(signer::address_of(object));
        guid::create(object, &mut core.guid_creation_num)
    }

    public fun new_event_handle<T: drop + store>(object: &signer): EventHandle<T> acquires ObjectCore {
        event::new_event_handle(create_guid(object))
    }

    public fun address_from_delete_ref(ref: &DeleteRef): address {
        ref.self
    }

    public fun object_from_delete_ref<T: key>(ref: &DeleteRef): Object<T> {
        address_to_object<T>(ref.self)
    }

    /// Ends the object. Resources left at its address stay there.
    public fun delete(ref: DeleteRef) acquires ObjectCore, Untransferable {
        if (exists<Untransferable>(ref.self)) {
            let Untransferable {} = move_from<Untransferable>(ref.self);
        };
        let ObjectCore { guid_creation_num: _, owner: _, allow_ungated_transfer: _, transfer_events } =
            move_from<ObjectCore>(ref.self);
        event::destroy_handle(transfer_events);
    }

    public fun generate_signer_for_extending(ref: &ExtendRef): signer {
        create_signer(ref.self)
    }

    public fun address_from_extend_ref(ref: &ExtendRef): address {
        ref.self
    }

    public fun disable_ungated_transfer(ref: &TransferRef) acquires ObjectCore {
        borrow_global_mut<ObjectCore>(ref.self).allow_ungated_transfer = false;
    }

    public fun enable_ungated_transfer(ref: &TransferRef) acquires ObjectCore {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        borrow_global_mut<ObjectCore>(ref.self).allow_ungated_transfer = true;
    }

    public fun generate_linear_transfer_ref(ref: &TransferRef): LinearTransferRef acquires ObjectCore {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        LinearTransferRef { self: ref.self, owner: borrow_global<ObjectCore>(ref.self).owner }
    }

    /// Transfers whatever the owner may do; only from the owner at the time the reference was made.
    public fun transfer_with_ref(ref: LinearTransferRef, to: address) acquires ObjectCore {
        assert!(!exists<Untransferable>(ref.self), error::permission_denied(EOBJECT_NOT_TRANSFERRABLE));
        assert!(borrow_global<ObjectCore>(ref.self).owner == ref.owner, error::permission_denied(ENOT_OBJECT_OWNER));
        set_owner(ref.self, to);
    }

    public entry fun transfer_call(owner: &signer, object: address, to: address) acquires ObjectCore {
        transfer_raw(owner, object, to)
    }

    public entry fun transfer<T: key>(owner: &signer, object: Object<T>, to: address) acquires ObjectCore {
        transfer_raw(owner, object.inner, to)
    }

    public entry fun transfer_to_object<O: key, T: key>(
        owner: &signer, object: Object<O>, to: Object<T>
    ) acquires ObjectCore {
        transfer_raw(owner, object.inner, to.inner)
    }

    /// Transfers an object that the caller owns, itself or through other objects.
    public fun transfer_raw(owner: &signer, object: address, to: address) acquires ObjectCore {
        let owner_address = signer::address_of(owner);
        assert!(exists<ObjectCore>(object), error::not_found(EOBJECT_DOES_NOT_EXIST));
        let depth = 0;
        let at = object;
        loop {
            let core = borrow_global<ObjectCore>(at);
            assert!(core.allow_ungated_transfer, error::permission_denied(ENO_UNGATED_TRANSFERS));
            if (core.owner == owner_address) break;
            assert!(exists<ObjectCore>(core.owner), error::permission_denied(ENOT_OBJECT_OWNER));
            at = core.owner;
            depth = depth + 1;
            assert!(depth < MAXIMUM_OBJECT_NESTING, error::out_of_range(EMAXIMUM_NESTING));
        };
        set_owner(object, to);
    }

    fun set_owner(object: address, to: address) acquires ObjectCore {
        let core = borrow_global_mut<ObjectCore>(object);
        if (core.owner != to) event::emit(Transfer { object, from: core.owner, to });
        core.owner = to;
    }

    #[view]
    public fun ungated_transfer_allowed<T: key>(object: Object<T>): bool acquires ObjectCore {
        assert!(exists<ObjectCore>(object.inner), error::not_found(EOBJECT_DOES_NOT_EXIST));
        borrow_global<ObjectCore>(object.inner).allow_ungated_transfer
    }

    #[view]
    public fun owner<T: key>(object: Object<T>): address acquires ObjectCore {
        assert!(exists<ObjectCore>(object.inner), error::not_found(EOBJECT_DOES_NOT_EXIST));
        borrow_global<ObjectCore>(object.inner).owner
    }

    #[view]
    public fun is_owner<T: key>(object: Object<T>, owner: address): bool acquires ObjectCore {
        owner<T>(object) == owner
    }

    #[view]
    /// Whether the account owns the object, itself or through other objects.
    public fun owns<T: key>(object: Object<T>, owner: address): bool acquires ObjectCore {
        let at = object.inner;
        let depth = 0;
        while (at != owner) {
            if (!exists<ObjectCore>(at)) return false;
            at = borrow_global<ObjectCore>(at).owner;
            depth = depth + 1;
            assert!(depth <= MAXIMUM_OBJECT_NESTING, error::out_of_range(EMAXIMUM_NESTING));
        };
        true
    }
}
