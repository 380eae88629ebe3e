/// A value that may be absent: a vector of at most one element.
module std::option {
    use std::vector;

    /// There is a value where none may be.
    const EOPTION_IS_SET: u64 = 0x40000;
    /// There is no value where one must be.
    const EOPTION_NOT_SET: u64 = 0x40001;
    /// The vector has more than one element.
    const EOPTION_VEC_TOO_LONG: u64 = 0x40002;

    struct Option<Element> has copy, drop, store {
        vec: vector<Element>
    }

    /// No value.
    public fun none<Element>(): Option<Element> {
        Option { vec: vector::empty() }
    }

    /// The value `e`.
    public fun some<Element>(e: Element): Option<Element> {
        Option { vec: vector::singleton(e) }
    }

    /// The only element of `vec`, or none.
    public fun from_vec<Element>(vec: vector<Element>): Option<Element> {
        assert!(vector::length(&vec) <= 1, EOPTION_VEC_TOO_LONG);
        Option { vec }
    }

    public fun is_none<Element>(self: &Option<Element>): bool {
        vector::is_empty(&self.vec)
    }

    public fun is_some<Element>(self: &Option<Element>): bool {
        !vector::is_empty(&self.vec)
    }

    /// Whether there is a value and it equals `e_ref`.
    public fun contains<Element>(self: &Option<Element>, e_ref: &Element): bool {
        vector::contains(&self.vec, e_ref)
    }

    /// The value; aborts when there is none.
    public fun borrow<Element>(self: &Option<Element>): &Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::borrow(&self.vec, 0)
    }

    /// The value, or `default_ref`.
    public fun borrow_with_default<Element>(self: &Option<Element>, default_ref: &Element): &Element {
        if (is_some(self)) vector::borrow(&self.vec, 0) else default_ref
    }

    /// A copy of the value, or `default`.
    public fun get_with_default<Element: copy + drop>(self: &Option<Element>, default: Element): Element {
        if (is_some(self)) *vector::borrow(&self.vec, 0) else default
    }

    /// Sets the value; aborts when there is one.
    public fun fill<Element>(self: &mut Option<Element>, e: Element) {
        assert!(is_none(self), EOPTION_IS_SET);
        vector::push_back(&mut self.vec, e);
    }

    /// Takes the value out; aborts when there is none.
    public fun extract<Element>(self: &mut Option<Element>): Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::pop_back(&mut self.vec)
    }

    /// The value, to be changed; aborts when there is none.
    public fun borrow_mut<Element>(self: &mut Option<Element>): &mut Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::borrow_mut(&mut self.vec, 0)
    }

    /// Replaces the value and returns the old one; aborts when there is none.
    public fun swap<Element>(self: &mut Option<Element>, e: Element): Element {
        let old = extract(self);
        vector::push_back(&mut self.vec, e);
        old
    }

    /// Sets the value and returns what was there.
    public fun swap_or_fill<Element>(self: &mut Option<Element>, e: Element): Option<Element> {
        let old = if (is_some(self)) some(vector::pop_back(&mut self.vec)) else none();
        vector::push_back(&mut self.vec, e);
        old
    }

    /// The value, or `default`; the option ends.
    public fun destroy_with_default<Element: drop>(self: Option<Element>, default: Element): Element {
        let Option { vec } = self;
        if (vector::is_empty(&vec)) default else vector::pop_back(&mut vec)
    }

    /// The value; aborts when there is none.
    public fun destroy_some<Element>(self: Option<Element>): Element {
        assert!(is_some(&self), EOPTION_NOT_SET);
        let Option { vec } = self;
        let e = vector::pop_back(&mut vec);
        vector::destroy_empty(vec);
        e
    }

    /// Ends an option without value; aborts when there is one.
    public fun destroy_none<Element>(self: Option<Element>) {
        assert!(is_none(&self), EOPTION_IS_SET);
        let Option { vec } = self;
        vector::destroy_empty(vec);
    }

    /// A vector of the value, or an empty one.
    public fun to_vec<Element>(self: Option<Element>): vector<Element> {
        let Option { vec } = self;
        vec
    }

    public inline fun for_each<Element>(self: Option<Element>, f: |Element|) {
        if (is_some(&self)) f(destroy_some(self)) else destroy_none(self)
    }

    public inline fun for_each_ref<Element>(self: &Option<Element>, f: |&Element|) {
        if (is_some(self)) f(borrow(self))
    }

    public inline fun for_each_mut<Element>(self: &mut Option<Element>, f: |&mut Element|) {
        if (is_some(self)) f(borrow_mut(self))
    }

    public inline fun fold<Accumulator, Element>(
        self: Option<Element>, init: Accumulator, f: |Accumulator, Element|Accumulator
    ): Accumulator {
        if (is_some(&self)) {
            f(init, destroy_some(self))
        } else {
            destroy_none(self);
            init
        }
    }

    public inline fun map<Element, OtherElement>(
        self: Option<Element>, f: |Element|OtherElement
    ): Option<OtherElement> {
        if (is_some(&self)) {
            some(f(destroy_some(self)))
        } else {
            destroy_none(self);
            none()
        }
    }

    public inline fun map_ref<Element, OtherElement>(
        self: &Option<Element>, f: |&Element|OtherElement
    ): Option<OtherElement> {
        if (is_some(self)) some(f(borrow(self))) else none()
    }

    public inline fun filter<Element: drop>(self: Option<Element>, f: |&Element|bool): Option<Element> {
        if (is_some(&self) && f(borrow(&self))) self else none()
    }

    public inline fun any<Element>(self: &Option<Element>, p: |&Element|bool): bool {
        is_some(self) && p(borrow(self))
    }

    public inline fun destroy<Element>(self: Option<Element>, d: |Element|) {
        if (is_some(&self)) d(destroy_some(self)) else destroy_none(self)
    }
}
