/// The module for the reference virtual machine's test runner, whose natives have other names.
module std::event {
    use std::guid::GUID;
    use std::vector;

    struct EventHandle<phantom T: drop + store> has store {
        counter: u64,
        guid: GUID
    }

    public fun emit<T: store + drop>(msg: T) {
        emit_event<T>(&msg);
    }

    public fun new_event_handle<T: drop + store>(guid: GUID): EventHandle<T> {
        EventHandle { counter: 0, guid }
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

    native fun emit_event<T: drop>(msg: &T);

    #[test_only]
    native public fun emitted_events<T: drop>(): vector<T>;

    #[test_only]
    public fun was_event_emitted<T: drop>(msg: &T): bool {
        vector::contains(&emitted_events<T>(), msg)
    }
}
