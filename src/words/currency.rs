//! Currencies and percent signs next to a figure.

use super::is_in;

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Percent,
    /// The code of a currency.
    Currency(String),
    /// A sign of several currencies: `$`, `kr`.
    Shared(&'static str),
    /// Words that can be a unit: `orders/month`.
    Unit(String),
}

/// Signs and words for one currency. A longer one is before one that it contains.
const CURRENCIES: [(&str, &str); 50] = [
    ("US$", "USD"),
    ("AU$", "AUD"),
    ("CA$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("R$", "BRL"),
    ("S$", "SGD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("₺", "TRY"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("₫", "VND"),
    ("฿", "THB"),
    ("₴", "UAH"),
    ("₸", "KZT"),
    ("₾", "GEL"),
    ("₡", "CRC"),
    ("₲", "PYG"),
    ("₵", "GHS"),
    ("euros", "EUR"),
    ("Euros", "EUR"),
    ("euro", "EUR"),
    ("Euro", "EUR"),
    ("EURO", "EUR"),
    ("zł", "PLN"),
    ("zl", "PLN"),
    ("Kč", "CZK"),
    ("kč", "CZK"),
    ("Ft", "HUF"),
    ("Fr.", "CHF"),
    ("Fr", "CHF"),
    ("SFr.", "CHF"),
    ("sFr.", "CHF"),
    ("Franken", "CHF"),
    ("lei", "RON"),
    ("лв", "BGN"),
    ("reais", "BRL"),
    ("Rp", "IDR"),
    ("RM", "MYR"),
    ("RMB", "CNY"),
    ("R", "ZAR"),
];

/// Signs and words for several currencies, the likeliest first.
const SHARED: [(&str, &str); 12] = [
    ("$", "USD CAD AUD NZD SGD HKD TWD MXN CLP COP ARS"),
    ("dollars", "USD CAD AUD NZD SGD HKD TWD"),
    ("kr.", "SEK NOK DKK ISK"),
    ("kr", "SEK NOK DKK ISK"),
    ("Kr", "SEK NOK DKK ISK"),
    ("KR", "SEK NOK DKK ISK"),
    ("¥", "JPY CNY"),
    ("￥", "JPY CNY"),
    ("Rs.", "INR PKR LKR NPR"),
    ("Rs", "INR PKR LKR NPR"),
    ("rupees", "INR PKR LKR NPR"),
    ("francs", "CHF XOF XAF"),
];

/// What can be after a percentage.
const PERCENT: [&str; 5] = ["%", "percent", "per cent", "pct", "prozent"];

/// The codes of currencies. Three other capital letters can be anything.
const CODES: &str = "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK EGP EUR GBP GEL GHS HKD HUF IDR ILS \
                     INR ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR PLN PYG QAR RON \
                     RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR";

/// Codes that are not words in small letters.
const SMALL: &str = "aed aud bgn brl cad chf cny czk dkk eur gbp hkd huf inr jpy krw mxn nok nzd pln rub sek sgd thb \
                     usd zar";

/// Takes a currency or a percent sign off either end, but not off both.
pub(crate) fn mark(text: &str) -> (&str, Option<Mark>) {
    let lower = text.to_lowercase();
    if let Some(rest) = PERCENT.iter().find_map(|word| lower.strip_suffix(word)) {
        return (text.get(..rest.len()).unwrap_or_default().trim_end(), Some(Mark::Percent));
    }
    let signs = CURRENCIES.into_iter().map(|(sign, code)| (sign, Mark::Currency(code.to_owned())));
    for (sign, mark) in signs.chain(SHARED.into_iter().map(|(sign, _)| (sign, Mark::Shared(sign)))) {
        if let Some(rest) = without(text, sign) {
            return (rest.trim(), Some(mark));
        }
    }
    let code = |word: Option<&str>| currency(word?);
    let (head, tail) =
        (text.split_at_checked(3), text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)));
    match (code(head.map(|(code, _)| code)), code(tail.map(|(_, code)| code))) {
        (Some(mark), None) => (head.map_or("", |(_, rest)| rest.trim()), Some(mark)),
        (None, Some(mark)) => (tail.map_or("", |(rest, _)| rest.trim()), Some(mark)),
        _ => (text, None),
    }
}

/// A text without a sign at its beginning or end. A sign made of letters must not be part of a longer word.
fn without<'t>(text: &'t str, sign: &str) -> Option<&'t str> {
    let is_letter = |c: char| c.is_alphabetic() || c == '$';
    let is_edge = |rest: &str, end: Option<char>| {
        !sign.contains(is_letter) || !end.is_some_and(is_letter) || rest.is_empty()
    };
    let head = text
        .strip_prefix(sign)
        .filter(|rest| !sign.ends_with(is_letter) || is_edge(rest, rest.chars().next()));
    let tail = || {
        text.strip_suffix(sign)
            .filter(|rest| !sign.starts_with(is_letter) || is_edge(rest, rest.chars().next_back()))
    };
    head.or_else(tail)
}

/// The currency that a text names.
pub fn currency(text: &str) -> Option<Mark> {
    let sign = CURRENCIES.iter().find(|(sign, _)| *sign == text).map(|(_, code)| (*code).to_owned());
    let code = || (is_in(CODES, text) || is_in(SMALL, text)).then(|| text.to_uppercase());
    let shared = || SHARED.iter().find(|(sign, _)| *sign == text).map(|(sign, _)| Mark::Shared(sign));
    sign.or_else(code).map(Mark::Currency).or_else(shared)
}

/// The codes of the currencies that can write a sign.
pub fn sharing(sign: &str) -> &'static str {
    SHARED.iter().find(|(shared, _)| *shared == sign).map_or("", |(_, codes)| codes)
}
