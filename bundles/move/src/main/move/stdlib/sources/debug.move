/// Output for a developer at a local machine; a chain ignores it.
module aptos_std::debug {
    use std::string::String;
    use aptos_std::string_utils;

    /// Prints a value with type names.
    public fun print<T>(x: &T) {
        native_print(string_utils::debug_string(x));
    }

    /// Prints the functions under way.
    public fun print_stack_trace() {
        native_print(native_stack_trace());
    }

    native fun native_print(x: String);

    native fun native_stack_trace(): String;
}
