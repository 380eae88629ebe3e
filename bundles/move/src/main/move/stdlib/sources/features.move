/// Switches of the chain. Bit `n` of the stored bits is feature `n`.
module std::features {
    use std::error;
    use std::signer;
    use std::vector;

    /// The signer is not the framework account.
    const EFRAMEWORK_SIGNER_NEEDED: u64 = 1;

    struct Features has key {
        features: vector<u8>
    }

    /// Turns features on and off. Only for the framework account.
    public fun change_feature_flags(
        framework: &signer, enable: vector<u64>, disable: vector<u64>
    ) acquires Features {
        assert!(signer::address_of(framework) == @std, error::permission_denied(EFRAMEWORK_SIGNER_NEEDED));
        if (!exists<Features>(@std)) move_to(framework, Features { features: vector[] });
        let bits = &mut borrow_global_mut<Features>(@std).features;
        vector::for_each(enable, |feature| set(bits, feature, true));
        vector::for_each(disable, |feature| set(bits, feature, false));
    }

    #[view]
    /// Whether the feature is on.
    public fun is_enabled(feature: u64): bool acquires Features {
        exists<Features>(@std) && contains(&borrow_global<Features>(@std).features, feature)
    }

    fun set(features: &mut vector<u8>, feature: u64, include: bool) {
        let index = feature / 8;
        let mask = 1u8 << ((feature % 8) as u8);
        while (vector::length(features) <= index) vector::push_back(features, 0);
        let entry = vector::borrow_mut(features, index);
        *entry = if (include) *entry | mask else *entry & (0xff ^ mask);
    }

    fun contains(features: &vector<u8>, feature: u64): bool {
        let index = feature / 8;
        index < vector::length(features)
            && *vector::borrow(features, index) & (1u8 << ((feature % 8) as u8)) != 0
    }
}
