//! How often something happens, in the words of people: `every two weeks`, `3x/week`, `wöchentlich`.

use super::cadence::{Cadence, Rate, Unit};
use crate::words::in_text::number_in_words;
use crate::words::is_in;
use crate::words::weekdays::weekday;

/// The unit, the word for once in one unit, and other words for it.
pub(super) const UNITS: [(Unit, &str, &str, &[&str]); 5] = [
    (
        Unit::Day,
        "day",
        "daily",
        &[
            "days",
            "tag",
            "tage",
            "tagen",
            "täglich",
            "jour",
            "jours",
            "quotidien",
            "quotidienne",
            "día",
            "días",
            "diario",
            "diaria",
            "giorno",
            "giorni",
            "giornaliero",
            "dia",
            "dias",
            "diário",
            "dag",
            "dagen",
            "dagelijks",
        ],
    ),
    (
        Unit::Week,
        "week",
        "weekly",
        &[
            "weeks",
            "wk",
            "woche",
            "wochen",
            "wöchentlich",
            "semaine",
            "semaines",
            "hebdomadaire",
            "hebdo",
            "semana",
            "semanas",
            "semanal",
            "settimana",
            "settimane",
            "settimanale",
            "weken",
            "wekelijks",
        ],
    ),
    (
        Unit::Month,
        "month",
        "monthly",
        &[
            "months",
            "mo",
            "monat",
            "monate",
            "monaten",
            "monatlich",
            "mois",
            "mensuel",
            "mensuelle",
            "mes",
            "meses",
            "mensual",
            "mese",
            "mesi",
            "mensile",
            "mês",
            "mensal",
            "maand",
            "maanden",
            "maandelijks",
        ],
    ),
    (
        Unit::Quarter,
        "quarter",
        "quarterly",
        &[
            "quarters",
            "quartal",
            "quartale",
            "quartalsweise",
            "vierteljährlich",
            "trimestre",
            "trimestres",
            "trimestriel",
            "trimestral",
            "trimestrale",
            "kwartaal",
            "kwartalen",
            "driemaandelijks",
        ],
    ),
    (
        Unit::Year,
        "year",
        "yearly",
        &[
            "years",
            "annum",
            "annual",
            "annually",
            "jahr",
            "jahre",
            "jahren",
            "jährlich",
            "an",
            "ans",
            "annuel",
            "annuelle",
            "año",
            "años",
            "anual",
            "anno",
            "anni",
            "annuale",
            "ano",
            "anos",
            "jaar",
            "jaarlijks",
        ],
    ),
];

/// What is before a unit of time: `3 per week`, `3 pro Woche`.
const PER: &str = "per a an every each pro je die par por al alla all' ao à la le l'";
const EVERY: &str = "every each alle jeden jede jedes tous toutes les chaque cada ogni elke";
/// Times, in other languages.
const TIMES: &str = "times time mal fois veces vez volte volta vezes keer x";

const OTHER_NUMBERS: [(&str, u8); 24] = [
    ("ein", 1),
    ("eine", 1),
    ("einmal", 1),
    ("zwei", 2),
    ("zweimal", 2),
    ("drei", 3),
    ("dreimal", 3),
    ("vier", 4),
    ("un", 1),
    ("une", 1),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("una", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("due", 2),
    ("tre", 3),
    ("uma", 1),
    ("duas", 2),
    ("dois", 2),
    ("twee", 2),
    ("drie", 3),
];

impl Cadence {
    /// What another wording certainly means: `every two weeks`, `3x a week`, `every Tuesday`.
    pub(super) fn meant(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['_', '-'], " ").replace('/', " per ");
        let mut words: Vec<&str> = text.split_whitespace().filter(|word| !is_in(TIMES, word)).collect();
        // `chaque semaine`, `toutes les deux semaines`, `3 fois par semaine`.
        if words.first().is_some_and(|word| is_in(EVERY, word)) {
            let rest = words.iter().position(|word| !is_in(EVERY, word)).unwrap_or(words.len());
            words.splice(..rest, ["every"]);
        }
        if let [first, .., last] = words.as_slice()
            && words.len() > 2
            && words.iter().skip(1).take(words.len() - 2).all(|word| is_in(PER, word))
            && count(first).is_some()
        {
            words = vec![first, "per", last];
        }
        let unit = |word: &str| {
            let mut units = UNITS.iter();
            let found = units
                .find(|(_, name, once, others)| *name == word || *once == word || others.contains(&word));
            found.map(|(unit, ..)| *unit)
        };
        let every = |count: Option<u8>, word: &str| {
            Some(Self { unit: unit(word)?, rate: Rate::Every(count.filter(|count| *count > 0)?) })
        };
        let per = |count: Option<u8>, word: &str| {
            let rate = match count? {
                0 => return None,
                1 => Rate::Every(1),
                more => Rate::Per(more),
            };
            Some(Self { unit: unit(word)?, rate })
        };
        match words.as_slice() {
            ["fortnightly" | "zweiwöchentlich"]
            | ["every" | "each", "fortnight"]
            | ["14", "tägig" | "täglich"] => Some(Self { unit: Unit::Week, rate: Rate::Every(2) }),
            ["every" | "each", day] if is_weekday(day) => {
                Some(Self { unit: Unit::Week, rate: Rate::Every(1) })
            }
            [often @ ("twice" | "2x" | "3x"), often_in] if often_in.ends_with("ly") => {
                per(count(often), often_in)
            }
            [word] | ["every" | "each" | "once" | "1", word] => every(Some(1), word),
            ["every" | "each", "other" | "second", word] => every(Some(2), word),
            ["every", number, word] | ["once", "every", number, word] => every(count(number), word),
            [number, "per" | "a" | "an" | "every" | "each", word] => per(count(number), word),
            _ => None,
        }
    }
}

/// True for `Tuesdays` and `Tue`.
fn is_weekday(word: &str) -> bool {
    weekday(word.strip_suffix('s').unwrap_or(word).trim_end_matches('.')).is_some()
}

/// True for `10:00`, `10am`, `9.30`.
fn is_time_of_day(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let is_clock = digits.len() < word.len() || digits.contains([':', '.']);
    is_clock
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= "10:00".len()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}

/// `3`, `3x`, `three`, `once`, `twice`.
fn count(word: &str) -> Option<u8> {
    let plain = word.trim_end_matches(['x', '×']);
    match plain {
        "once" => Some(1),
        "twice" => Some(2),
        _ => plain.parse().ok().or_else(|| {
            let other = OTHER_NUMBERS.iter().find(|(number, _)| *number == plain).map(|(_, count)| *count);
            other.or_else(|| number_in_words(plain).and_then(|number| u8::try_from(number).ok()))
        }),
    }
}

/// What the beginning of a text means that says more: `monthly (first Tuesday)`, `3 posts a week`, `Mondays`.
pub(super) fn at_the_beginning(text: &str) -> Option<Cadence> {
    let lower = text.trim().to_lowercase();
    let read = |text: &str| Cadence::parse(text.trim()).or_else(|| Cadence::meant(text));
    if let Some(cadence) = [" (", ",", ";", " on ", " except ", ": ", " - ", " – "]
        .into_iter()
        .find_map(|by| read(lower.split_once(by)?.0))
    {
        return Some(cadence);
    }
    let words: Vec<&str> = lower.split([' ', ',', '/']).filter(|word| !word.is_empty()).collect();
    let days = words.iter().filter(|word| is_weekday(word)).count();
    let is_other = |word: &&&str| {
        !is_weekday(word) && !is_time_of_day(word) && !is_in("every each and on at um uhr & + am pm", word)
    };
    if days > 0 && words.iter().find(is_other).is_none() {
        let rate =
            u8::try_from(days).ok().map(|days| if days == 1 { Rate::Every(1) } else { Rate::Per(days) })?;
        return Some(Cadence { unit: Unit::Week, rate });
    }
    // Without what is counted: `3 posts a week`.
    if let [number, _, rest @ ..] = words.as_slice()
        && count(number).is_some()
        && !rest.is_empty()
    {
        return Cadence::meant(&format!("{number} {}", rest.join(" ")));
    }
    let slash = lower.split_once('/').and_then(|(counted, unit)| {
        let number = counted.split_whitespace().next()?;
        Cadence::meant(&format!("{number}/{unit}"))
    });
    slash.or_else(|| read(words.first()?)).filter(|_| words.len() > 1)
}
