//! The target `threat_model`; see `docs/fuzzing.md`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cullis_fuzz::threat_model(data));
