//! First drafts in `drafts/`, written from memory by people who had seen only an introduction to the format. What
//! such a draft shows first is short.

use serde_json::Value;

use crate::support::{Folder, text_of, yaml_files};

const MOST_IN_FULL: usize = 20;
const FIRST_SCREENS: usize = 130;

struct Draft {
    name: String,
    folder: Folder,
}

fn drafts(test: &str) -> Vec<Draft> {
    let drafts = yaml_files("tests/drafts").into_iter().map(|file| {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = Folder::new(&format!("{test}-{name}"));
        folder.write(&name, &text_of(&format!("tests/drafts/{name}")));
        Draft { name, folder }
    });
    let drafts: Vec<Draft> = drafts.collect();
    assert_eq!(drafts.len(), 8);
    drafts
}

impl Draft {
    fn check(&self, flags: &str) -> String {
        let run = self.folder.run(&format!("check {} --today 2027-02-01 {flags}", self.name));
        assert!(run.code < 2, "{run:?}");
        run.out
    }

    fn findings(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.check("--format json")).unwrap();
        json["findings"].as_array().unwrap().clone()
    }
}

#[test]
fn the_first_round_is_short_and_leaves_out_no_rule() {
    let mut digests = 0;
    for draft in drafts("digest") {
        let (short, findings) = (draft.check(""), draft.findings());
        let errors = findings.iter().filter(|one| one["level"] == "error").count();
        for finding in &findings {
            let tag =
                format!("{}[{}]", finding["level"].as_str().unwrap(), finding["rule"].as_str().unwrap());
            let is_next = finding["level"] == "info" && short.contains("What to write next");
            assert!(short.contains(&tag) || is_next, "{}: no {tag}\n{short}", draft.name);
        }
        let headline = format!("{}: {errors} errors of ", draft.name);
        if short.contains(&headline) {
            digests += 1;
            assert!(errors > MOST_IN_FULL);
            assert!(short.lines().count() <= FIRST_SCREENS, "{}:\n{short}", draft.name);
            assert!(short.contains(&format!("\n{errors} errors")), "another count at the end:\n{short}");
        }
    }
    assert!(digests > 1, "only {digests} drafts have so many errors");
}

#[test]
fn on_request_every_finding_is_shown_in_full() {
    for draft in drafts("all") {
        let (all, findings) = (draft.check("--all"), draft.findings());
        for finding in findings.iter().filter(|one| one["level"] == "error") {
            let help = finding["help"].as_str().unwrap();
            let first: Vec<&str> = help.split_whitespace().take(3).collect();
            assert!(all.contains(&first.join(" ")), "{}: {finding}", draft.name);
        }
        assert!(!all.contains("shows every finding"), "{all}");
    }
}
