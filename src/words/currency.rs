//! Currencies and percent signs next to a figure.

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Percent,
    /// The code of a currency.
    Currency(String),
    /// `$` is the sign of many currencies.
    Dollar,
    /// Words that can be a unit: `orders/month`.
    Unit(String),
}

/// Signs and words for currencies. A longer one is before one that it contains.
const CURRENCIES: [(&str, &str); 11] = [
    ("US$", "USD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("euros", "EUR"),
    ("Euros", "EUR"),
    ("euro", "EUR"),
    ("Euro", "EUR"),
    ("Fr.", "CHF"),
];

/// What can be after a percentage.
const PERCENT: [&str; 5] = ["%", "percent", "per cent", "pct", "prozent"];

/// The codes of currencies. Three other capital letters can be anything.
const CODES: &str = "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW \
                     MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN RON RSD SAR SEK SGD THB TRY TWD UAH USD VND ZAR";

/// Takes a currency or a percent sign off either end, but not off both.
pub(crate) fn mark(text: &str) -> (&str, Option<Mark>) {
    let lower = text.to_lowercase();
    if let Some(rest) = PERCENT.iter().find_map(|word| lower.strip_suffix(word)) {
        return (text.get(..rest.len()).unwrap_or_default().trim_end(), Some(Mark::Percent));
    }
    let signs = CURRENCIES.into_iter().map(|(sign, code)| (sign, Mark::Currency(code.to_owned())));
    for (sign, mark) in signs.chain([("$", Mark::Dollar)]) {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
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

/// The currency that a text names.
pub fn currency(text: &str) -> Option<Mark> {
    let sign = CURRENCIES.iter().find(|(sign, _)| *sign == text).map(|(_, code)| *code);
    let code = || CODES.split(' ').find(|code| *code == text);
    sign.or_else(code)
        .map(|code| Mark::Currency(code.to_owned()))
        .or_else(|| (text == "$").then_some(Mark::Dollar))
}
