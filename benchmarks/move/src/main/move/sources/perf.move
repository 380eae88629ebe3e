/// Six programs for the benchmarks. The unit tests run them on the reference virtual machine.
module t::perf {
  use 0x1::vector;
  struct P has copy, drop { x: u64, y: u64 }
  struct G has key { n: u64 }
  public fun loop_sum(n: u64): u64 { let i = 0; let s = 0; while (i < n) { s = s + i; i = i + 1; }; s }
  public fun fib(n: u64): u64 { if (n < 2) { n } else { fib(n-1) + fib(n-2) } }
  public fun sieve(n: u64): u64 {
    let v = vector::empty<bool>(); let i = 0; while (i <= n) { vector::push_back(&mut v, true); i = i + 1; };
    let p = 2; while (p * p <= n) { if (*vector::borrow(&v, p)) { let j = p*p; while (j <= n) { *vector::borrow_mut(&mut v, j) = false; j = j + p; } }; p = p + 1; };
    let c = 0; let k = 2; while (k <= n) { if (*vector::borrow(&v, k)) { c = c + 1 }; k = k + 1; }; c
  }
  public fun structs(n: u64): u64 { let p = P{x:0,y:1}; let i = 0; while (i < n) { let q = &mut p; q.x = q.x + q.y; q.y = q.y ^ i; i = i + 1; }; p.x }
  public entry fun init(s: &signer) { move_to(s, G{n:0}) }
  public fun glob(a: address, n: u64): u64 acquires G { let i = 0; while (i < n) { let g = borrow_global_mut<G>(a); g.n = g.n + i; i = i + 1; }; borrow_global<G>(a).n }
  public fun mul128(n: u64): u128 { let i = 0; let s: u128 = 1; while (i < n) { s = (s * 6364136223846793005u128 + 1442695040888963407u128) % 340282366920938463u128; i = i + 1; }; s }
  #[test] fun t_loop() { assert!(loop_sum(2000000) > 0, 1) }
  #[test] fun t_fib() { assert!(fib(25) == 75025, 1) }
  #[test] fun t_sieve() { assert!(sieve(200000) == 17984, sieve(200000)) }
  #[test] fun t_structs() { assert!(structs(500000) > 0, 1) }
  #[test(s=@0x7)] fun t_glob(s: &signer) acquires G { move_to(s, G{n:0}); assert!(glob(@0x7, 300000) > 0, 1) }
  #[test] fun t_mul() { assert!(mul128(300000) > 0, 1) }
}
