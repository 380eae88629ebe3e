/// Packages at the address of an object, so that their owner can change.
module aptos_framework::object_code_deployment {
    use std::bcs;
    use std::error;
    use std::event;
    use std::signer;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::code::{Self, PackageRegistry};
    use aptos_framework::object::{Self, ExtendRef, Object};

    /// The caller does not own the code object.
    const ENOT_CODE_OBJECT_OWNER: u64 = 2;
    /// The object holds no code.
    const ECODE_OBJECT_DOES_NOT_EXIST: u64 = 3;

    const OBJECT_CODE_DEPLOYMENT_DOMAIN_SEPARATOR: vector<u8> = b"aptos_framework::object_code_deployment";

    struct ManagingRefs has key {
        extend_ref: ExtendRef
    }

    #[event]
    struct Publish has drop, store {
        object_address: address
    }

    #[event]
    struct Upgrade has drop, store {
        object_address: address
    }

    #[event]
    struct Freeze has drop, store {
        object_address: address
    }

    /// Publishes at a new object whose address follows from the publisher and its next sequence number.
    public entry fun publish(publisher: &signer, metadata_serialized: vector<u8>, code: vector<vector<u8>>) {
        let publisher_address = signer::address_of(publisher);
        let seed = bcs::to_bytes(&OBJECT_CODE_DEPLOYMENT_DOMAIN_SEPARATOR);
        let sequence_number = account::get_sequence_number(publisher_address) + 1;
        vector::append(&mut seed, bcs::to_bytes(&sequence_number));
        let constructor_ref = &object::create_named_object(publisher, seed);
        let code_signer = &object::generate_signer(constructor_ref);
        code::publish_package_txn(code_signer, metadata_serialized, code);
        event::emit(Publish { object_address: signer::address_of(code_signer) });
        move_to(code_signer, ManagingRefs { extend_ref: object::generate_extend_ref(constructor_ref) });
    }

    public entry fun upgrade(
        publisher: &signer,
        metadata_serialized: vector<u8>,
        code: vector<vector<u8>>,
        code_object: Object<PackageRegistry>
    ) acquires ManagingRefs {
        assert!(
            object::is_owner(code_object, signer::address_of(publisher)),
            error::permission_denied(ENOT_CODE_OBJECT_OWNER)
        );
        let code_object_address = object::object_address(&code_object);
        assert!(exists<ManagingRefs>(code_object_address), error::not_found(ECODE_OBJECT_DOES_NOT_EXIST));
        let extend_ref = &borrow_global<ManagingRefs>(code_object_address).extend_ref;
        let code_signer = &object::generate_signer_for_extending(extend_ref);
        code::publish_package_txn(code_signer, metadata_serialized, code);
        event::emit(Upgrade { object_address: code_object_address });
    }

    public entry fun freeze_code_object(publisher: &signer, code_object: Object<PackageRegistry>) {
        code::freeze_code_object(publisher, code_object);
        event::emit(Freeze { object_address: object::object_address(&code_object) });
    }
}
