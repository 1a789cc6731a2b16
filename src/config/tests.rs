#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::rules;

fn parse(text: &str) -> Result<Config, (String, String, String)> {
    Config::parse(Source::new("stratplan.toml", text)).map_err(|error| {
        let written = error.source_file.slice(error.span).to_owned();
        (written, error.message, error.help)
    })
}

/// For each text, what the error points at and its help.
fn errors(cases: &[(&str, &str, &str)]) {
    for (text, written, help) in cases {
        let (at, message, actual) = parse(text).map(|_| ()).unwrap_err();
        assert_eq!((at.as_str(), actual.as_str()), (*written, *help), "{text}: {message}");
    }
}

#[test]
fn settings_are_read_with_their_spans() {
    let text = "exclude = [\"archive/\"]\nfail-on = \"warning\"\n[rules]\nhard-sell = { level = \"error\", max-share = 0.1 }\nno-goals = \"off\"\n[status]\non-track = 1\n";
    let config = parse(text).unwrap();
    let fail_on = config.fail_on.unwrap();
    assert_eq!((*fail_on.get_ref(), &text[fail_on.span()]), (FailOn::Warning, "\"warning\""));
    let pattern = &config.exclude.as_ref().unwrap()[0];
    assert_eq!((pattern.get_ref().as_str(), &text[pattern.span()]), ("archive/", "\"archive/\""));
    let on_track = config.status.on_track.unwrap();
    assert_eq!((*on_track.get_ref(), &text[on_track.span()]), (1.0, "1"));
    assert!(config.status.at_risk.is_none());
    let [hard_sell, no_goals] = config.rules.as_slice() else { panic!("{:?}", config.rules) };
    assert_eq!((hard_sell.rule.name, no_goals.rule.name), ("hard-sell", "no-goals"));
    let level = hard_sell.level.as_ref().unwrap();
    assert_eq!((*level.get_ref(), &text[level.span()]), (SetLevel::Error, "\"error\""));
    let (option, number) = &hard_sell.numbers[0];
    assert_eq!((option.name, *number.get_ref(), &text[number.span()]), ("max-share", 0.1, "0.1"));
    let level = no_goals.level.as_ref().unwrap();
    assert_eq!((*level.get_ref(), &text[level.span()]), (SetLevel::Off, "\"off\""));
}

#[test]
fn unknown_keys_suggest_the_nearest_name_or_the_right_section() {
    errors(&[
        ("fail_on = \"error\"", "fail_on", "did you mean `fail-on`?"),
        ("surprise = 1", "surprise", "there are: extend, exclude, fail-on, rules, status"),
        ("[status]\non-trak = 1", "on-trak", "did you mean `on-track`?"),
        ("[status]\nx-y-z = 1", "x-y-z", "[status] has: on-track, at-risk"),
        ("[rules]\nno-goal = \"off\"", "no-goal", "did you mean `no-goals`?"),
        ("[rules]\nxyzzy = \"off\"", "xyzzy", "`stratplan rules` lists the names"),
        (
            "[rules]\ngears = \"off\"",
            "gears",
            "`gears` is a group; name its rules one by one: `stratplan rules` lists them",
        ),
        ("[rules]\nhard-sell = { max-shares = 0.1 }", "max-shares", "did you mean `max-share`?"),
        ("[rules]\nhard-sell = { levl = \"off\" }", "levl", "did you mean `level`?"),
        ("[rules.hard-sell]\nnumber = 1", "number", "`hard-sell` has: level, max-share"),
        ("[rules.no-goals]\nnumber = 1", "number", "`no-goals` has no setting but its level"),
        // The right key in the wrong section.
        ("on-track = 0.9", "on-track", "`on-track` belongs below `[status]`"),
        ("no-goals = \"off\"", "no-goals", "`no-goals` belongs below `[rules]`"),
        ("[rules]\nfail-on = \"info\"", "fail-on", "`fail-on` belongs above the first line in brackets"),
        ("[status]\nexclude = []", "exclude", "`exclude` belongs above the first line in brackets"),
        ("[status]\nno-goals = \"off\"", "no-goals", "`no-goals` belongs below `[rules]`"),
    ]);
}

#[test]
fn values_of_the_wrong_type_say_what_to_write() {
    let list = "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`";
    let path = "write its path as seen from this file: `extend = \"../stratplan.toml\"`";
    let levels = "write \"off\", \"info\", \"warning\", \"error\"";
    errors(&[
        ("fail-on = \"warn\"", "\"warn\"", "write \"error\", \"warning\", \"info\", \"never\""),
        ("fail-on = \"warnings\"", "\"warnings\"", "did you mean \"warning\"?"),
        ("fail-on = true", "true", "write \"error\", \"warning\", \"info\", \"never\""),
        ("[rules]\nhard-sell = \"eror\"", "\"eror\"", "did you mean \"error\"?"),
        ("[rules]\nhard-sell = false", "false", levels),
        ("[rules]\nhard-sell = [\"off\"]", "[\"off\"]", levels),
        ("[rules]\nhard-sell = 0.3", "0.3", "write `hard-sell = { max-share = 0.3 }`"),
        ("[rules]\nno-goals = 0.3", "0.3", levels),
        ("[rules]\nhard-sell = { level = 1979-05-27 }", "1979-05-27", levels),
        ("exclude = \"archive\"", "\"archive\"", list),
        ("exclude = [1]", "1", list),
        ("exclude = [\"a\", \" \"]", "\" \"", "name what to exclude, or remove it"),
        ("exclude = [\"#a\"]", "\"#a\"", "in such patterns `#` begins a comment; write `'\\#a'`"),
        ("extend = [\"a\"]", "[\"a\"]", path),
        ("extend = \"\"", "\"\"", path),
        ("rules = 1", "1", "write `[rules]` on a line by itself, and the settings below it"),
        ("status = \"x\"", "\"x\"", "write `[status]` on a line by itself, and the settings below it"),
        (
            "[[rules]]\nno-goals = \"off\"",
            "[[rules]]",
            "write `[rules]` on a line by itself, and the settings below it",
        ),
        (
            "[rules]\ninvalid-syntax = \"warning\"",
            "\"warning\"",
            "rules about the file itself are never lowered; remove the setting",
        ),
        (
            "[rules.unused-allow]\nlevel = \"info\"",
            "\"info\"",
            "rules about the file itself are never lowered; remove the setting",
        ),
    ]);
    assert!(parse("[rules]\ninvalid-syntax = \"error\"\nunused-allow = \"error\"").is_ok());
}

#[test]
fn numbers_out_of_range_say_the_range() {
    let message = |text: &str| parse(text).map(|_| ()).unwrap_err();
    for (setting, range) in [
        ("hard-sell = { max-share = 1.5 }", "`max-share` should be a share from 0 to 1"),
        ("hard-sell = { max-share = -0.1 }", "`max-share` should be a share from 0 to 1"),
        ("hard-sell = { max-share = nan }", "`max-share` should be a share from 0 to 1"),
        ("hard-sell = { max-share = inf }", "`max-share` should be a share from 0 to 1"),
        ("hard-sell = { max-share = \"0.1\" }", "`max-share` should be a share from 0 to 1"),
        (
            "listening-stale = { max-age-days = -1 }",
            "`max-age-days` should be a whole number of days from 0 to 3660",
        ),
        (
            "listening-stale = { max-age-days = 9.5 }",
            "`max-age-days` should be a whole number of days from 0 to 3660",
        ),
        (
            "listening-stale = { max-age-days = 99999999999 }",
            "`max-age-days` should be a whole number of days from 0 to 3660",
        ),
        ("overloaded-owner = { max-active = 0 }", "`max-active` should be a whole number from 1 to 1000"),
    ] {
        let (written, said, _) = message(&format!("[rules]\n{setting}"));
        assert_eq!(said, range, "{setting}");
        assert!(setting.contains(&format!("= {written} }}")), "{setting} at {written}");
    }
    assert_eq!(message("[status]\non-track = 90").2, "90 % is written 0.9");
    assert_eq!(message("[status]\non-track = -1").2, "write a number between the two");
    assert_eq!(message("[status]\non-track = \"1\"").2, "write it in digits and without quotes");
    for edge in ["max-share = 0", "max-share = 1", "max-share = 1.0", "max-share = 0x1", "max-share = +0.5"] {
        assert!(parse(&format!("[rules.hard-sell]\n{edge}")).is_ok(), "{edge}");
    }
    assert!(parse("[rules.listening-stale]\nmax-age-days = 3_660").is_ok());
}

#[test]
fn every_default_is_in_its_range() {
    for rule in rules::all() {
        for option in rule.options {
            assert!(option.measure.admits(option.default), "{} of {}", option.name, rule.name);
        }
    }
}

#[test]
fn the_first_error_in_the_file_is_reported() {
    let (written, ..) = parse("zebra = 1\napple = 2\n").map(|_| ()).unwrap_err();
    assert_eq!(written, "zebra");
    let (written, ..) = parse("[rules]\nzebra = 1\n[status]\napple = 2\n").map(|_| ()).unwrap_err();
    assert_eq!(written, "zebra");
    for (text, first) in [("fail-on = 1\napple = 2\n", "1"), ("apple = 2\nfail-on = 1\n", "apple")] {
        assert_eq!(parse(text).map(|_| ()).unwrap_err().0, first);
    }
}

#[test]
fn files_that_are_not_utf_8_are_rejected() {
    let source = Source::from_bytes("stratplan.toml", b"exclude = [\"caf\xe9/\"]".to_vec());
    let error = Config::parse(source).unwrap_err();
    assert_eq!((error.span, error.message.as_str()), (Span::new(15, 16), "this is not saved as UTF-8"));
    // A byte order mark and Windows line ends are fine.
    let text = "\u{feff}fail-on = \"info\"\r\n[rules]\r\nno-goals = \"off\"\r\n";
    assert_eq!(parse(text).unwrap().rules.len(), 1);
}

#[test]
fn invalid_toml_is_explained_in_plain_words() {
    errors(&[
        ("fail-on = warning", "warning", "write \"warning\""),
        ("fail-on =", "", "write it after the `=`"),
        ("fail-on: \"error\"", "", "write `key = value`, one per line"),
        ("exclude = []\nexclude = []", "exclude", "keep one of the two"),
        ("[rules\n", "", "correct the TOML at this place"),
        ("[status]\non-track = 0,9", "", "correct the TOML at this place"),
    ]);
    assert_eq!(parse("exclude = []\nexclude = []").map(|_| ()).unwrap_err().1, "`exclude` is set twice");
}
