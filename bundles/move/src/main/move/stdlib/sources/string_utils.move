/// Values as text.
module aptos_std::string_utils {
    use std::string::String;

    /// On one line, without type names.
    public fun to_string<T>(s: &T): String {
        native_format(s, false, false, true, false)
    }

    /// The same with every address in 64 digits.
    public fun to_string_with_canonical_addresses<T>(s: &T): String {
        native_format(s, false, true, true, false)
    }

    /// The same with the type behind every integer.
    public fun to_string_with_integer_types<T>(s: &T): String {
        native_format(s, false, true, true, true)
    }

    /// On several lines, with type names.
    public fun debug_string<T>(s: &T): String {
        native_format(s, true, false, false, false)
    }

    /// Puts `a` for the `{}` in `fmt`; `{{` and `}}` are braces.
    public fun format1<T0: drop>(fmt: &vector<u8>, a: T0): String {
        native_format_list(fmt, &list1(a))
    }

    public fun format2<T0: drop, T1: drop>(fmt: &vector<u8>, a: T0, b: T1): String {
        native_format_list(fmt, &list2(a, b))
    }

    public fun format3<T0: drop, T1: drop, T2: drop>(fmt: &vector<u8>, a: T0, b: T1, c: T2): String {
        native_format_list(fmt, &list3(a, b, c))
    }

    public fun format4<T0: drop, T1: drop, T2: drop, T3: drop>(
        fmt: &vector<u8>, a: T0, b: T1, c: T2, d: T3
    ): String {
        native_format_list(fmt, &list4(a, b, c, d))
    }

    /// A list of values of different types.
    struct Cons<T, N> has copy, drop, store {
        car: T,
        cdr: N
    }

    struct NIL has copy, drop, store {}

    fun nil(): NIL {
        NIL {}
    }

    fun cons<T, N>(car: T, cdr: N): Cons<T, N> {
        Cons { car, cdr }
    }

    inline fun list1<T0>(a: T0): Cons<T0, NIL> {
        cons(a, nil())
    }

    inline fun list2<T0, T1>(a: T0, b: T1): Cons<T0, Cons<T1, NIL>> {
        cons(a, list1(b))
    }

    inline fun list3<T0, T1, T2>(a: T0, b: T1, c: T2): Cons<T0, Cons<T1, Cons<T2, NIL>>> {
        cons(a, list2(b, c))
    }

    inline fun list4<T0, T1, T2, T3>(
        a: T0, b: T1, c: T2, d: T3
    ): Cons<T0, Cons<T1, Cons<T2, Cons<T3, NIL>>>> {
        cons(a, list3(b, c, d))
    }

    native fun native_format<T>(
        s: &T, type_tag: bool, canonicalize: bool, single_line: bool, include_int_types: bool
    ): String;

    native fun native_format_list<T>(fmt: &vector<u8>, val: &T): String;
}
