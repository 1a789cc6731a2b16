//! What the fuzz targets try holds for the files in `tests/fuzzing/corpus`, for every strategy, and for parts of them.

use std::fs;
use std::path::PathBuf;

use crate::support::{root, strategies};

mod targets;

fn corpus(target: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join("tests/fuzzing/corpus").join(target)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_target_accepts_its_corpus() {
    for (name, target) in targets::ALL {
        let files = corpus(name);
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            target(&fs::read(&file).unwrap());
        }
    }
}

/// A file that is cut off anywhere, or lacks a line, is what an editor saves now and then.
#[test]
fn strategies_with_a_line_missing_or_cut_off_are_fixed_without_loss() {
    for example in strategies() {
        let text = example.text;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..4 {
            let gone = random.usize(..lines.len());
            let lacking: String =
                lines.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| *line).collect();
            targets::fix(lacking.as_bytes());
            let end = random.usize(..text.len());
            targets::fix(&text.as_bytes()[..end]);
        }
    }
}
