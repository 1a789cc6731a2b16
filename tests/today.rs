//! Which day "today" is: the local one, also if the machine has no list of time zones.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::support::{Folder, PLAN, Run};

fn run(folder: &Folder, command: &str, zone: &str) -> Run {
    Run::of(folder.command(command).env("TZ", zone).output().unwrap())
}

/// The day on which a command runs, and what it prints on standard error. If midnight passes in this zone
/// during the run, it runs again.
fn day(folder: &Folder, zone: &str, here: &TimeZone) -> (Date, Date, String) {
    loop {
        let before = Timestamp::now().to_zoned(here.clone()).date();
        let run = run(folder, "check --format json a.yaml", zone);
        if before == Timestamp::now().to_zoned(here.clone()).date() {
            return (run.json()["today"].as_str().unwrap().parse().unwrap(), before, run.err);
        }
    }
}

#[test]
fn today_is_the_day_in_the_time_zone_that_is_set() {
    let folder = Folder::new("today-zone");
    folder.write("a.yaml", PLAN);
    // It is never the same day in the first and the last of these.
    for zone in ["Pacific/Kiritimati", "Pacific/Auckland", "UTC", "US/Pacific", "Pacific/Niue", "Etc/GMT+12"]
    {
        let here = TimeZoneDatabase::bundled().get(zone).unwrap();
        for written in [zone.to_owned(), format!(":{zone}"), format!("/usr/share/zoneinfo/{zone}")] {
            let (today, expected, err) = day(&folder, &written, &here);
            assert_eq!((today, err.as_str()), (expected, ""), "{written}");
        }
    }
    // A zone without a name.
    let (today, expected, _) = day(&folder, "WEST-14", &TimeZone::fixed(jiff::tz::offset(14)));
    assert_eq!(today, expected);
}

#[test]
fn a_day_that_is_given_is_read_if_it_can_mean_only_one() {
    let folder = Folder::new("today-given");
    folder.write("a.yaml", PLAN);
    let run = |day: &str| folder.run_all(&["check", "a.yaml", "--format", "json", "--today", day]);
    for day in ["2027-07-05", "2027-7-5", "05.07.2027", "5 July 2027", "Monday 5 July 2027"] {
        assert_eq!(run(day).json()["today"], "2027-07-05", "{day}");
    }
    for (day, first) in [("2027-W5", "2027-02-01"), ("2027-W05", "2027-02-01"), ("2027-Q3", "2027-07-01")] {
        let refused = run(day);
        assert_eq!(refused.code, 2, "{day}");
        let help = format!("is more than one day; write one, such as its first, {first}\n");
        assert!(refused.err.contains(&help), "{}", refused.err);
        assert_eq!(run(first).json()["today"], first);
    }
    for day in [
        "7/5/2027",
        "2027-W53",
        "2027-13",
        "5 July",
        "tomorrow",
        "spring 2027",
        "FY2027",
        "2027-07-05 to 2027-07-06",
    ] {
        let refused = run(day);
        assert_eq!(refused.code, 2, "{day}");
        assert!(refused.err.contains("write a day as 2027-04-05: year, month, day\n"), "{}", refused.err);
    }
}

#[test]
fn a_machine_that_lacks_the_zone_uses_the_one_that_comes_with_the_program() {
    let folder = Folder::new("today-bundled");
    // The only zone of this machine.
    folder.write("a.yaml", PLAN).write("zones/Nowhere", b"TZif2\0\0\0");
    for zone in ["Pacific/Kiritimati", ":Pacific/Kiritimati", "Etc/GMT+12"] {
        let command = || {
            let mut command = folder.command("check --format json a.yaml");
            command.env("TZ", zone).env("TZDIR", folder.0.join("zones"));
            Run::of(command.output().unwrap())
        };
        let here = TimeZoneDatabase::bundled().get(zone.trim_start_matches(':')).unwrap();
        let now = || Timestamp::now().to_zoned(here.clone()).date();
        let (before, run, after) = (now(), command(), now());
        let today: Date = run.json()["today"].as_str().unwrap().parse().unwrap();
        assert!(today == before || today == after, "{zone}: {today}, not {before}");
        assert_eq!(run.err, "", "{zone}");
    }
}

#[test]
fn an_unknown_time_zone_is_reported_once_and_the_day_is_that_of_utc() {
    let folder = Folder::new("today-unknown");
    folder.write("a.yaml", PLAN).write("b.yaml", PLAN);
    let (today, expected, err) = day(&folder, "Mars/Olympus", &TimeZone::UTC);
    assert_eq!(today, expected);
    let message = format!(
        "there is no time zone `Mars/Olympus` (from TZ), so today is {today}, the day in UTC; write one such as \
         TZ=America/New_York\n"
    );
    assert_eq!(err, message);
    let twice = run(&folder, "check -q a.yaml b.yaml", "Mars/Olympus");
    assert_eq!(twice.err.matches("Mars").count(), 1, "{}", twice.err);
    // Every command that needs the day says so, but not if the day is given.
    let starter = run(&folder, "init -", "Mars/Olympus");
    assert!(starter.code == 0 && starter.err.contains("there is no time zone"), "{}", starter.err);
    let given = run(&folder, "check --today 2027-04-05 a.yaml", "Mars/Olympus");
    assert_eq!(given.err, "");
    // Without a name it is UTC everywhere.
    let (today, expected, err) = day(&folder, "", &TimeZone::UTC);
    assert_eq!((today, err.as_str()), (expected, ""));
}

/// A device as a time zone has no end.
#[cfg(unix)]
#[test]
fn a_device_is_no_time_zone() {
    let folder = Folder::new("today-device");
    folder.write("a.yaml", PLAN);
    for zone in ["/dev/zero", ":/dev/zero", "/dev/null"] {
        let (today, expected, err) = day(&folder, zone, &TimeZone::UTC);
        assert_eq!(today, expected);
        assert!(err.starts_with(&format!("there is no time zone `{zone}`")), "{err}");
    }
}
