#[test_only]
module examples::example_tests {
    use std::string;
    use std::vector;
    use aptos_framework::account;
    use aptos_framework::aptos_coin::AptosCoin;
    use examples::chat;
    use examples::editor;
    use examples::movecraft;
    use state_channel::channel_changes as changes;
    use state_channel::channel_context as context;
    use state_channel::fixture as f;
    use state_channel::state_channel as sc;

    fun publisher(): signer {
        account::create_signer_for_test(@examples)
    }

    /// Inside channel 1, with members 0 and 1; the signer of the place of its state.
    fun inside(): signer {
        context::enter(&publisher(), 1, @0xc1, 7, 1700, vector[@0xa0, @0xa1]);
        account::create_signer_for_test(@0xc1)
    }

    fun text(bytes: vector<u8>): string::String {
        string::utf8(bytes)
    }

    fun close(id: u64, n: u64) {
        let amounts = vector::map(vector::range(0, n), |_i| 100);
        let releases = vector::map(vector::range(0, n), |_i| 1);
        let list = f::payouts(3, @0x0, vector::range(0, n), amounts, releases);
        sc::settle(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 20, list), 3), n));
    }

    fun settle_page(id: u64, n: u64, root: vector<u8>) {
        sc::settle(&f::member(9), id, f::settlement(&f::with_net_root(f::header(id, 10, f::even(n)), root), n));
    }

    // Editor.

    #[test]
    fun documents_are_edited_in_the_channel() {
        editor::put_for_test(&inside(), b"Draft");
        editor::insert(&f::member(0), 0, text(b"one"));
        editor::insert(&f::member(1), 1, text(b"three"));
        editor::insert(&f::member(0), 1, text(b"two"));
        editor::replace(&f::member(1), 0, text(b"One"));
        editor::remove(&f::member(1), 2);
        assert!(editor::text_for_test(@0xc1, 0) == text(b"One"), 1);
        assert!(editor::text_for_test(@0xc1, 1) == text(b"two"), 2);
        editor::request_leave(&f::member(1));
    }

    #[test]
    #[expected_failure(abort_code = 0x20001, location = examples::editor)]
    fun only_lines_are_edited() {
        editor::put_for_test(&inside(), b"Draft");
        editor::replace(&f::member(0), 0, text(b"x"));
    }

    #[test]
    #[expected_failure(abort_code = 1, location = state_channel::channel_context)]
    fun documents_are_not_edited_on_the_chain() {
        f::chain();
        editor::insert(&f::member(0), 0, text(b"one"));
    }

    #[test]
    #[expected_failure(abort_code = 6, location = state_channel::channel_context)]
    fun strangers_do_not_leave() {
        inside();
        editor::request_leave(&f::member(5));
    }

    #[test]
    fun documents_are_settled_and_kept() {
        f::chain();
        editor::init_for_test(&publisher());
        editor::create<AptosCoin>(
            &f::member(0), text(b"Draft"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
        editor::join<AptosCoin>(&f::member(1), 1, f::join_arguments(1, 1, 100));
        // What the members settled is the document as the channel had it.
        editor::put_for_test(&inside(), b"Final");
        editor::insert(&f::member(0), 0, text(b"one"));
        editor::insert(&f::member(1), 1, text(b"two"));
        let tag = changes::struct_tag(@examples, b"editor", b"Document");
        let (page, root) = f::single_page(sc::channel_address(1), tag, editor::bytes_for_test(@0xc1));
        settle_page(1, 2, root);
        editor::apply(&f::member(9), 1, 0, page, vector[], 1);
        close(1, 2);
        editor::leave(&f::member(0), 1);
        editor::leave(&f::member(1), 1);
        editor::close(&f::member(9), 1);
        assert!(editor::read(1) == vector[text(b"one"), text(b"two")], 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60004, location = examples::editor)]
    fun unfinished_documents_are_not_read() {
        editor::init_for_test(&publisher());
        editor::read(1);
    }

    // Chat.

    #[test]
    fun members_talk() {
        chat::put_for_test(&inside(), @0xa0);
        chat::say(&f::member(0), text(b"hello"));
        chat::say(&f::member(1), text(b"hi"));
        let (number, writer, time, said) = chat::last_for_test(@0xc1);
        assert!(number == 2 && writer == @0xa1 && time == 1700 && said == text(b"hi"), 1);
        chat::request_close(&f::member(0));
    }

    #[test]
    fun rooms_keep_the_latest() {
        chat::put_for_test(&inside(), @0xa0);
        let i = 0;
        while (i < 60) {
            chat::say(&f::member(0), text(b"x"));
            i = i + 1;
        };
        let (written, kept, _) = chat::room_for_test(@0xc1);
        assert!(written == 60 && kept == 50, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x50002, location = examples::chat)]
    fun strangers_do_not_talk() {
        chat::put_for_test(&inside(), @0xa0);
        chat::say(&f::member(5), text(b"x"));
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = examples::chat)]
    fun messages_say_something() {
        chat::put_for_test(&inside(), @0xa0);
        chat::say(&f::member(0), text(b""));
    }

    #[test]
    #[expected_failure(abort_code = 0x50004, location = examples::chat)]
    fun guests_do_not_close_the_room() {
        chat::put_for_test(&inside(), @0xa0);
        chat::request_close(&f::member(1));
    }

    #[test]
    fun rooms_are_settled_and_closed() {
        f::chain();
        chat::init_for_test(&publisher());
        chat::create<AptosCoin>(
            &f::member(0), text(b"test"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
        chat::join<AptosCoin>(&f::member(1), 1, f::join_arguments(1, 1, 100));
        chat::put_for_test(&inside(), @0xa0);
        chat::say(&f::member(0), text(b"hello"));
        let (_, _, bytes) = chat::room_for_test(@0xc1);
        let tag = changes::struct_tag(@examples, b"chat", b"Room");
        let (page, root) = f::single_page(sc::channel_address(1), tag, bytes);
        settle_page(1, 2, root);
        chat::apply(&f::member(9), 1, 0, page, vector[], 1);
        close(1, 2);
        chat::leave(&f::member(1), 1);
        assert!(chat::settled_bytes_for_test(1) == bytes, 1);
    }

    // MoveCraft.

    fun playing() {
        movecraft::put_for_test(&inside());
        movecraft::create_hero(&f::member(0), text(b"Ada"));
        movecraft::create_hero(&f::member(1), text(b"Bob"));
    }

    #[test]
    fun heroes_build_and_dig() {
        playing();
        let ada = f::member(0);
        movecraft::place(&ada, 2, 2, 1);
        movecraft::walk(&ada, 1, 1);
        movecraft::place(&ada, 3, 3, 2);
        let (experience, earth) = movecraft::hero(@0xa0, 1);
        assert!(experience == 2 && earth == 9 && movecraft::kind_for_test(@0xc1, 3, 3) == 2, 1);
        movecraft::dig(&f::member(1), 2, 2);
        let (_, earth) = movecraft::hero(@0xa1, 1);
        assert!(earth == 11 && movecraft::kind_for_test(@0xc1, 2, 2) == 0, 2);
        movecraft::trade(&f::member(1), @0xa0, 1, 11);
        let (_, earth) = movecraft::hero(@0xa0, 1);
        let (_, none) = movecraft::hero(@0xa1, 1);
        assert!(earth == 20 && none == 0, 3);
    }

    #[test]
    fun saplings_become_trees_with_time() {
        playing();
        movecraft::place(&f::member(0), 1, 0, 3);
        let tick = 1;
        while (tick < 5) {
            movecraft::tick_for_test(tick);
            tick = tick + 1;
        };
        assert!(movecraft::kind_for_test(@0xc1, 1, 0) == 3, 1);
        movecraft::tick_for_test(5);
        assert!(movecraft::kind_for_test(@0xc1, 1, 0) == 4, 2);
        movecraft::dig(&f::member(0), 1, 0);
        let (_, saplings) = movecraft::hero(@0xa0, 3);
        assert!(saplings == 2, 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x20004, location = examples::movecraft)]
    fun heroes_do_not_jump() {
        playing();
        movecraft::walk(&f::member(0), 2, 0);
    }

    #[test]
    #[expected_failure(abort_code = 0x20004, location = examples::movecraft)]
    fun heroes_have_short_arms() {
        playing();
        movecraft::place(&f::member(0), 3, 0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = examples::movecraft)]
    fun the_land_ends() {
        playing();
        movecraft::walk(&f::member(0), 0, 32);
    }

    #[test]
    #[expected_failure(abort_code = 0x80005, location = examples::movecraft)]
    fun a_place_holds_one_block() {
        playing();
        movecraft::place(&f::member(0), 1, 1, 1);
        movecraft::place(&f::member(1), 1, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60006, location = examples::movecraft)]
    fun nothing_is_dug_out_of_nothing() {
        playing();
        movecraft::dig(&f::member(0), 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x90007, location = examples::movecraft)]
    fun heroes_give_what_they_have() {
        playing();
        movecraft::trade(&f::member(0), @0xa1, 2, 6);
    }

    #[test]
    #[expected_failure(abort_code = 0x60002, location = examples::movecraft)]
    fun heroes_give_to_heroes() {
        playing();
        movecraft::trade(&f::member(0), @0xa5, 2, 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x80001, location = examples::movecraft)]
    fun an_account_has_one_hero() {
        movecraft::create_hero(&f::member(0), text(b"Ada"));
        movecraft::create_hero(&f::member(0), text(b"Ada"));
    }

    #[test]
    #[expected_failure(abort_code = 0x80001, location = examples::movecraft)]
    fun heroes_that_are_away_are_not_replaced() {
        f::chain();
        movecraft::init_for_test(&publisher());
        movecraft::create_hero(&f::member(0), text(b"Ada"));
        movecraft::create<AptosCoin>(
            &f::member(0), text(b"test"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
        movecraft::create_hero(&f::member(0), text(b"Eve"));
    }

    #[test]
    fun kits_go_in_and_come_back_richer() {
        f::chain();
        movecraft::init_for_test(&publisher());
        movecraft::create_hero(&f::member(0), text(b"Ada"));
        movecraft::create_hero(&f::member(1), text(b"Bob"));
        let kit = movecraft::richer_kit_for_test(@0xa1, 42, 7);
        movecraft::create<AptosCoin>(
            &f::member(0), text(b"test"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
        movecraft::join<AptosCoin>(&f::member(1), 1, f::join_arguments(1, 1, 100));
        let tag = changes::struct_tag(@examples, b"movecraft", b"Kit");
        let (page, root) = f::single_page(@0xa1, tag, kit);
        settle_page(1, 2, root);
        movecraft::apply(&f::member(9), 1, 0, page, vector[], 1);
        close(1, 2);
        movecraft::leave(&f::member(0), 1);
        movecraft::leave(&f::member(1), 1);
        let (experience, stone) = movecraft::hero(@0xa1, 2);
        assert!(experience == 42 && stone == 12, 1);
        let (experience, stone) = movecraft::hero(@0xa0, 2);
        assert!(experience == 0 && stone == 5, 2);
        movecraft::close(&f::member(9), 1);
    }

    #[test]
    fun land_is_settled() {
        f::chain();
        movecraft::init_for_test(&publisher());
        movecraft::create_hero(&f::member(0), text(b"Ada"));
        movecraft::create_hero(&f::member(1), text(b"Bob"));
        movecraft::put_for_test(&inside());
        movecraft::place(&f::member(0), 2, 1, 2);
        movecraft::tick_for_test(3);
        let land = movecraft::land_bytes_for_test(@0xc1);
        movecraft::create<AptosCoin>(
            &f::member(0), text(b"test"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
        movecraft::join<AptosCoin>(&f::member(1), 1, f::join_arguments(1, 1, 100));
        let tag = changes::struct_tag(@examples, b"movecraft", b"Land");
        let (page, root) = f::single_page(sc::channel_address(1), tag, land);
        settle_page(1, 2, root);
        movecraft::apply(&f::member(9), 1, 0, page, vector[], 1);
        close(1, 2);
        assert!(movecraft::settled_bytes_for_test(1) == land, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x60002, location = examples::movecraft)]
    fun players_have_heroes() {
        f::chain();
        movecraft::init_for_test(&publisher());
        movecraft::create<AptosCoin>(
            &f::member(0), text(b"test"), f::open_record(2), f::genesis_root(), f::creator_arguments()
        );
    }
}
