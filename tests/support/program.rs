//! Running the program in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::root;

/// Every format of `check`.
pub const FORMATS: &[&str] =
    &["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];

/// Variables that the machine running the tests might have set.
const ENVIRONMENT: &[&str] = &[
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "CLICOLOR",
    "TERM",
    "COLUMNS",
    "GITHUB_ACTIONS",
    "GITHUB_WORKSPACE",
    "GITHUB_STEP_SUMMARY",
];

fn command_in(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ENVIRONMENT {
        command.env_remove(name);
    }
    command
}

/// Runs the program in the root of the repository, 120 columns wide.
pub fn stratplan(arguments: &[&str]) -> Run {
    Run::of(command_in(root()).env("COLUMNS", "120").args(arguments).output().unwrap())
}

/// An empty folder, out of reach of any settings above it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        // The thread of a test has its name, so that tests next to each other do not share a folder.
        let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test).join(name);
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(path.join(".git")).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The names of the files in a folder below this one.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let names = fs::read_dir(self.0.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.into_string().unwrap()).collect()
    }

    pub fn command(&self, line: &str) -> Command {
        let mut command = command_in(&self.0);
        command.args(line.split_whitespace());
        command
    }

    pub fn run(&self, line: &str) -> Run {
        Run::of(self.command(line).output().unwrap())
    }

    /// Like `run`, for arguments with spaces in them.
    pub fn run_all(&self, arguments: &[&str]) -> Run {
        Run::of(self.command("").args(arguments).output().unwrap())
    }

    /// Runs a command with this text as its standard input.
    pub fn pipe(&self, line: &str, input: &(impl AsRef<[u8]> + ?Sized)) -> Run {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input can have ended by now.
        child.stdin.take().unwrap().write_all(input.as_ref()).ok();
        Run::of(child.wait_with_output().unwrap())
    }
}

/// Exit status and output of a run.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that the run ended with exit status 2, this error and nothing else.
    pub fn is_error(&self, message: &str) {
        let expected = format!("error: {message}\n");
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (2, "", expected.as_str()));
    }
}
