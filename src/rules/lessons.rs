//! What the lessons of a strategy are about.

use super::Context;
use crate::words::words;

impl Context<'_> {
    /// True if the id or the text of a lesson names something: `launch-ads` is named as "launch ads", too.
    pub(super) fn has_lesson_on<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> bool {
        let names: Vec<Vec<String>> = names.into_iter().map(words).filter(|name| !name.is_empty()).collect();
        self.strategy.lessons().any(|(id, lesson)| {
            let texts = [Some(id.as_str()), lesson.learned.get().map(String::as_str)];
            texts.into_iter().flatten().map(words).any(|text| {
                names.iter().any(|name| text.windows(name.len()).any(|part| part == name.as_slice()))
            })
        })
    }
}
