#[test_only]
module std::vector_tests {
    use std::vector;

    #[test]
    fun appends_and_reverses() {
        let v = vector[1u64, 2];
        vector::append(&mut v, vector[3, 4, 5]);
        assert!(v == vector[1, 2, 3, 4, 5], 1);
        vector::reverse(&mut v);
        assert!(v == vector[5, 4, 3, 2, 1], 2);
        vector::reverse_slice(&mut v, 1, 4);
        assert!(v == vector[5, 2, 3, 4, 1], 3);
        vector::reverse_append(&mut v, vector[7, 8]);
        assert!(v == vector[5, 2, 3, 4, 1, 8, 7], 4);
        let none = vector<u64>[];
        vector::reverse(&mut none);
        vector::append(&mut none, vector[]);
        assert!(vector::is_empty(&none), 5);
    }

    #[test]
    fun trims() {
        let v = vector[1u64, 2, 3, 4];
        assert!(vector::trim(&mut v, 1) == vector[2, 3, 4] && v == vector[1], 1);
        let v = vector[1u64, 2, 3, 4];
        assert!(vector::trim_reverse(&mut v, 2) == vector[4, 3] && v == vector[1, 2], 2);
        assert!(vector::trim(&mut v, 2) == vector[], 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun trims_no_longer_than_it_is() {
        vector::trim(&mut vector[1u64], 2);
    }

    #[test]
    fun finds() {
        let v = vector[4u64, 5, 6, 5];
        let (found, at) = vector::index_of(&v, &5);
        assert!(found && at == 1, 1);
        let (found, at) = vector::index_of(&v, &9);
        assert!(!found && at == 0, 2);
        assert!(vector::contains(&v, &6) && !vector::contains(&v, &7), 3);
        let (found, at) = vector::find(&v, |e| *e > 5);
        assert!(found && at == 2, 4);
        assert!(vector::any(&v, |e| *e == 6) && !vector::any(&v, |e| *e == 7), 5);
        assert!(vector::all(&v, |e| *e >= 4) && !vector::all(&v, |e| *e > 4), 6);
    }

    #[test]
    fun inserts_and_removes() {
        let v = vector[1u64, 3];
        vector::insert(&mut v, 1, 2);
        vector::insert(&mut v, 0, 0);
        vector::insert(&mut v, 4, 4);
        assert!(v == vector[0, 1, 2, 3, 4], 1);
        assert!(vector::remove(&mut v, 0) == 0 && v == vector[1, 2, 3, 4], 2);
        assert!(vector::swap_remove(&mut v, 0) == 1 && v == vector[4, 2, 3], 3);
        assert!(vector::remove_value(&mut v, &2) == vector[2] && v == vector[4, 3], 4);
        assert!(vector::remove_value(&mut v, &2) == vector[], 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun removes_only_what_is_there() {
        vector::remove(&mut vector[1u64], 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x20000, location = std::vector)]
    fun inserts_no_further_than_the_end() {
        vector::insert(&mut vector[1u64], 2, 3);
    }

    #[test]
    fun folds_and_maps() {
        assert!(vector::fold(vector[1u64, 2, 3], 0, |sum, e| sum * 10 + e) == 123, 1);
        assert!(vector::foldr(vector[1u64, 2, 3], 0, |e, sum| sum * 10 + e) == 321, 2);
        assert!(vector::map(vector[1u64, 2], |e| e + 1) == vector[2, 3], 3);
        assert!(vector::map_ref(&vector[1u64, 2], |e| *e * 2) == vector[2, 4], 4);
        assert!(vector::zip_map(vector[1u64, 2], vector[3u64, 4], |a, b| a * b) == vector[3, 8], 5);
        assert!(vector::filter(vector[1u64, 2, 3, 4], |e| *e % 2 == 0) == vector[2, 4], 6);
        let v = vector[1u64, 2, 3];
        vector::for_each_mut(&mut v, |e| *e = *e + 1);
        assert!(v == vector[2, 3, 4], 7);
        let at = 0;
        vector::enumerate_ref(&v, |i, e| at = at + i * *e);
        assert!(at == 11, 8);
    }

    #[test]
    #[expected_failure(abort_code = 0x20002)]
    fun zips_equal_lengths_only() {
        vector::zip(vector[1u64], vector[1u64, 2], |_a, _b| {});
    }

    #[test]
    fun rotates_and_partitions() {
        let v = vector[1u64, 2, 3, 4, 5];
        assert!(vector::rotate(&mut v, 2) == 3 && v == vector[3, 4, 5, 1, 2], 1);
        assert!(vector::rotate_slice(&mut v, 1, 2, 5) == 4 && v == vector[3, 5, 1, 2, 4], 2);
        let v = vector[1u64, 2, 3, 4];
        assert!(vector::partition(&mut v, |e| *e % 2 == 0) == 2, 3);
        assert!(vector::slice(&v, 0, 2) == vector[2, 4], 4);
    }

    #[test]
    fun makes_ranges() {
        assert!(vector::range(2, 5) == vector[2, 3, 4], 1);
        assert!(vector::range(5, 2) == vector[], 2);
        assert!(vector::range_with_step(0, 7, 3) == vector[0, 3, 6], 3);
        assert!(vector::range_with_step(18446744073709551613, 18446744073709551615, 5) == vector[18446744073709551613], 4);
        assert!(vector::slice(&vector[1u64, 2, 3], 1, 1) == vector[], 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x20004, location = std::vector)]
    fun slices_inside_only() {
        vector::slice(&vector[1u64], 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x20003, location = std::vector)]
    fun steps_forward_only() {
        vector::range_with_step(0, 2, 0);
    }
}
