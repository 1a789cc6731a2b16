//! Languages by their tags: `en`, `de-CH`, `zh-Hant`.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::record::{meaning, serialize_as_text};
use crate::decode::value::{Scalar, ValueError};
use crate::words::is_in;

/// A language as a tag of BCP 47, in its usual capitals.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Language(Box<str>);

/// Names that people write instead of a tag.
const NAMES: [(&str, &str); 78] = [
    ("arabic", "ar"),
    ("basque", "eu"),
    ("bengali", "bn"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("español", "es"),
    ("estonian", "et"),
    ("finnish", "fi"),
    ("français", "fr"),
    ("french", "fr"),
    ("galician", "gl"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("italiano", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("nederlands", "nl"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("romansh", "rm"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("somali", "so"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("tamil", "ta"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("englisch", "en"),
    ("französisch", "fr"),
    ("italienisch", "it"),
    ("spanisch", "es"),
    ("portugiesisch", "pt"),
    ("niederländisch", "nl"),
    ("polnisch", "pl"),
    ("türkisch", "tr"),
    ("russisch", "ru"),
    ("allemand", "de"),
    ("anglais", "en"),
    ("italien", "it"),
    ("espagnol", "es"),
    ("inglés", "en"),
    ("francés", "fr"),
    ("alemán", "de"),
    ("inglês", "en"),
    ("francês", "fr"),
    ("alemão", "de"),
    ("inglese", "en"),
    ("francese", "fr"),
    ("tedesco", "de"),
    ("schweizerdeutsch", "gsw"),
    ("swiss german", "gsw"),
];

/// Countries whose form of a language people name.
const COUNTRIES: &[(&str, &str)] = &[
    ("AT", "austria österreich autriche"),
    ("BE", "belgium belgien belgique belgië"),
    ("BR", "brazil brasil brasilien brésil"),
    ("CA", "canada kanada"),
    ("CH", "switzerland schweiz suisse svizzera"),
    ("DE", "germany deutschland allemagne"),
    ("ES", "spain españa spanien espagne"),
    ("FR", "france frankreich"),
    ("GB", "uk gb britain"),
    ("MX", "mexico méxico mexiko"),
    ("PT", "portugal"),
    ("US", "us usa"),
];

/// `Deutsch (Schweiz)`: the tag.
fn in_a_country(lower: &str) -> Option<String> {
    let (language, country) = lower.split_once(" (")?;
    let country = country.strip_suffix(')')?;
    let (_, tag) = NAMES.iter().find(|(name, _)| *name == language.trim())?;
    let (region, _) = COUNTRIES.iter().find(|(_, names)| is_in(names, country))?;
    Some(format!("{tag}-{region}"))
}

impl Language {
    /// The language itself: `de` of `de-CH`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Reads a well-formed tag (RFC 5646, 2.1) whose language has two or three letters, as all registered
    /// ones have.
    fn parse(text: &str) -> Option<Self> {
        let mut subtags = text.split('-').peekable();
        let language = subtags.next().filter(|tag| matches!(tag.len(), 2 | 3) && is_alphabetic(tag))?;
        let mut written = language.to_ascii_lowercase();
        let mut push = |tag: &str| {
            written.push('-');
            written.push_str(tag);
        };
        if let Some(extended) = subtags.next_if(|tag| tag.len() == 3 && is_alphabetic(tag)) {
            push(&extended.to_ascii_lowercase());
        }
        if let Some(script) = subtags.next_if(|tag| tag.len() == 4 && is_alphabetic(tag)) {
            let (first, rest) = script.split_at_checked(1)?;
            push(&(first.to_ascii_uppercase() + &rest.to_ascii_lowercase()));
        }
        let is_number = |tag: &str| tag.bytes().all(|byte| byte.is_ascii_digit());
        let is_region = |tag: &&str| tag.len() == 2 && is_alphabetic(tag) || tag.len() == 3 && is_number(tag);
        if let Some(region) = subtags.next_if(is_region) {
            push(&region.to_ascii_uppercase());
        }
        let is_alphanumeric = |tag: &str| tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_variant = |tag: &&str| {
            let is_short = tag.len() == 4 && tag.starts_with(|c: char| c.is_ascii_digit());
            is_alphanumeric(tag) && (is_short || matches!(tag.len(), 5..=8))
        };
        while let Some(variant) = subtags.next_if(is_variant) {
            push(&variant.to_ascii_lowercase());
        }
        // An extension or a private part: a single letter or digit, and at least one more subtag.
        while let Some(singleton) = subtags.next_if(|tag| tag.len() == 1 && is_alphanumeric(tag)) {
            let is_private = singleton.eq_ignore_ascii_case("x");
            let least = if is_private { 1 } else { 2 };
            push(&singleton.to_ascii_lowercase());
            let is_part = |tag: &&str| (least..=8).contains(&tag.len()) && is_alphanumeric(tag);
            push(&subtags.next_if(is_part)?.to_ascii_lowercase());
            while let Some(part) = subtags.next_if(is_part) {
                push(&part.to_ascii_lowercase());
            }
        }
        subtags.next().is_none().then(|| Self(written.into()))
    }
}

fn is_alphabetic(tag: &str) -> bool {
    tag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

impl Scalar for Language {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if let Some(language) = Self::parse(text) {
            return Ok(language);
        }
        let error =
            ValueError::unlike("a language", "write its tag: `en`, `de`, `pt-BR`, or `zh-Hant` for a script");
        let lower = text.to_lowercase();
        if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
            return Err(error.instead(*tag));
        }
        if let Some(tag) = in_a_country(&lower) {
            return Err(error.instead(tag));
        }
        Err(match Self::parse(&text.replace('_', "-")) {
            Some(meant) => error.instead(meant.to_string()),
            None => error,
        })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
serialize_as_text!(Language);
meaning!(Other: Language);

impl JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LanguageTag".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A language as a tag of BCP 47: `en`, `de-CH`, `zh-Hant`.",
            "type": "string",
            "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_in_its_usual_capitals_or_refused() {
        for (text, read) in [
            ("en", Ok("en")),
            ("DE-ch", Ok("de-CH")),
            ("zh-hant-tw", Ok("zh-Hant-TW")),
            ("es-419", Ok("es-419")),
            ("zh-cmn-Hans-CN", Ok("zh-cmn-Hans-CN")),
            ("de-CH-1996", Ok("de-CH-1996")),
            ("sl-rozaj-biske", Ok("sl-rozaj-biske")),
            ("en-u-co-phonebk-x-own", Ok("en-u-co-phonebk-x-own")),
            ("en_US", Err(Some("en-US"))),
            ("English", Err(Some("en"))),
            ("en, de", Err(None)),
            ("e", Err(None)),
            ("en-", Err(None)),
            ("en-US-GB", Err(None)),
            ("en-x", Err(None)),
            ("gibberish", Err(None)),
            ("", Err(None)),
        ] {
            let found = Language::from_text(text).map(|language| language.to_string());
            let found = found.map_err(|error| error.instead);
            assert_eq!(found.as_deref().map_err(Option::as_deref), read, "{text}");
        }
    }
}
