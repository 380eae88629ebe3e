/// A small world of blocks. Land is the state of a channel; each player carries a kit, a hero with an inventory,
/// into the channel and back. In the channel players walk, dig, place, plant and trade, and the land grows with
/// each tick.
module examples::movecraft {
    use std::error;
    use std::event;
    use std::option;
    use std::signer;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::table::{Self, Table};
    use state_channel::channel_changes::{Self as changes, Page};
    use state_channel::channel_codec as codec;
    use state_channel::channel_context as context;
    use state_channel::state_channel::{Self as sc, SettlementCap};

    /// The account has a hero.
    const EHAS_HERO: u64 = 1;
    /// The account has no hero.
    const ENO_HERO: u64 = 2;
    /// The place is outside the land.
    const EOUTSIDE: u64 = 3;
    /// The place is too far from the hero.
    const ETOO_FAR: u64 = 4;
    /// There is a block at the place.
    const EOCCUPIED: u64 = 5;
    /// There is no block at the place.
    const EEMPTY: u64 = 6;
    /// The hero does not have that many.
    const ENOT_ENOUGH: u64 = 7;
    /// There is no such item or block.
    const EUNKNOWN_KIND: u64 = 8;
    /// There is no such land.
    const ENO_SUCH_LAND: u64 = 9;
    /// The name is too long.
    const ENAME_TOO_LONG: u64 = 10;

    /// Land is a square of this many places.
    const SIZE: u64 = 32;
    /// How far a hero reaches.
    const REACH: u64 = 2;
    const MAX_NAME: u64 = 32;
    const MAX_LAND_BYTES: u64 = 65536;

    // Kinds of blocks; digging gives an item of the same kind.
    const EARTH: u8 = 1;
    const STONE: u8 = 2;
    const SAPLING: u8 = 3;
    const TREE: u8 = 4;
    const KINDS: u8 = 4;
    /// Ticks until a sapling is a tree.
    const GROWTH: u64 = 5;
    /// Saplings that a dug tree gives.
    const SEEDS: u64 = 2;

    struct Land has key, store, drop {
        name: String,
        blocks: vector<Block>,
        ticks: u64
    }

    struct Block has copy, drop, store {
        x: u8,
        y: u8,
        kind: u8,
        builder: address,
        age: u64
    }

    /// What a player carries.
    struct Kit has key, store {
        hero: Hero,
        inventory: vector<Stack>
    }

    /// Marks an account whose kit is in a channel.
    struct Away has key {}

    struct Hero has store {
        name: String,
        x: u8,
        y: u8,
        experience: u64
    }

    struct Stack has copy, drop, store {
        kind: u8,
        count: u64
    }

    /// The authority over all lands.
    struct World has key {
        caps: Table<u64, SettlementCap>
    }

    #[event]
    struct Built has drop, store {
        player: address,
        x: u8,
        y: u8,
        kind: u8
    }

    #[event]
    struct Dug has drop, store {
        player: address,
        x: u8,
        y: u8,
        kind: u8
    }

    #[event]
    struct Grown has drop, store {
        tick: u64,
        trees: u64
    }

    fun init_module(publisher: &signer) {
        move_to(publisher, World { caps: table::new() });
    }

    // On the chain.

    /// Makes a hero for the account, with some earth, stone and a sapling.
    public entry fun create_hero(account: &signer, name: String) {
        assert!(string::length(&name) <= MAX_NAME, error::invalid_argument(ENAME_TOO_LONG));
        let player = signer::address_of(account);
        assert!(!exists<Kit>(player) && !exists<Away>(player), error::already_exists(EHAS_HERO));
        let inventory = vector[
            Stack { kind: EARTH, count: 10 },
            Stack { kind: STONE, count: 5 },
            Stack { kind: SAPLING, count: 1 }
        ];
        move_to(account, Kit { hero: Hero { name, x: 0, y: 0, experience: 0 }, inventory });
    }

    /// Opens new land and enters it with the account's hero.
    public entry fun create<CoinT>(
        account: &signer, name: String, config: vector<u8>, root: vector<u8>, creator: vector<u8>
    ) acquires Kit, World {
        let kit = pick_up(account);
        let land = Land { name, blocks: vector[], ticks: 0 };
        let (id, cap) =
            sc::create<Land, Kit, CoinT>(account, land, kit, sc::create_config(config), root, creator);
        table::add(&mut borrow_global_mut<World>(@examples).caps, id, cap);
    }

    /// Enters land with the account's hero.
    public entry fun join<CoinT>(account: &signer, id: u64, arguments: vector<u8>) acquires Kit {
        let kit = pick_up(account);
        sc::join<Land, Kit, CoinT>(account, id, arguments, kit);
    }

    /// Gives a player who has left, or any after the close, its kit back.
    public entry fun leave(account: &signer, id: u64) acquires Away, World {
        let player = signer::address_of(account);
        let kit = sc::take_assets<Land, Kit>(cap(id), id, player);
        let Away {} = move_from<Away>(player);
        move_to(account, kit);
    }

    /// Ends closed land.
    public entry fun close(_account: &signer, id: u64) acquires World {
        sc::take_state<Land, Kit>(cap(id), id);
    }

    /// Applies one page of what the members settled: the land, and the kits of the players named in it.
    public entry fun apply(
        _account: &signer,
        id: u64,
        number: u64,
        page: vector<u8>,
        proof: vector<vector<u8>>,
        count: u64
    ) acquires World {
        let (land, receipt) = sc::begin_settlement<Land, Kit>(cap(id), id, number, page, proof, count);
        let copy_of_page = *sc::receipt_page(&receipt);
        apply_land(&copy_of_page, sc::channel_address(id), &mut land);
        let kit_tag = changes::struct_tag(@examples, b"movecraft", b"Kit");
        let i = 0;
        while (i < changes::length(&copy_of_page)) {
            let entry = changes::entry(&copy_of_page, i);
            if (changes::is_resource(entry) && changes::key(entry) == kit_tag) {
                let player = changes::owner(entry);
                let kit = sc::borrow_assets<Land, Kit>(&mut receipt, player);
                apply_kit(changes::value(entry), &mut kit);
                sc::return_assets<Land, Kit>(&mut receipt, player, kit);
            };
            i = i + 1;
        };
        sc::end_settlement<Land, Kit>(receipt, land);
    }

    #[view]
    /// Experience of the account's hero, and how many of a kind it carries.
    public fun hero(account: address, kind: u8): (u64, u64) acquires Kit {
        assert!(exists<Kit>(account), error::not_found(ENO_HERO));
        let kit = borrow_global<Kit>(account);
        (kit.hero.experience, count_of(&kit.inventory, kind))
    }

    fun pick_up(account: &signer): Kit acquires Kit {
        let player = signer::address_of(account);
        assert!(exists<Kit>(player), error::not_found(ENO_HERO));
        move_to(account, Away {});
        move_from<Kit>(player)
    }

    inline fun cap(id: u64): &SettlementCap {
        let caps = &borrow_global<World>(@examples).caps;
        assert!(table::contains(caps, id), error::not_found(ENO_SUCH_LAND));
        table::borrow(caps, id)
    }

    fun apply_land(page: &Page, state_address: address, land: &mut Land) {
        let tag = changes::struct_tag(@examples, b"movecraft", b"Land");
        let change = changes::find_resource(page, state_address, tag);
        if (option::is_none(&change)) return;
        let r = codec::reader(changes::value(option::borrow(&change)), MAX_LAND_BYTES);
        land.name = string::utf8(codec::bytes(&mut r, MAX_LAND_BYTES));
        land.blocks = vector[];
        let n = codec::count(&mut r, SIZE * SIZE);
        while (n > 0) {
            let x = codec::read_u8(&mut r);
            let y = codec::read_u8(&mut r);
            let kind = codec::read_u8(&mut r);
            let builder = codec::addr(&mut r);
            let age = codec::read_u64(&mut r);
            vector::push_back(&mut land.blocks, Block { x, y, kind, builder, age });
            n = n - 1;
        };
        land.ticks = codec::read_u64(&mut r);
        codec::finish(r);
    }

    fun apply_kit(value: vector<u8>, kit: &mut Kit) {
        let r = codec::reader(value, MAX_LAND_BYTES);
        kit.hero.name = string::utf8(codec::bytes(&mut r, 4 * MAX_NAME));
        kit.hero.x = codec::read_u8(&mut r);
        kit.hero.y = codec::read_u8(&mut r);
        kit.hero.experience = codec::read_u64(&mut r);
        kit.inventory = vector[];
        let n = codec::count(&mut r, (KINDS as u64));
        while (n > 0) {
            let kind = codec::read_u8(&mut r);
            let count = codec::read_u64(&mut r);
            vector::push_back(&mut kit.inventory, Stack { kind, count });
            n = n - 1;
        };
        codec::finish(r);
    }

    // In the channel.

    /// Walks to a place at most one step away in each direction.
    public entry fun walk(player: &signer, x: u8, y: u8) acquires Kit {
        let kit = kit_mut(player);
        check_place(x, y);
        assert!(
            distance(kit.hero.x, x) <= 1 && distance(kit.hero.y, y) <= 1, error::out_of_range(ETOO_FAR)
        );
        kit.hero.x = x;
        kit.hero.y = y;
    }

    /// Puts a block out of the inventory on a free place in reach.
    public entry fun place(player: &signer, x: u8, y: u8, kind: u8) acquires Kit, Land {
        let kit = kit_mut(player);
        check_reach(&kit.hero, x, y);
        let land = borrow_global_mut<Land>(context::state_address());
        let (occupied, _) = find(land, x, y);
        assert!(!occupied, error::already_exists(EOCCUPIED));
        take(&mut kit.inventory, kind, 1);
        kit.hero.experience = kit.hero.experience + 1;
        let builder = signer::address_of(player);
        vector::push_back(&mut land.blocks, Block { x, y, kind, builder, age: 0 });
        event::emit(Built { player: builder, x, y, kind });
    }

    /// Takes a block in reach into the inventory. A tree gives saplings.
    public entry fun dig(player: &signer, x: u8, y: u8) acquires Kit, Land {
        let kit = kit_mut(player);
        check_reach(&kit.hero, x, y);
        let land = borrow_global_mut<Land>(context::state_address());
        let (found, i) = find(land, x, y);
        assert!(found, error::not_found(EEMPTY));
        let block = vector::swap_remove(&mut land.blocks, i);
        if (block.kind == TREE) give(&mut kit.inventory, SAPLING, SEEDS)
        else give(&mut kit.inventory, block.kind, 1);
        kit.hero.experience = kit.hero.experience + 1;
        event::emit(Dug { player: signer::address_of(player), x, y, kind: block.kind });
    }

    /// Gives items to another player.
    public entry fun trade(player: &signer, to: address, kind: u8, count: u64) acquires Kit {
        take(&mut kit_mut(player).inventory, kind, count);
        assert!(exists<Kit>(to), error::not_found(ENO_HERO));
        give(&mut borrow_global_mut<Kit>(to).inventory, kind, count);
    }

    /// Asks to leave the land.
    public entry fun request_leave(member: &signer) {
        context::request_leave(member);
    }

    /// Called by the channel at each tick: saplings grow and become trees.
    fun on_tick(number: u64) acquires Land {
        let land = borrow_global_mut<Land>(context::state_address());
        land.ticks = number;
        let trees = 0;
        vector::for_each_mut(&mut land.blocks, |b| {
            let b: &mut Block = b;
            if (b.kind == SAPLING) {
                b.age = b.age + 1;
                if (b.age == GROWTH) {
                    b.kind = TREE;
                    trees = trees + 1;
                };
            };
        });
        if (trees > 0) event::emit(Grown { tick: number, trees });
    }

    inline fun kit_mut(player: &signer): &mut Kit {
        let account = signer::address_of(player);
        assert!(exists<Kit>(account), error::not_found(ENO_HERO));
        borrow_global_mut<Kit>(account)
    }

    fun check_place(x: u8, y: u8) {
        assert!((x as u64) < SIZE && (y as u64) < SIZE, error::out_of_range(EOUTSIDE));
    }

    fun check_reach(hero: &Hero, x: u8, y: u8) {
        check_place(x, y);
        assert!(
            distance(hero.x, x) <= REACH && distance(hero.y, y) <= REACH, error::out_of_range(ETOO_FAR)
        );
    }

    fun distance(a: u8, b: u8): u64 {
        (if (a > b) a - b else b - a as u64)
    }

    fun find(land: &Land, x: u8, y: u8): (bool, u64) {
        vector::find(&land.blocks, |b| {
            let b: &Block = b;
            b.x == x && b.y == y
        })
    }

    fun slot(inventory: &vector<Stack>, kind: u8): (bool, u64) {
        vector::find(inventory, |s| {
            let s: &Stack = s;
            s.kind == kind
        })
    }

    fun count_of(inventory: &vector<Stack>, kind: u8): u64 {
        let (found, i) = slot(inventory, kind);
        if (found) vector::borrow(inventory, i).count else 0
    }

    fun give(inventory: &mut vector<Stack>, kind: u8, count: u64) {
        assert!(kind >= EARTH && kind <= KINDS, error::invalid_argument(EUNKNOWN_KIND));
        let (found, i) = slot(inventory, kind);
        if (found) {
            let stack = vector::borrow_mut(inventory, i);
            stack.count = stack.count + count;
        } else {
            vector::push_back(inventory, Stack { kind, count });
        };
    }

    fun take(inventory: &mut vector<Stack>, kind: u8, count: u64) {
        let (found, i) = slot(inventory, kind);
        assert!(
            found && vector::borrow(inventory, i).count >= count, error::resource_exhausted(ENOT_ENOUGH)
        );
        let stack = vector::borrow_mut(inventory, i);
        stack.count = stack.count - count;
        if (stack.count == 0) {
            vector::remove(inventory, i);
        };
    }

    #[test_only]
    public fun init_for_test(publisher: &signer) { init_module(publisher) }

    #[test_only]
    public fun put_for_test(at: &signer) {
        move_to(at, Land { name: string::utf8(b"test"), blocks: vector[], ticks: 0 });
    }

    #[test_only]
    public fun tick_for_test(number: u64) acquires Land { on_tick(number) }

    #[test_only]
    public fun kind_for_test(at: address, x: u8, y: u8): u8 acquires Land {
        let land = borrow_global<Land>(at);
        let (found, i) = find(land, x, y);
        if (found) vector::borrow(&land.blocks, i).kind else 0
    }

    #[test_only]
    public fun land_bytes_for_test(at: address): vector<u8> acquires Land {
        std::bcs::to_bytes(borrow_global<Land>(at))
    }

    #[test_only]
    public fun kit_bytes_for_test(at: address): vector<u8> acquires Kit {
        std::bcs::to_bytes(borrow_global<Kit>(at))
    }

    #[test_only]
    public fun settled_bytes_for_test(id: u64): vector<u8> acquires World {
        std::bcs::to_bytes(&sc::take_state<Land, Kit>(cap(id), id))
    }

    #[test_only]
    /// A kit as it would be after the hero gained experience and items.
    public fun richer_kit_for_test(account: address, experience: u64, stone: u64): vector<u8> acquires Kit {
        let kit = borrow_global_mut<Kit>(account);
        kit.hero.experience = experience;
        give(&mut kit.inventory, STONE, stone);
        let bytes = std::bcs::to_bytes(kit);
        kit.hero.experience = 0;
        take(&mut kit.inventory, STONE, stone);
        bytes
    }
}
