//! The target `model_cyclonedx`; see `docs/fuzzing.md`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cullis_fuzz::model_cyclonedx(data));
