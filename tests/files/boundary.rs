//! What is committed to a repository shows nothing outside of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::{Folder, PLAN};

const SECRET: &str = "stratplan: 1\nstrategy: { name: hunter2, hunter2: hunter2 }\n";

/// A repository next to files that do not belong to it.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("repo/.git/HEAD", "ref: refs/heads/main\n").write("repo/plan.yaml", PLAN);
    folder.write("outside/plan.yaml", SECRET).write("outside/stratplan.toml", "hunter2 = true\n");
    folder
}

fn link(folder: &Folder, to: &str, name: &str) {
    symlink(to, folder.0.join(name)).unwrap();
}

#[test]
fn no_link_leads_out_of_the_repository() {
    let folder = repository("links-out");
    link(&folder, "../outside/plan.yaml", "repo/linked.yaml");
    link(&folder, "../outside", "repo/deep");
    fs::create_dir(folder.0.join("repo/own")).unwrap();
    link(&folder, "../../outside/stratplan.toml", "repo/own/stratplan.toml");
    folder.write("repo/own/plan.yaml", PLAN);
    for (line, path) in [
        ("check repo/linked.yaml", "repo/linked.yaml"),
        ("check repo/own/../linked.yaml", "repo/own/../linked.yaml"),
        ("check repo", "repo/linked.yaml"),
        ("check repo/deep", "repo/deep"),
        ("check repo/deep/plan.yaml", "repo/deep/plan.yaml"),
        ("check repo/own", "repo/own/stratplan.toml"),
        ("gaps repo/linked.yaml", "repo/linked.yaml"),
        ("show repo/linked.yaml", "repo/linked.yaml"),
        ("diff repo/plan.yaml repo/linked.yaml", "repo/linked.yaml"),
        ("config show repo/own/plan.yaml", "repo/own/stratplan.toml"),
    ] {
        let run = folder.run(line);
        assert_eq!(run.code, 2, "{line}: {run:?}");
        let said = format!(
            "error: {path}: not read, this link leads out of the repository; copy the file into it\n"
        );
        assert!(run.err.contains(&said), "{line}: {}", run.err);
        assert!(!run.out.contains("hunter2") && !run.err.contains("hunter2"), "{line}: {run:?}");
    }
    // What is outside can be named, and a link can lead anywhere inside.
    assert_eq!(folder.run("check outside/plan.yaml --isolated").code, 1);
    fs::remove_file(folder.0.join("repo/linked.yaml")).unwrap();
    link(&folder, "plan.yaml", "repo/own/again.yaml");
    fs::remove_file(folder.0.join("repo/own/stratplan.toml")).unwrap();
    assert_eq!(folder.run("check repo/own/again.yaml").err, "");
    // The repository itself can be reached by a link.
    link(&folder, "repo", "checkout");
    let path = folder.0.join("checkout/plan.yaml");
    assert_eq!(folder.run(&format!("check {}", path.display())).err, "");
}

#[test]
fn a_link_that_is_no_strategy_is_left_alone() {
    let folder = repository("links-other");
    folder.write("outside/notes.yaml", "a: b\n");
    link(&folder, "../outside/notes.yaml", "repo/notes.yaml");
    assert_eq!(folder.run("check repo").err, "");
}

#[test]
fn settings_extend_only_files_of_their_repository() {
    let folder = repository("extend-out");
    let outside = folder.0.join("outside/stratplan.toml");
    for extend in ["../outside/stratplan.toml", &outside.display().to_string(), "linked.toml"] {
        if !Path::new(&folder.0.join("repo/linked.toml")).is_symlink() {
            link(&folder, "../outside/stratplan.toml", "repo/linked.toml");
        }
        folder.write("repo/stratplan.toml", &format!("extend = \"{extend}\"\n"));
        let run = folder.run("check repo");
        assert_eq!(run.code, 2, "{extend}: {run:?}");
        assert!(
            run.err.contains("this leads out of the repository, and nothing there is read"),
            "{}",
            run.err
        );
        assert!(!run.err.contains("hunter2"), "{}", run.err);
    }
    // The user can name any file, and outside of a repository settings can extend any.
    folder.write("repo/stratplan.toml", "").write("outside/base.toml", "fail-on = \"never\"\n");
    folder
        .write("outside/named.toml", "extend = \"../other.toml\"\n")
        .write("other.toml", "fail-on = \"never\"\n");
    assert_eq!(folder.run("check repo --config outside/named.toml").code, 0);
}

#[test]
fn settings_extend_at_most_32_files() {
    let folder = Folder::new("extend-deep");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "extend = \"1.toml\"\n");
    for n in 1..40 {
        folder.write(&format!("{n}.toml"), &format!("extend = \"{}.toml\"\n", n + 1));
    }
    folder.write("31.toml", "fail-on = \"never\"\n");
    assert_eq!(folder.run("check").code, 0);
    folder.write("31.toml", "extend = \"32.toml\"\n");
    let run = folder.run("check");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("more than 32 files extend each other in a row"), "{}", run.err);
}
