//! What names a finding from one run to the next: its rule, its file and its address, never a line.
//!
//! Services that show findings remember them by a fingerprint. One that changed when a line is
//! inserted above would make every old finding new, and two that are equal would hide one of them.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::strategy::document::Document;

/// The name of a finding among those of its strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The path of keys and ids; for a row of the readings file, the row itself.
    pub address: String,
    /// Which it is, from 1, of the findings of its rule at its address.
    pub occurrence: usize,
    /// All of it as sixteen hexadecimal digits.
    pub fingerprint: String,
}

/// The identity of each finding, in their order.
pub fn identities(document: &Document, findings: &[Finding]) -> Vec<Identity> {
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let named = findings.iter().map(|finding| {
        let address = document.address(finding).to_string();
        let occurrence = seen.entry((finding.rule.name, address.clone())).or_default();
        *occurrence += 1;
        let number = occurrence.to_string();
        let parts = [finding.rule.name, document.source.name(), &address, &number];
        Identity { fingerprint: fingerprint(&parts), occurrence: *occurrence, address }
    });
    named.collect()
}

/// FNV-1a in 64 bits over the parts, with a zero byte after each but the last.
///
/// This must never change: services would take every finding for a new one.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.join("\0").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fingerprint(&[]), "cbf29ce484222325");
        assert_eq!(fingerprint(&["a"]), "af63dc4c8601ec8c");
        assert_eq!(fingerprint(&["foobar"]), "85944171f73967e8");
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a\0b"]));
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
    }

    #[test]
    fn a_fingerprint_that_was_given_out_stays_as_it_is() {
        let parts = ["gear-out-of-order", "plan.yaml", "purposes.marketing.gears.engagement", "1"];
        assert_eq!(fingerprint(&parts), "ec0407bc42569d89");
    }
}
