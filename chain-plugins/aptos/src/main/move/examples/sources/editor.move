/// A document that several people write at once. On the chain: created, joined, settled, left and closed. In the
/// channel: its lines are edited, thousands of times, by signed transactions.
module examples::editor {
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

    /// The document has no such line.
    const ENO_SUCH_LINE: u64 = 1;
    /// The line is too long.
    const ELINE_TOO_LONG: u64 = 2;
    /// The document has as many lines as it may.
    const ETOO_MANY_LINES: u64 = 3;
    /// There is no such document, or it is not finished.
    const ENO_SUCH_DOCUMENT: u64 = 4;

    const MAX_LINES: u64 = 200;
    const MAX_LINE: u64 = 120;

    struct Document has key, store, drop {
        title: String,
        lines: vector<Line>,
        edits: u64
    }

    struct Line has copy, drop, store {
        author: address,
        text: String
    }

    /// The authority over all documents, and the finished ones.
    struct Desk has key {
        caps: Table<u64, SettlementCap>,
        finished: Table<u64, Document>
    }

    #[event]
    /// Emitted in the channel at each edit.
    struct Edited has drop, store {
        author: address,
        line: u64
    }

    #[event]
    /// Emitted on the chain when a new version was settled.
    struct Saved has drop, store {
        channel: u64,
        edits: u64
    }

    fun init_module(publisher: &signer) {
        move_to(publisher, Desk { caps: table::new(), finished: table::new() });
    }

    // On the chain.

    /// Starts an empty document. `config`, `root` and `creator` come from the creator's node.
    public entry fun create<CoinT>(
        account: &signer, title: String, config: vector<u8>, root: vector<u8>, creator: vector<u8>
    ) acquires Desk {
        let document = Document { title, lines: vector[], edits: 0 };
        let (id, cap) =
            sc::create<Document, NoAssets, CoinT>(
                account, document, sc::no_assets(), sc::create_config(config), root, creator
            );
        table::add(&mut borrow_global_mut<Desk>(@examples).caps, id, cap);
    }

    public entry fun join<CoinT>(account: &signer, id: u64, arguments: vector<u8>) {
        sc::join<Document, NoAssets, CoinT>(account, id, arguments, sc::no_assets());
    }

    /// Applies one page of what the members settled. Anybody may call.
    public entry fun apply(
        _account: &signer, id: u64, number: u64, page: vector<u8>, proof: vector<vector<u8>>, count: u64
    ) acquires Desk {
        let cap = cap_of(borrow_global<Desk>(@examples), id);
        let (document, receipt) = sc::begin_settlement<Document, NoAssets>(cap, id, number, page, proof, count);
        apply_page(sc::receipt_page(&receipt), sc::channel_address(id), &mut document);
        event::emit(Saved { channel: id, edits: document.edits });
        sc::end_settlement<Document, NoAssets>(receipt, document);
    }

    /// Ends the part of a member that has left.
    public entry fun leave(account: &signer, id: u64) acquires Desk {
        let cap = cap_of(borrow_global<Desk>(@examples), id);
        sc::take_assets<Document, NoAssets>(cap, id, signer::address_of(account));
    }

    /// Keeps the document of a closed channel. Anybody may call.
    public entry fun close(_account: &signer, id: u64) acquires Desk {
        let desk = borrow_global_mut<Desk>(@examples);
        let document = sc::take_state<Document, NoAssets>(cap_of(desk, id), id);
        table::add(&mut desk.finished, id, document);
    }

    #[view]
    /// The lines of a finished document.
    public fun read(id: u64): vector<String> acquires Desk {
        let desk = borrow_global<Desk>(@examples);
        assert!(table::contains(&desk.finished, id), error::not_found(ENO_SUCH_DOCUMENT));
        vector::map_ref(&table::borrow(&desk.finished, id).lines, |l| {
            let l: &Line = l;
            l.text
        })
    }

    inline fun cap_of(desk: &Desk, id: u64): &SettlementCap {
        assert!(table::contains(&desk.caps, id), error::not_found(ENO_SUCH_DOCUMENT));
        table::borrow(&desk.caps, id)
    }

    fun apply_page(page: &Page, state_address: address, document: &mut Document) {
        let tag = changes::struct_tag(@examples, b"editor", b"Document");
        let change = changes::find_resource(page, state_address, tag);
        if (std::option::is_none(&change)) return;
        let r = codec::reader(changes::value(std::option::borrow(&change)), 65536);
        document.title = string::utf8(codec::bytes(&mut r, 65536));
        document.lines = vector[];
        let n = codec::count(&mut r, MAX_LINES);
        while (n > 0) {
            let author = codec::addr(&mut r);
            let text = string::utf8(codec::bytes(&mut r, 4 * MAX_LINE));
            vector::push_back(&mut document.lines, Line { author, text });
            n = n - 1;
        };
        document.edits = codec::read_u64(&mut r);
        codec::finish(r);
    }

    // In the channel.

    /// Puts a line before the one at `at`; at the end when `at` is the number of lines.
    public entry fun insert(author: &signer, at: u64, text: String) acquires Document {
        check_text(&text);
        let document = borrow_global_mut<Document>(context::state_address());
        let n = vector::length(&document.lines);
        assert!(n < MAX_LINES, error::resource_exhausted(ETOO_MANY_LINES));
        assert!(at <= n, error::out_of_range(ENO_SUCH_LINE));
        vector::insert(&mut document.lines, at, Line { author: signer::address_of(author), text });
        edited(document, author, at);
    }

    /// Rewrites a line.
    public entry fun replace(author: &signer, at: u64, text: String) acquires Document {
        check_text(&text);
        let document = borrow_global_mut<Document>(context::state_address());
        assert!(at < vector::length(&document.lines), error::out_of_range(ENO_SUCH_LINE));
        let line = vector::borrow_mut(&mut document.lines, at);
        line.author = signer::address_of(author);
        line.text = text;
        edited(document, author, at);
    }

    /// Takes a line out.
    public entry fun remove(author: &signer, at: u64) acquires Document {
        let document = borrow_global_mut<Document>(context::state_address());
        assert!(at < vector::length(&document.lines), error::out_of_range(ENO_SUCH_LINE));
        vector::remove(&mut document.lines, at);
        edited(document, author, at);
    }

    /// Asks to leave the channel.
    public entry fun request_leave(member: &signer) {
        context::request_leave(member);
    }

    fun check_text(text: &String) {
        assert!(string::length(text) <= MAX_LINE, error::invalid_argument(ELINE_TOO_LONG));
    }

    fun edited(document: &mut Document, author: &signer, line: u64) {
        document.edits = document.edits + 1;
        event::emit(Edited { author: signer::address_of(author), line });
    }

    #[test_only]
    public fun init_for_test(publisher: &signer) { init_module(publisher) }

    #[test_only]
    /// A document as the channel has it, and its bytes.
    public fun put_for_test(at: &signer, title: vector<u8>) {
        move_to(at, Document { title: string::utf8(title), lines: vector[], edits: 0 });
    }

    #[test_only]
    public fun bytes_for_test(at: address): vector<u8> acquires Document {
        std::bcs::to_bytes(borrow_global<Document>(at))
    }

    #[test_only]
    public fun text_for_test(at: address, line: u64): String acquires Document {
        vector::borrow(&borrow_global<Document>(at).lines, line).text
    }
}
