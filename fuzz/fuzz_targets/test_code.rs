//! The target `test_code`; see `docs/fuzzing.md`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cullis_fuzz::test_code(data));
