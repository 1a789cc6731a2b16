#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::in_force::InForce;
use super::*;
use crate::rules;

fn file(name: &str, text: &str) -> Result<Config, ConfigError> {
    Config::parse(Source::new(name, text))
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    file("stratplan.toml", text)
}

/// Reads each line of a table, in which `⏎` is a line break: the settings, what the error points at, and its
/// message or its help.
fn errors(read: fn(&str) -> Result<Config, ConfigError>, table: &str) {
    for line in table.lines().filter(|line| !line.is_empty()) {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [text, written, said] = columns[..] else { panic!("{line}") };
        let ConfigError { source_file, span, message, help } =
            read(&text.replace('⏎', "\n")).map(|_| ()).expect_err(line);
        assert_eq!(source_file.slice(span), written, "{line}");
        assert!([message.as_str(), &help].contains(&said), "{line}: {message}; {help}");
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
    let table = r#"
fail_on = "error" | fail_on | did you mean `fail-on`?
surprise = 1 | surprise | known keys: extend, exclude, fail-on, rules, status
[status]⏎on-trak = 1 | on-trak | did you mean `on-track`?
[status]⏎x-y-z = 1 | x-y-z | [status] has: on-track, at-risk, judge-from, worse
[rules]⏎no-goal = "off" | no-goal | did you mean `no-goals`?
[rules]⏎xyzzy = "off" | xyzzy | `stratplan rules` lists the names
[rules]⏎gears = "off" | gears | `gears` is a group; name its rules one by one: `stratplan rules` lists them
[rules]⏎hard-sell = { max-shares = 0.1 } | max-shares | did you mean `max-share`?
[rules]⏎hard-sell = { levl = "off" } | levl | did you mean `level`?
[rules.hard-sell]⏎number = 1 | number | `hard-sell` has: level, max-share
[rules.no-goals]⏎number = 1 | number | `no-goals` has no setting but its level
on-track = 0.9 | on-track | `on-track` belongs below `[status]`
no-goals = "off" | no-goals | `no-goals` belongs below `[rules]`
[rules]⏎fail-on = "info" | fail-on | `fail-on` belongs above the first line in brackets
[status]⏎exclude = [] | exclude | `exclude` belongs above the first line in brackets
[status]⏎no-goals = "off" | no-goals | `no-goals` belongs below `[rules]`
"#;
    errors(parse, table);
}

#[test]
fn values_of_the_wrong_type_say_what_to_write() {
    let table = r##"
fail-on = "warn" | "warn" | write "error", "warning", "info", "never"
fail-on = "warnings" | "warnings" | did you mean "warning"?
fail-on = true | true | write "error", "warning", "info", "never"
[rules]⏎hard-sell = "eror" | "eror" | did you mean "error"?
[rules]⏎hard-sell = false | false | write "off", "info", "warning", "error"
[rules]⏎hard-sell = ["off"] | ["off"] | write "off", "info", "warning", "error"
[rules]⏎hard-sell = 0.3 | 0.3 | write `hard-sell = { max-share = 0.3 }`
[rules]⏎no-goals = 0.3 | 0.3 | write "off", "info", "warning", "error"
[rules]⏎hard-sell = { level = 1979-05-27 } | 1979-05-27 | write "off", "info", "warning", "error"
exclude = "archive" | "archive" | write a list of patterns, as in a .gitignore: `exclude = ["archive/"]`
exclude = [1] | 1 | write a list of patterns, as in a .gitignore: `exclude = ["archive/"]`
exclude = ["a", " "] | " " | name what to exclude, or remove it
exclude = ["#a"] | "#a" | in such patterns `#` begins a comment; write `'\#a'`
extend = ["a"] | ["a"] | write its path as seen from this file: `extend = "../stratplan.toml"`
extend = "" | "" | write its path as seen from this file: `extend = "../stratplan.toml"`
rules = 1 | 1 | write `[rules]` on a line by itself, and the settings below it
status = "x" | "x" | write `[status]` on a line by itself, and the settings below it
[[rules]]⏎no-goals = "off" | [[rules]] | write `[rules]` on a line by itself, and the settings below it
[rules]⏎invalid-syntax = "warning" | "warning" | rules about the file itself are never lowered; remove the setting
[rules.unused-allow]⏎level = "info" | "info" | rules about the file itself are never lowered; remove the setting
"##;
    errors(parse, table);
    assert!(parse("[rules]\ninvalid-syntax = \"error\"\nunused-allow = \"error\"").is_ok());
}

#[test]
fn numbers_out_of_range_say_the_range() {
    let table = r#"
[rules]⏎hard-sell = { max-share = 1.5 } | 1.5 | `max-share` should be a share from 0 to 1
[rules]⏎hard-sell = { max-share = -0.1 } | -0.1 | `max-share` should be a share from 0 to 1
[rules]⏎hard-sell = { max-share = nan } | nan | `max-share` should be a share from 0 to 1
[rules]⏎hard-sell = { max-share = inf } | inf | `max-share` should be a share from 0 to 1
[rules]⏎hard-sell = { max-share = "0.1" } | "0.1" | `max-share` should be a share from 0 to 1
[rules.listening-stale]⏎max-age-days = -1 | -1 | `max-age-days` should be a whole number of days from 0 to 3660
[rules.listening-stale]⏎max-age-days = 9.5 | 9.5 | `max-age-days` should be a whole number of days from 0 to 3660
[rules.listening-stale]⏎max-age-days = 99999999999 | 99999999999 | `max-age-days` should be a whole number of days from 0 to 3660
[rules.overloaded-owner]⏎max-active = 0 | 0 | `max-active` should be a whole number from 1 to 1000
[status]⏎on-track = 90 | 90 | 90 % is written 0.9
[status]⏎on-track = -1 | -1 | write a number between the two
[status]⏎on-track = "1" | "1" | write it in digits and without quotes
"#;
    errors(parse, table);
    for edge in ["max-share = 0", "max-share = 1", "max-share = 1.0", "max-share = 0x1", "max-share = +0.5"] {
        assert!(parse(&format!("[rules.hard-sell]\n{edge}")).is_ok(), "{edge}");
    }
    assert!(parse("[rules.listening-stale]\nmax-age-days = 3_660").is_ok());
}

#[test]
fn every_default_is_in_its_range() {
    for (rule, option) in rules::all().flat_map(|rule| rule.options.iter().map(move |one| (rule, one))) {
        assert!(option.measure.admits(option.default), "{} of {}", option.name, rule.name);
    }
}

#[test]
fn the_first_error_in_the_file_is_reported() {
    let table = r"
zebra = 1⏎apple = 2 | zebra | unknown key `zebra`
[rules]⏎zebra = 1⏎[status]⏎apple = 2 | zebra | there is no rule `zebra`
fail-on = 1⏎apple = 2 | 1 | this is not a level
apple = 2⏎fail-on = 1 | apple | unknown key `apple`
";
    errors(parse, table);
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
    let table = r#"
fail-on = warning | warning | write "warning"
fail-on = |  | write it after the `=`
fail-on: "error" |  | write `key = value`, one per line
exclude = []⏎exclude = [] | exclude | `exclude` is set twice
exclude = []⏎exclude = [] | exclude | keep one of the two
[rules⏎ |  | correct the TOML at this place
[status]⏎on-track = 0,9 |  | correct the TOML at this place
"#;
    errors(parse, table);
}

#[test]
fn paces_from_different_files_are_compared() {
    let low = file("low.toml", "[status]\non-track = 0.6\n").unwrap();
    let both = file("both.toml", "[status]\nat-risk = 0.8\non-track = 0.75\n").unwrap();
    let argument = Config::argument("status.at-risk=0.95").unwrap();
    for (config, written, said) in [
        (&low, "0.6", "`at-risk` (0.7, built-in) is above `on-track` (0.6, low.toml:2)"),
        (&both, "0.75", "`at-risk` (0.8, both.toml:2) is above `on-track` (0.75, both.toml:3)"),
        (&argument, "0.95", "`at-risk` (0.95, command line) is above `on-track` (0.9, built-in)"),
    ] {
        let ConfigError { source_file, span, message, .. } = InForce::of([config]).unwrap_err();
        assert_eq!((source_file.slice(span), message.as_str()), (written, said));
    }
    let fine = file("fine.toml", "[status]\non-track = 0.6\nat-risk = 0.6\n").unwrap();
    assert!(InForce::of([&fine]).is_ok());
    assert!(InForce::of([&file("base.toml", "[status]\nat-risk = 0.5\n").unwrap(), &low]).is_ok());
}

#[test]
fn values_of_arguments_are_toml_or_unquoted_text() {
    for text in ["fail-on=warning", "fail-on=\"warning\"", "fail-on='warning'", " fail-on = warning "] {
        let fail_on = Config::argument(text).unwrap().fail_on.unwrap();
        assert_eq!(*fail_on.get_ref(), FailOn::Warning, "{text}");
    }
    let rule = |text| Config::argument(text).unwrap().rules.remove(0);
    for text in ["rules.no-review=off", "rules.no-review.level=off", "rules={ no-review = 'off' }"] {
        assert_eq!(*rule(text).level.unwrap().get_ref(), SetLevel::Off, "{text}");
    }
    let (option, number) = rule("rules.hard-sell.max-share=0.3").numbers.remove(0);
    assert_eq!((option.name, *number.get_ref()), ("max-share", 0.3));
    let excluded = |text| Config::argument(text).unwrap().exclude.unwrap().len();
    assert_eq!((excluded("exclude=[\"a/\", 'b']"), excluded("exclude=[]")), (2, 0));
    let pace = Config::argument("status.on-track=0.95").unwrap().status.on_track;
    assert_eq!(pace.map(Spanned::into_inner), Some(0.95));
}

#[test]
fn errors_point_into_the_argument() {
    let table = r#"
fail-on=warn | warn | write "error", "warning", "info", "never"
fail-on = warnings | warnings | did you mean "warning"?
fial-on=error | fial-on | did you mean `fail-on`?
rules.hard-sel.max-share=0.3 | hard-sel | did you mean `hard-sell`?
rules.hard-sel = off | hard-sel | did you mean `hard-sell`?
rules.hard-sell.max-shares=0.3 | max-shares | did you mean `max-share`?
rules.hard-sell.max-share=30 | 30 | 30 % is written 0.3
rules.hard-sell.max-share=.3 | .3 | write it in digits and without quotes
rules.hard-sell=0.3 | 0.3 | write `hard-sell = { max-share = 0.3 }`
hard-sell=off | hard-sell | write `rules.hard-sell=off`
on-track=0.9 | on-track | write `status.on-track=0.9`
rules=off | off | name the setting, too: `rules.…=…`
fail-on= |  | write "error", "warning", "info", "never"
exclude=archive/ | archive/ | write a list of patterns, as in a .gitignore: `exclude = ["archive/"]`
extend=../a.toml | ../a.toml | give the file itself: `--config FILE`
exclude=[archive/] | archive/ | a text should be in quotes
exclude=[archive/] | archive/ | write "archive/"; quote all of it for the shell: `--config 'KEY=VALUE'`
"#;
    errors(Config::argument, table);
}

#[test]
fn odd_arguments_are_errors_not_panics() {
    for text in ["", "=", "..=x", "a..b=x", ".=", "a=\u{0}", "\"a=x", "é.ü=ö", "a .b = x y", "a=\n\n[rules]"]
    {
        assert!(Config::argument(text).is_err() || text.is_empty(), "{text:?}");
    }
}

#[test]
fn a_setting_has_a_key_before_the_equals_sign() {
    for (text, is_setting) in [
        ("fail-on=warning", true),
        ("rules.no-review = 'off'", true),
        ("strict.toml", false),
        ("./odd=name.toml", false),
        ("=x", false),
    ] {
        assert_eq!(read::is_setting(text), is_setting, "{text}");
    }
}
