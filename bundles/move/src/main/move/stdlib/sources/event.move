/// Records of what happened, kept in the transaction and not in the state.
module std::event {
    use std::bcs;
    use std::guid::GUID;

    /// A numbered stream of events of one type.
    struct EventHandle<phantom T: drop + store> has store {
        counter: u64,
        guid: GUID
    }

    /// Emits a module event; `T` must be marked `#[event]`.
    public fun emit<T: store + drop>(msg: T) {
        write_module_event_to_store<T>(msg);
    }

    /// A stream with the number `guid`. On a public network only the framework may call it.
    public fun new_event_handle<T: drop + store>(guid: GUID): EventHandle<T> {
        EventHandle { counter: 0, guid }
    }

    /// Emits the next event of the stream.
    public fun emit_event<T: drop + store>(handle_ref: &mut EventHandle<T>, msg: T) {
        write_to_event_store<T>(bcs::to_bytes(&handle_ref.guid), handle_ref.counter, msg);
        handle_ref.counter = handle_ref.counter + 1;
    }

    public fun guid<T: drop + store>(handle_ref: &EventHandle<T>): &GUID {
        &handle_ref.guid
    }

    public fun counter<T: drop + store>(handle_ref: &EventHandle<T>): u64 {
        handle_ref.counter
    }

    public fun destroy_handle<T: drop + store>(handle: EventHandle<T>) {
        let EventHandle { counter: _, guid: _ } = handle;
    }

    native fun write_to_event_store<T: drop + store>(guid: vector<u8>, count: u64, msg: T);

    native fun write_module_event_to_store<T: drop + store>(msg: T);
}
