/// Values moved through references.
module std::mem {
    /// Exchanges two values.
    native public fun swap<T>(left: &mut T, right: &mut T);

    /// Puts `new` in place and returns what was there.
    public fun replace<T>(ref: &mut T, new: T): T {
        swap(ref, &mut new);
        new
    }
}
