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

macro_rules! rules {
    ($($module:ident as $name:ident,)*) => {
        $(pub use $module::RULE as $name;)*

        /// All of them, in the order in which they are listed.
        pub static RULES: &[&super::Rule] = &[$(&$name,)*];
    };
}

rules! {
    invalid_syntax as INVALID_SYNTAX,
    unsupported_version as UNSUPPORTED_VERSION,
    unknown_key as UNKNOWN_KEY,
    missing_key as MISSING_KEY,
    invalid_value as INVALID_VALUE,
    duplicate_key as DUPLICATE_KEY,
    unknown_reference as UNKNOWN_REFERENCE,
    invalid_readings as INVALID_READINGS,
    duplicate_reading as DUPLICATE_READING,
    malformed_allow as MALFORMED_ALLOW,
    expired_allow as EXPIRED_ALLOW,
    unused_allow as UNUSED_ALLOW,
}
