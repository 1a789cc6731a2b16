//! The rules about the file itself, one file each.
//!
//! They are reported while a file is read, so they come before the reader in the order of the modules.

mod duplicate_key;
mod duplicate_reading;
mod expired_allow;
mod invalid_readings;
mod invalid_syntax;
mod invalid_value;
mod malformed_allow;
mod missing_key;
mod unknown_key;
mod unknown_reference;
mod unsupported_version;
mod unused_allow;

pub use duplicate_key::RULE as DUPLICATE_KEY;
pub use duplicate_reading::RULE as DUPLICATE_READING;
pub use expired_allow::RULE as EXPIRED_ALLOW;
pub use invalid_readings::RULE as INVALID_READINGS;
pub use invalid_syntax::RULE as INVALID_SYNTAX;
pub use invalid_value::RULE as INVALID_VALUE;
pub use malformed_allow::RULE as MALFORMED_ALLOW;
pub use missing_key::RULE as MISSING_KEY;
pub use unknown_key::RULE as UNKNOWN_KEY;
pub use unknown_reference::RULE as UNKNOWN_REFERENCE;
pub use unsupported_version::RULE as UNSUPPORTED_VERSION;
pub use unused_allow::RULE as UNUSED_ALLOW;

/// All of them, in the order in which they are listed.
pub static RULES: &[&super::Rule] = &[
    &INVALID_SYNTAX,
    &UNSUPPORTED_VERSION,
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &INVALID_VALUE,
    &DUPLICATE_KEY,
    &UNKNOWN_REFERENCE,
    &INVALID_READINGS,
    &DUPLICATE_READING,
    &MALFORMED_ALLOW,
    &EXPIRED_ALLOW,
    &UNUSED_ALLOW,
];
