//! The names of months.

/// In English, in the order of the year.
pub const ENGLISH: &str =
    "january february march april may june july august september october november december";
/// Their abbreviations, and their names in German, French and Spanish.
pub const OTHERS: &str = "jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober \
    dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril \
    mayo junio julio agosto septiembre octubre noviembre diciembre";

/// The number of a month by its English name, or by the beginning of it.
pub fn number(word: &str) -> Option<i8> {
    let found = ENGLISH.split(' ').position(|month| word.len() >= 3 && month.starts_with(word))?;
    i8::try_from(found + 1).ok()
}

/// True for the name of a month, or an abbreviation of it.
pub fn is_month(word: &str) -> bool {
    super::is_in(ENGLISH, word) || super::is_in(OTHERS, word)
}
