//! One strategy on its way through a check: read, mended where that is asked for, judged, and taken
//! down in the format of the run.

use std::path::Path;

use anyhow::bail;

use super::baseline::{Keeper, Kept};
use super::beside::{Beside, Sheets};
use super::gather::{Input, Work};
use super::mending::{Done, Wish};
use super::{Args, fail_on, is_for_people};
use crate::baseline::Accepted;
use crate::cli::lint_args::Settings;
use crate::document::Document;
use crate::finding::Group;
use crate::render::findings::{Judged, Layout};
use crate::report::summary::{Mends, Summary};
use crate::workspace::{self, Trouble};

/// What is done to every strategy.
pub(super) struct Check<'a, L> {
    pub(super) args: &'a Args,
    pub(super) layout: &'a L,
    /// What is told beside what people read.
    pub(super) beside: Option<&'a Beside>,
    pub(super) wish: Option<&'a Wish>,
    pub(super) keeper: Option<&'a Keeper>,
}

/// What is kept of a strategy once it is judged; the strategy itself is not.
pub(super) struct Taken<S> {
    pub(super) path: String,
    pub(super) has_failed: bool,
    /// It was changed, or would be.
    pub(super) has_changed: bool,
    pub(super) sheet: S,
    /// Counts as the sheet has them, where they are told beside it.
    pub(super) counts: Option<Summary>,
    pub(super) beside: Option<Sheets>,
    pub(super) kept: Option<Kept>,
    /// What was done to it, for people.
    pub(super) notices: Vec<String>,
    /// For standard input: its text after its mends.
    pub(super) text: Option<String>,
    /// Why it was not written.
    pub(super) trouble: Option<Trouble>,
}

impl<L: Layout> Check<'_, L> {
    /// Takes a strategy; none where a file met on a walk is no strategy.
    pub(super) fn take(&self, work: &Work) -> anyhow::Result<Option<Taken<L::Sheet>>> {
        match &work.input {
            Input::Stdin(document) => {
                let path = Path::new(&self.args.stdin_filename);
                let mut taken = self.judged(document, path, &work.settings, |_| Ok(()))?;
                if self.wish.is_some_and(Wish::writes) {
                    if document.source.first_invalid_byte().is_some() {
                        let why = "not saved as UTF-8, so it cannot be printed as it is";
                        bail!("{}: {why}", document.source.name());
                    }
                    taken.text.get_or_insert_with(|| document.source.text().to_owned());
                }
                Ok(Some(taken))
            }
            Input::File(candidate) => {
                let Some(document) = workspace::read(candidate)? else { return Ok(None) };
                let write = |text: &str| workspace::write(&candidate.path, text.as_bytes());
                let taken = self.judged(&document, &candidate.path, &work.settings, write)?;
                Ok(Some(Taken { text: None, ..taken }))
            }
        }
    }

    fn judged(
        &self,
        before: &Document,
        path: &Path,
        settings: &Settings,
        write: impl Fn(&str) -> Result<(), Trouble>,
    ) -> anyhow::Result<Taken<L::Sheet>> {
        let mut accepted = self.keeper.map(|keeper| keeper.accepted(path)).unwrap_or_default();
        let mut done = match self.wish {
            Some(wish) => wish.carry_out(before, path, &settings.linter, &accepted),
            None => Done::default(),
        };
        let mut trouble = None;
        if let (Some(wish), Some(changed)) = (self.wish, &done.document)
            && wish.writes()
            && let Err(error) = write(changed.source.text())
        {
            trouble = Some(error);
            done = Done { mends: Mends { made: 0, ..done.mends }, ..Done::default() };
        }
        let document = done.document.as_ref().unwrap_or(before);
        let mut outcome = settings.linter.check_against(document, &accepted);
        if self.keeper.is_some_and(Keeper::accepts) {
            accepted = Accepted::of(document, &outcome.findings);
            outcome = settings.linter.check_against(document, &accepted);
        }
        let judged = Judged {
            document,
            outcome: &outcome,
            fail_on: fail_on(self.args, settings),
            mends: done.mends,
            before: done.document.is_some().then_some(&before.source),
        };
        let name = document.source.name();
        let of_file = outcome.findings.iter().filter(|finding| finding.rule.group == Group::File).count();
        Ok(Taken {
            path: name.to_owned(),
            has_failed: outcome.findings.iter().any(|one| judged.fail_on.is_failed_by(one.level)),
            has_changed: done.document.is_some(),
            sheet: self.layout.sheet(judged)?,
            counts: self
                .args
                .tells_counts()
                .then(|| if is_for_people(self.args) { judged.told() } else { judged.summary() }),
            beside: self.beside.map(|beside| beside.sheets(judged)).transpose()?,
            kept: self.keeper.map(|keeper| keeper.kept(path, accepted, outcome.stale.clone(), of_file)),
            notices: self.wish.map(|wish| done.notices(name, wish)).unwrap_or_default(),
            text: done.document.as_ref().map(|document| document.source.text().to_owned()),
            trouble,
        })
    }
}
