/// Growable sequences. The first eight functions are single bytecode instructions to the compiler; their
/// native definitions serve callers that do not inline them.
module std::vector {
    /// An index is not below the length.
    const EINDEX_OUT_OF_BOUNDS: u64 = 0x20000;
    /// A range is reversed or ends beyond the vector.
    const EINVALID_RANGE: u64 = 0x20001;
    /// Two vectors walked in step differ in length.
    const EVECTORS_LENGTH_MISMATCH: u64 = 0x20002;
    /// The step of a range is zero.
    const EINVALID_STEP: u64 = 0x20003;
    /// A slice is reversed or ends beyond the vector.
    const EINVALID_SLICE_RANGE: u64 = 0x20004;

    #[bytecode_instruction]
    /// A vector without elements.
    native public fun empty<Element>(): vector<Element>;

    #[bytecode_instruction]
    /// Number of elements.
    native public fun length<Element>(self: &vector<Element>): u64;

    #[bytecode_instruction]
    /// The element at `i`; aborts in the virtual machine when there is none.
    native public fun borrow<Element>(self: &vector<Element>, i: u64): &Element;

    #[bytecode_instruction]
    /// Adds `e` at the end.
    native public fun push_back<Element>(self: &mut vector<Element>, e: Element);

    #[bytecode_instruction]
    /// The element at `i`, to be changed.
    native public fun borrow_mut<Element>(self: &mut vector<Element>, i: u64): &mut Element;

    #[bytecode_instruction]
    /// Removes and returns the last element.
    native public fun pop_back<Element>(self: &mut vector<Element>): Element;

    #[bytecode_instruction]
    /// Ends a vector that has no elements left.
    native public fun destroy_empty<Element>(self: vector<Element>);

    #[bytecode_instruction]
    /// Exchanges the elements at `i` and `j`.
    native public fun swap<Element>(self: &mut vector<Element>, i: u64, j: u64);

    /// A vector of one element.
    public fun singleton<Element>(e: Element): vector<Element> {
        let v = empty();
        push_back(&mut v, e);
        v
    }

    /// Reverses the order of all elements.
    public fun reverse<Element>(self: &mut vector<Element>) {
        let n = length(self);
        reverse_slice(self, 0, n);
    }

    /// Reverses the order of the elements from `left` up to, not including, `right`.
    public fun reverse_slice<Element>(self: &mut vector<Element>, left: u64, right: u64) {
        assert!(left <= right, EINVALID_RANGE);
        while (left + 1 < right) {
            right = right - 1;
            swap(self, left, right);
            left = left + 1;
        };
    }

    /// Moves all elements of `other` to the end.
    public fun append<Element>(self: &mut vector<Element>, other: vector<Element>) {
        reverse(&mut other);
        reverse_append(self, other);
    }

    /// Moves all elements of `other` to the end, the last one first.
    public fun reverse_append<Element>(self: &mut vector<Element>, other: vector<Element>) {
        let left = length(&other);
        while (left > 0) {
            push_back(self, pop_back(&mut other));
            left = left - 1;
        };
        destroy_empty(other);
    }

    /// Cuts the vector to `new_len` elements and returns the rest in order.
    public fun trim<Element>(self: &mut vector<Element>, new_len: u64): vector<Element> {
        let rest = trim_reverse(self, new_len);
        reverse(&mut rest);
        rest
    }

    /// Cuts the vector to `new_len` elements and returns the rest, the last one first.
    public fun trim_reverse<Element>(self: &mut vector<Element>, new_len: u64): vector<Element> {
        let left = length(self);
        assert!(new_len <= left, EINDEX_OUT_OF_BOUNDS);
        let rest = empty();
        while (left > new_len) {
            push_back(&mut rest, pop_back(self));
            left = left - 1;
        };
        rest
    }

    /// Whether there are no elements.
    public fun is_empty<Element>(self: &vector<Element>): bool {
        length(self) == 0
    }

    /// Whether some element equals `e`.
    public fun contains<Element>(self: &vector<Element>, e: &Element): bool {
        let (found, _) = index_of(self, e);
        found
    }

    /// Whether some element equals `e`, and the index of the first that does (else 0).
    public fun index_of<Element>(self: &vector<Element>, e: &Element): (bool, u64) {
        let n = length(self);
        let i = 0;
        while (i < n) {
            if (borrow(self, i) == e) return (true, i);
            i = i + 1;
        };
        (false, 0)
    }

    /// Whether `f` holds for some element, and the index of the first one (else 0).
    public inline fun find<Element>(self: &vector<Element>, f: |&Element|bool): (bool, u64) {
        let found = false;
        let at = 0;
        let n = length(self);
        let i = 0;
        while (i < n) {
            if (f(borrow(self, i))) {
                found = true;
                at = i;
                break
            };
            i = i + 1;
        };
        (found, at)
    }

    /// Puts `e` at index `i` and moves what was there and after it up by one.
    public fun insert<Element>(self: &mut vector<Element>, i: u64, e: Element) {
        let n = length(self);
        assert!(i <= n, EINDEX_OUT_OF_BOUNDS);
        push_back(self, e);
        while (i < n) {
            swap(self, i, n);
            i = i + 1;
        };
    }

    /// Takes the element at `i` out and keeps the order of the others.
    public fun remove<Element>(self: &mut vector<Element>, i: u64): Element {
        let n = length(self);
        assert!(i < n, EINDEX_OUT_OF_BOUNDS);
        while (i + 1 < n) {
            swap(self, i, i + 1);
            i = i + 1;
        };
        pop_back(self)
    }

    /// Takes the first element equal to `val` out; the result has it, or is empty.
    public fun remove_value<Element>(self: &mut vector<Element>, val: &Element): vector<Element> {
        let (found, i) = index_of(self, val);
        if (found) singleton(remove(self, i)) else empty()
    }

    /// Takes the element at `i` out and puts the last one in its place.
    public fun swap_remove<Element>(self: &mut vector<Element>, i: u64): Element {
        let n = length(self);
        assert!(n > 0, EINDEX_OUT_OF_BOUNDS);
        swap(self, i, n - 1);
        pop_back(self)
    }

    /// Gives each element to `f`, in order.
    public inline fun for_each<Element>(self: vector<Element>, f: |Element|) {
        reverse(&mut self);
        for_each_reverse(self, |e| f(e));
    }

    /// Gives each element to `f`, the last one first.
    public inline fun for_each_reverse<Element>(self: vector<Element>, f: |Element|) {
        let left = length(&self);
        while (left > 0) {
            f(pop_back(&mut self));
            left = left - 1;
        };
        destroy_empty(self)
    }

    /// Shows each element to `f`, in order.
    public inline fun for_each_ref<Element>(self: &vector<Element>, f: |&Element|) {
        let n = length(self);
        let i = 0;
        while (i < n) {
            f(borrow(self, i));
            i = i + 1;
        };
    }

    /// Gives the elements of two vectors of one length to `f`, in step.
    public inline fun zip<Element1, Element2>(
        self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2|
    ) {
        reverse(&mut self);
        reverse(&mut v2);
        zip_reverse(self, v2, |e1, e2| f(e1, e2));
    }

    /// Gives the elements of two vectors of one length to `f`, in step, the last ones first.
    public inline fun zip_reverse<Element1, Element2>(
        self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2|
    ) {
        let left = length(&self);
        assert!(left == length(&v2), 0x20002);
        while (left > 0) {
            f(pop_back(&mut self), pop_back(&mut v2));
            left = left - 1;
        };
        destroy_empty(self);
        destroy_empty(v2);
    }

    /// Shows the elements of two vectors of one length to `f`, in step.
    public inline fun zip_ref<Element1, Element2>(
        self: &vector<Element1>, v2: &vector<Element2>, f: |&Element1, &Element2|
    ) {
        let n = length(self);
        assert!(n == length(v2), 0x20002);
        let i = 0;
        while (i < n) {
            f(borrow(self, i), borrow(v2, i));
            i = i + 1;
        };
    }

    /// Shows the elements of two vectors of one length to `f`, in step, to be changed.
    public inline fun zip_mut<Element1, Element2>(
        self: &mut vector<Element1>, v2: &mut vector<Element2>, f: |&mut Element1, &mut Element2|
    ) {
        let n = length(self);
        assert!(n == length(v2), 0x20002);
        let i = 0;
        while (i < n) {
            f(borrow_mut(self, i), borrow_mut(v2, i));
            i = i + 1;
        };
    }

    /// Shows each element and its index to `f`.
    public inline fun enumerate_ref<Element>(self: &vector<Element>, f: |u64, &Element|) {
        let n = length(self);
        let i = 0;
        while (i < n) {
            f(i, borrow(self, i));
            i = i + 1;
        };
    }

    /// Shows each element to `f`, to be changed.
    public inline fun for_each_mut<Element>(self: &mut vector<Element>, f: |&mut Element|) {
        let n = length(self);
        let i = 0;
        while (i < n) {
            f(borrow_mut(self, i));
            i = i + 1;
        };
    }

    /// Shows each element and its index to `f`, to be changed.
    public inline fun enumerate_mut<Element>(self: &mut vector<Element>, f: |u64, &mut Element|) {
        let n = length(self);
        let i = 0;
        while (i < n) {
            f(i, borrow_mut(self, i));
            i = i + 1;
        };
    }

    /// `f(... f(f(init, e0), e1) ..., eN)`.
    public inline fun fold<Accumulator, Element>(
        self: vector<Element>, init: Accumulator, f: |Accumulator, Element|Accumulator
    ): Accumulator {
        let result = init;
        for_each(self, |e| result = f(result, e));
        result
    }

    /// `f(e0, f(e1, ... f(eN, init)))`.
    public inline fun foldr<Accumulator, Element>(
        self: vector<Element>, init: Accumulator, f: |Element, Accumulator|Accumulator
    ): Accumulator {
        let result = init;
        for_each_reverse(self, |e| result = f(e, result));
        result
    }

    /// The results of `f` for each element, which stays.
    public inline fun map_ref<Element, NewElement>(
        self: &vector<Element>, f: |&Element|NewElement
    ): vector<NewElement> {
        let result = vector<NewElement>[];
        for_each_ref(self, |e| push_back(&mut result, f(e)));
        result
    }

    /// The results of `f` for the elements of two vectors of one length, in step.
    public inline fun zip_map_ref<Element1, Element2, NewElement>(
        self: &vector<Element1>, v2: &vector<Element2>, f: |&Element1, &Element2|NewElement
    ): vector<NewElement> {
        let result = vector<NewElement>[];
        zip_ref(self, v2, |e1, e2| push_back(&mut result, f(e1, e2)));
        result
    }

    /// The results of `f` for each element, which is used up.
    public inline fun map<Element, NewElement>(
        self: vector<Element>, f: |Element|NewElement
    ): vector<NewElement> {
        let result = vector<NewElement>[];
        for_each(self, |e| push_back(&mut result, f(e)));
        result
    }

    /// The results of `f` for the elements of two vectors of one length, used up in step.
    public inline fun zip_map<Element1, Element2, NewElement>(
        self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2|NewElement
    ): vector<NewElement> {
        let result = vector<NewElement>[];
        zip(self, v2, |e1, e2| push_back(&mut result, f(e1, e2)));
        result
    }

    /// The elements for which `p` holds, in order.
    public inline fun filter<Element: drop>(self: vector<Element>, p: |&Element|bool): vector<Element> {
        let result = vector<Element>[];
        for_each(self, |e| {
            if (p(&e)) push_back(&mut result, e);
        });
        result
    }

    /// Moves the elements for which `pred` holds to the front, in no order; their number.
    public inline fun partition<Element>(self: &mut vector<Element>, pred: |&Element|bool): u64 {
        let n = length(self);
        let front = 0;
        let i = 0;
        while (i < n) {
            if (pred(borrow(self, i))) {
                swap(self, front, i);
                front = front + 1;
            };
            i = i + 1;
        };
        front
    }

    /// Moves the first `rot` elements behind the others; the new index of what was first.
    public fun rotate<Element>(self: &mut vector<Element>, rot: u64): u64 {
        let n = length(self);
        rotate_slice(self, 0, rot, n)
    }

    /// The same inside the part from `left` up to, not including, `right`; `rot` is an index.
    public fun rotate_slice<Element>(self: &mut vector<Element>, left: u64, rot: u64, right: u64): u64 {
        reverse_slice(self, left, rot);
        reverse_slice(self, rot, right);
        reverse_slice(self, left, right);
        left + (right - rot)
    }

    /// Whether `p` holds for some element.
    public inline fun any<Element>(self: &vector<Element>, p: |&Element|bool): bool {
        let (found, _) = find(self, |e| p(e));
        found
    }

    /// Whether `p` holds for every element.
    public inline fun all<Element>(self: &vector<Element>, p: |&Element|bool): bool {
        let (found, _) = find(self, |e| !p(e));
        !found
    }

    /// Ends a vector of elements that cannot be dropped.
    public inline fun destroy<Element>(self: vector<Element>, d: |Element|) {
        for_each_reverse(self, |e| d(e))
    }

    /// The numbers from `start` up to, not including, `end`.
    public fun range(start: u64, end: u64): vector<u64> {
        range_with_step(start, end, 1)
    }

    /// Every `step`-th number from `start` up to, not including, `end`.
    public fun range_with_step(start: u64, end: u64, step: u64): vector<u64> {
        assert!(step > 0, EINVALID_STEP);
        let result = vector<u64>[];
        while (start < end) {
            push_back(&mut result, start);
            // The sum could pass 2^64 just below it.
            if (end - start <= step) break;
            start = start + step;
        };
        result
    }

    /// A copy of the elements from `start` up to, not including, `end`.
    public fun slice<Element: copy>(self: &vector<Element>, start: u64, end: u64): vector<Element> {
        assert!(start <= end && end <= length(self), EINVALID_SLICE_RANGE);
        let result = vector<Element>[];
        while (start < end) {
            push_back(&mut result, *borrow(self, start));
            start = start + 1;
        };
        result
    }
}
