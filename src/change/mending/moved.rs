//! Where a byte is after edits, and where it was before them.

use crate::finding::Edit;

/// Edits in the order of the file, with what each does to the offsets after it.
pub(super) struct Moved {
    /// Start and end before, start and end after.
    edits: Vec<[u32; 4]>,
}

impl Moved {
    pub(super) fn new(edits: &[Edit]) -> Self {
        let mut ordered: Vec<&Edit> = edits.iter().collect();
        ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut grown: i64 = 0;
        let moved = ordered.into_iter().map(|edit| {
            let start = offset(i64::from(edit.span.start) + grown);
            grown += i64::try_from(edit.text.len()).unwrap_or(0) - i64::from(edit.span.len());
            [edit.span.start, edit.span.end, start, offset(i64::from(edit.span.end) + grown)]
        });
        Self { edits: moved.collect() }
    }

    /// Where a byte is after the edits; for one that was replaced, where the new text begins.
    pub(super) fn forth(&self, at: u32) -> u32 {
        self.along(at, |[old_start, old_end, start, end]| (old_start, old_end, start, end))
    }

    /// Where a byte was before the edits; for a new one, where the old text began.
    pub(super) fn back(&self, at: u32) -> u32 {
        self.along(at, |[old_start, old_end, start, end]| (start, end, old_start, old_end))
    }

    fn along(&self, at: u32, turned: impl Fn([u32; 4]) -> (u32, u32, u32, u32)) -> u32 {
        let after = self.edits.partition_point(|edit| turned(*edit).0 <= at);
        match after.checked_sub(1).and_then(|last| self.edits.get(last)) {
            None => at,
            Some(edit) => {
                let (from, to, new_from, new_to) = turned(*edit);
                if at == from && from < to || at < to { new_from } else { new_to + (at - to) }
            }
        }
    }
}

fn offset(at: i64) -> u32 {
    u32::try_from(at).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn places_move_with_the_text_before_them() {
        // "ab cd ef" → "abXX c ef": two bytes put in at 2, one taken away at 4.
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let moved = Moved::new(&[edit(4, 5, ""), edit(2, 2, "XX")]);
        let pairs = [(0, 0), (1, 1), (2, 4), (3, 5), (4, 6), (5, 6), (6, 7), (7, 8)];
        for (old, new) in pairs {
            assert_eq!(moved.forth(old), new, "{old}");
        }
        for (old, new) in [(0, 0), (1, 1), (2, 4), (3, 5), (5, 6), (6, 7)] {
            assert_eq!(moved.back(new), old, "{new}");
        }
        assert_eq!(moved.back(3), 2, "what is new was nowhere before");
    }

    #[test]
    fn a_replaced_text_begins_where_the_old_one_did() {
        let edit = Edit { span: Span::new(2, 6), text: "longer text".into() };
        let moved = Moved::new(&[edit]);
        assert_eq!((moved.forth(2), moved.forth(4), moved.forth(6)), (2, 2, 13));
        assert_eq!((moved.back(2), moved.back(9), moved.back(13)), (2, 2, 6));
    }
}
