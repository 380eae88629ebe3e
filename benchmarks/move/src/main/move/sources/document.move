/// A shared document: the short transaction of the benchmarks.
module bench::document {
    use std::signer;
    use std::vector;

    const ENOT_AN_EDITOR: u64 = 1;
    const ENOT_PRINTABLE: u64 = 2;

    struct Document has key {
        title: vector<u8>,
        lines: vector<vector<u8>>,
        editors: vector<address>,
        revision: u64
    }

    /// A document of `count` lines that its owner may edit.
    public entry fun create(owner: &signer, count: u64) {
        let lines = vector::empty();
        let i = 0;
        while (i < count) {
            vector::push_back(&mut lines, b"the quick brown fox jumps");
            i = i + 1;
        };
        let editors = vector[@0x1, signer::address_of(owner)];
        move_to(owner, Document { title: b"Fox", lines, editors, revision: 0 });
    }

    /// Replaces a line by printable text.
    public entry fun edit(editor: &signer, owner: address, line: u64, text: vector<u8>) acquires Document {
        let document = borrow_global_mut<Document>(owner);
        assert!(vector::contains(&document.editors, &signer::address_of(editor)), ENOT_AN_EDITOR);
        let i = 0;
        let length = vector::length(&text);
        while (i < length) {
            let c = *vector::borrow(&text, i);
            assert!(c >= 32 && c < 127, ENOT_PRINTABLE);
            i = i + 1;
        };
        *vector::borrow_mut(&mut document.lines, line) = text;
        document.revision = document.revision + 1;
    }
}
