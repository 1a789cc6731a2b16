//! Shell completions and manual pages.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::Folder;

/// Every command and subcommand, as the user types it.
fn paths(command: &clap::Command, above: &str, all: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let path = format!("{above} {}", sub.get_name()).trim().to_owned();
        paths(sub, &path, all);
        all.push(path);
    }
}

fn every_command() -> Vec<String> {
    let mut all = Vec::new();
    paths(&stratplan::command_line::command(), "", &mut all);
    assert!(all.contains(&"check".to_owned()) && all.contains(&"config show".to_owned()));
    all
}

fn is_installed(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

#[test]
fn completions_include_every_command_and_flag() {
    let folder = Folder::new("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&format!("completions {shell}"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        for path in every_command() {
            let name = path.split(' ').next_back().unwrap();
            assert!(run.out.contains(name), "{shell} lacks {path}");
        }
        for flag in ["fail-on", "stdin-filename", "isolated"] {
            assert!(run.out.contains(flag), "{shell} lacks --{flag}");
        }
    }
    let unknown = folder.run("completions csh");
    assert!(
        unknown.code == 2 && unknown.err.contains("bash, elvish, fish, powershell, zsh"),
        "{}",
        unknown.err
    );
}

#[test]
fn bash_completes_commands_flags_and_values() {
    if !is_installed("bash") {
        return;
    }
    let folder = Folder::new("bash");
    folder.write("stratplan.bash", &folder.run("completions bash").out);
    let bash = |script: &str| {
        let output = Command::new("bash").args(["-c", script]).current_dir(&folder.0).output().unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    bash("bash -n stratplan.bash");
    let complete = |words: &str| {
        let last = words.split(' ').count() - 1;
        let script = format!(
            "source stratplan.bash; COMP_WORDS=({words}); COMP_CWORD={last}; \
             _stratplan stratplan \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{}]}}\"; echo \"${{COMPREPLY[*]}}\"",
            last - 1
        );
        bash(&script).trim().to_owned()
    };
    assert_eq!(complete("stratplan che"), "check");
    assert_eq!(complete("stratplan config sh"), "show");
    assert_eq!(complete("stratplan check --fail"), "--fail-on");
    assert_eq!(complete("stratplan check --fail-on n"), "never");
}

#[test]
fn other_shells_accept_their_completions() {
    let folder = Folder::new("shells");
    for (shell, check) in [("zsh", "-n"), ("fish", "--no-execute")] {
        if is_installed(shell) {
            folder.write("script", &folder.run(&format!("completions {shell}")).out);
            let output = Command::new(shell).args([check, "script"]).current_dir(&folder.0).output().unwrap();
            assert!(output.status.success(), "{shell}: {output:?}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::new("man");
    let main = folder.run("man");
    assert_eq!((main.code, main.err.as_str()), (0, ""));
    let run = folder.run("man --into pages/here");
    let all = every_command();
    let count = all.len() + 1;
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert_eq!(run.err, format!("wrote {count} pages into pages/here\n"));
    assert_eq!(folder.names("pages/here").len(), count);
    let page = |name: &str| folder.text(&format!("pages/here/{name}"));
    assert_eq!(page("stratplan.1"), main.out);
    for path in &all {
        let name = format!("stratplan-{}", path.replace(' ', "-"));
        let text = page(&format!("{name}.1"));
        assert!(text.contains(&format!(".TH {name} 1")), "{name}");
        // The page of the parent command refers to it.
        let parent =
            path.rsplit_once(' ').map_or("stratplan".to_owned(), |(above, _)| format!("stratplan-{above}"));
        assert!(
            page(&format!("{parent}.1")).contains(&name.replace('-', "\\-")),
            "{parent} does not refer to {name}"
        );
    }
    assert!(page("stratplan-check.1").contains("\\-\\-stdin\\-filename"));
    // Existing pages are replaced. A file in place of the folder is an error.
    assert_eq!(folder.run("man --into pages/here").code, 0);
    folder.write("file", "mine");
    let bad = folder.run("man --into file");
    assert_eq!((bad.code, bad.err.as_str()), (2, "error: file: not written, this is not a folder\n"));
    assert_eq!(folder.run("man --into file/below").code, 2);
}

#[cfg(unix)]
#[test]
fn manual_pages_are_rendered_without_warnings() {
    let folder = Folder::new("man-read");
    folder.run("man --into pages");
    let reader: &[&str] = if is_installed("man") {
        &["man", "--warnings", "-l"]
    } else if is_installed("mandoc") {
        &["mandoc", "-T", "utf8"]
    } else {
        return;
    };
    for entry in fs::read_dir(folder.0.join("pages")).unwrap() {
        let path = entry.unwrap().path();
        let command = Command::new(reader[0])
            .args(&reader[1..])
            .arg(&path)
            .env("MANWIDTH", "80")
            .env("LC_ALL", "C.UTF-8")
            .output();
        let output = command.unwrap();
        let (text, errors) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && errors.is_empty(), "{}: {errors}", path.display());
        for part in ["NAME", "SYNOPSIS", "OPTIONS"] {
            assert!(text.contains(part), "{} has no {part}:\n{text}", path.display());
        }
    }
}
