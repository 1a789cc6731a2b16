//! The names of months, and years.

/// The months in English, German, French, Spanish, Italian, Portuguese and Dutch, and abbreviations that are not the
/// beginning of a name.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari",
    "february februar feber février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mars marzo março marco maart mrt mrz",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
];
const ABBREVIATIONS: &str = "jan feb mar apr jun jul aug sep sept oct nov dec";

/// The number of a month by its name, or by the beginning of it if that is of one month only.
pub fn number(word: &str) -> Option<i8> {
    let begins = |names: &&str| names.split(' ').any(|name| name.starts_with(word));
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| begins(names) && word.chars().count() >= 3);
    let (number, _) = found.next()?;
    // `jui` can be June or July.
    found.next().is_none().then_some(number)
}

/// True for the name of a month, or its English abbreviation.
pub fn is_month(word: &str) -> bool {
    super::is_in(ABBREVIATIONS, word) || MONTHS.iter().any(|names| super::is_in(names, word))
}

/// True for four digits that can be a year of a plan.
pub fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u16| (1900..2100).contains(&year))
}
