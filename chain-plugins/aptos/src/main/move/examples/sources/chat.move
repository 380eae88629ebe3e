/// A chat room. On the chain: created, joined, settled, left and closed. In the channel: messages, of which the room
/// keeps the latest.
module examples::chat {
    use std::error;
    use std::event;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::table::{Self, Table};
    use state_channel::channel_changes::{Self as changes, Page};
    use state_channel::channel_codec as codec;
    use state_channel::channel_context as context;
    use state_channel::state_channel::{Self as sc, NoAssets, SettlementCap};

    /// The message is empty or too long.
    const EBAD_MESSAGE: u64 = 1;
    /// The writer is not a member.
    const ENOT_A_MEMBER: u64 = 2;
    /// There is no such room.
    const ENO_SUCH_ROOM: u64 = 3;
    /// Only the host closes the room.
    const ENOT_THE_HOST: u64 = 4;

    const MAX_MESSAGE: u64 = 280;
    /// Messages that a room keeps.
    const KEPT: u64 = 50;

    struct Room has key, store, drop {
        topic: String,
        host: address,
        written: u64,
        messages: vector<Message>
    }

    struct Message has copy, drop, store {
        number: u64,
        writer: address,
        time: u64,
        text: String
    }

    /// The authority over all rooms.
    struct House has key {
        caps: Table<u64, SettlementCap>
    }

    #[event]
    /// Emitted in the channel for each message.
    struct Said has drop, store {
        number: u64,
        writer: address,
        text: String
    }

    fun init_module(publisher: &signer) {
        move_to(publisher, House { caps: table::new() });
    }

    // On the chain.

    public entry fun create<CoinT>(
        account: &signer, topic: String, config: vector<u8>, root: vector<u8>, creator: vector<u8>
    ) acquires House {
        let room = Room { topic, host: signer::address_of(account), written: 0, messages: vector[] };
        let (id, cap) =
            sc::create<Room, NoAssets, CoinT>(
                account, room, sc::no_assets(), sc::create_config(config), root, creator
            );
        table::add(&mut borrow_global_mut<House>(@examples).caps, id, cap);
    }

    public entry fun join<CoinT>(account: &signer, id: u64, arguments: vector<u8>) {
        sc::join<Room, NoAssets, CoinT>(account, id, arguments, sc::no_assets());
    }

    /// Applies one page of what the members settled. Anybody may call.
    public entry fun apply(
        _account: &signer, id: u64, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64
    ) acquires House {
        let (room, receipt) = sc::begin_settlement<Room, NoAssets>(cap(id), id, number, page, proof, count);
        apply_page(sc::receipt_page(&receipt), sc::channel_address(id), &mut room);
        sc::end_settlement<Room, NoAssets>(receipt, room);
    }

    public entry fun leave(account: &signer, id: u64) acquires House {
        sc::take_assets<Room, NoAssets>(cap(id), id, signer::address_of(account));
    }

    /// Ends a closed room; its messages are gone from the chain's state.
    public entry fun close(_account: &signer, id: u64) acquires House {
        sc::take_state<Room, NoAssets>(cap(id), id);
    }

    inline fun cap(id: u64): &SettlementCap {
        let caps = &borrow_global<House>(@examples).caps;
        assert!(table::contains(caps, id), error::not_found(ENO_SUCH_ROOM));
        table::borrow(caps, id)
    }

    fun apply_page(page: &Page, state_address: address, room: &mut Room) {
        let change = changes::find_resource(page, state_address, changes::struct_tag(@examples, b"chat", b"Room"));
        if (std::option::is_none(&change)) return;
        let r = codec::reader(changes::value(std::option::borrow(&change)), 65536);
        room.topic = string::utf8(codec::bytes(&mut r, 65536));
        room.host = codec::addr(&mut r);
        room.written = codec::read_u64(&mut r);
        room.messages = vector[];
        let n = codec::count(&mut r, KEPT);
        while (n > 0) {
            let number = codec::read_u64(&mut r);
            let writer = codec::addr(&mut r);
            let time = codec::read_u64(&mut r);
            let text = string::utf8(codec::bytes(&mut r, 4 * MAX_MESSAGE));
            vector::push_back(&mut room.messages, Message { number, writer, time, text });
            n = n - 1;
        };
        codec::finish(r);
    }

    // In the channel.

    /// Says something.
    public entry fun say(writer: &signer, text: String) acquires Room {
        let account = signer::address_of(writer);
        assert!(context::is_member(account), error::permission_denied(ENOT_A_MEMBER));
        let length = string::length(&text);
        assert!(length > 0 && length <= MAX_MESSAGE, error::invalid_argument(EBAD_MESSAGE));
        let room = borrow_global_mut<Room>(context::state_address());
        room.written = room.written + 1;
        let number = room.written;
        vector::push_back(&mut room.messages, Message { number, writer: account, time: context::time(), text });
        if (vector::length(&room.messages) > KEPT) {
            vector::remove(&mut room.messages, 0);
        };
        event::emit(Said { number, writer: account, text });
    }

    /// Asks to leave the room.
    public entry fun request_leave(member: &signer) {
        context::request_leave(member);
    }

    /// Asks to close the room. Only its host.
    public entry fun request_close(host: &signer) acquires Room {
        let room = borrow_global<Room>(context::state_address());
        assert!(room.host == signer::address_of(host), error::permission_denied(ENOT_THE_HOST));
        context::request_close();
    }

    #[test_only]
    public fun init_for_test(publisher: &signer) { init_module(publisher) }

    #[test_only]
    public fun put_for_test(at: &signer, host: address) {
        move_to(at, Room { topic: string::utf8(b"test"), host, written: 0, messages: vector[] });
    }

    #[test_only]
    public fun room_for_test(at: address): (u64, u64, vector<u8>) acquires Room {
        let room = borrow_global<Room>(at);
        (room.written, vector::length(&room.messages), std::bcs::to_bytes(room))
    }

    #[test_only]
    public fun last_for_test(at: address): (u64, address, u64, String) acquires Room {
        let room = borrow_global<Room>(at);
        let m = vector::borrow(&room.messages, vector::length(&room.messages) - 1);
        (m.number, m.writer, m.time, m.text)
    }

    #[test_only]
    public fun settled_bytes_for_test(id: u64): vector<u8> acquires House {
        std::bcs::to_bytes(&sc::take_state<Room, NoAssets>(cap(id), id))
    }
}
