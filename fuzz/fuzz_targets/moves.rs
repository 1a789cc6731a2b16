#![no_main]

#[path = "../../tests/fuzzing/targets.rs"]
#[allow(dead_code)] // each target uses one of them
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::moves(bytes));
