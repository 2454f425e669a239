//! The target `model_otm`; see `docs/fuzzing.md`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cullis_fuzz::model_otm(data));
