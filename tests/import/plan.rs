//! `init --from`: a first draft from a table of activities or a content calendar.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use stratplan::Level;

use crate::support::{Folder, read};

const ACTIVITIES: &str = "\
Activity,Pillar,Start,End,Owner,Budget,Goal,Campaign,Status,Frequency,Target audience,Remarks
Filter guide,Thought leadership,2027-01-15,2027-12-10,Dana,\"24,000 USD\",400 leads,Harvest,In progress,weekly,Fleet managers,
Answer desk,Support,2027-02-01,,\"Dana, Lee\",30000,Lower cost; 400 leads,,In review,biweekly,Owners,first draft: see wiki
Digest,Listening,Q1 2027,June 2027,lee@example.org,0,400 leads,Harvest,planned,monthly,,
Total,,,,,54000,,,,,,
";

const CALENDAR: &str = "\
Redaktionsplan 2027;;;;;;
;;;;;;
Titel;Veröffentlichung;Kanal;Format;Text;Kosten (EUR);Bemerkung
Sommerstart: \"Ab ins Grüne\";03.05.27;Instagram, Facebook;Reel;Geheim;1.200,50;
Newsletter Mai;offen;Newsletter;Mail;;tbd;
;;;;;;
JUNI 2027;;;;;;
;21.06.2027;;Reel;Geheim;;
Kundenstory;10.06.2027 09:00;X;Artikel;Geheim;300,00;Freigabe: anna@example.org
";

fn draft(folder: &Folder, file: &str, options: &str) -> (String, String) {
    let run = folder.run(&format!("init - --from {file} {options}"));
    assert_eq!(run.code, 0, "{run:?}");
    (run.out, run.err)
}

/// What is in a draft, below the key.
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

fn has_no_errors(text: &str) {
    let document = read(text);
    assert!(document.findings.is_empty(), "{:?}\n{text}", document.findings);
    let outcome = stratplan::Linter::new("2027-03-01".parse().unwrap()).check(&document);
    let errors: Vec<_> = outcome.findings.iter().filter(|finding| finding.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
}

#[test]
fn a_table_of_activities_becomes_a_draft() {
    let folder = Folder::new("init-activities");
    folder.write("plan.csv", ACTIVITIES);
    let (text, report) = draft(&folder, "plan.csv", "--name Parts");
    has_no_errors(&text);
    has(
        &text,
        &[
            "  name: Parts\n",
            "  period: { start: 2027-01-01, end: 2027-12-31 }\n",
            "  400-leads: { statement: '400 leads' }\n  lower-cost: { statement: Lower cost }\n",
            "  thought_leadership:\n    activities:\n      filter-guide:\n        name: Filter guide\n        status: running\n        \
             owner: Dana\n        campaign: harvest\n        goals: [400-leads]\n        audiences: [fleet-managers]\n        \
             start: 2027-01-15\n        end: 2027-12-10\n        cadence: weekly\n        budget: 24000\n",
            "        goals: [lower-cost, 400-leads]\n        audiences: [owners]\n        start: 2027-02-01\n        budget: 30000\n        \
             notes: |-\n          Owner: Dana, Lee\n          Status: In review\n          Frequency: biweekly\n          \
             first draft: see wiki\n",
            "      digest:\n        name: Digest\n        status: planned\n        campaign: harvest\n        goals: [400-leads]\n        \
             start: 2027-Q1\n        end: 2027-06\n        cadence: monthly\n        budget: 0\n",
            "budget: { currency: USD }\n",
        ],
    );
    has(
        &report,
        &[
            "plan.csv: 3 activities\n",
            "  `Activity` is taken for `name`\n",
            "  `Remarks` goes to `notes`\n",
            "  row 4: a mail address, left out\n",
            "  row 5: a total, left out\n",
        ],
    );
    assert!(!text.contains("lee@") && !report.contains("lee@"), "{text}{report}");
}

#[test]
fn a_content_calendar_becomes_a_draft() {
    let folder = Folder::new("init-calendar");
    folder.write("plan.csv", CALENDAR);
    let (text, report) = draft(&folder, "plan.csv", "");
    has_no_errors(&text);
    has(
        &text,
        &[
            "  name: <the name of this strategy>\n",
            "  period: { start: 2027-05-01, end: 2027-06-30 }\n",
            "      sommerstart-ab-ins-gruene:\n        name: 'Sommerstart: \"Ab ins Grüne\"'\n        \
             platforms: [instagram, facebook]\n        date: 2027-05-03\n        budget: 1200.5\n",
            "        notes: |-\n          Veröffentlichung: offen\n          Kanal: Newsletter\n          Kosten (EUR): tbd\n",
            "          Veröffentlichung: 10.06.2027 09:00\n",
            "budget: { currency: EUR }\n",
        ],
    );
    has(
        &report,
        &[
            "  `Bemerkung` goes to `notes`\n",
            "  `Format` is left out, since nothing says what it is for; remarks go to `Notes`\n",
            "  `Text` is left out",
            "so all of it is in `promotion`",
            "  row 5: not a date in `Veröffentlichung`, in the notes\n",
            "  row 5: not an amount in `Kosten (EUR)`, in the notes\n",
            "  row 5: no date, so it is ongoing\n",
            "  row 7: only a date, left out\n",
            "  row 8: no title, left out\n",
            "  row 9: a mail address, left out\n",
        ],
    );
    for secret in ["Geheim", "anna"] {
        assert!(!text.contains(secret) && !report.contains(secret), "{secret}: {text}{report}");
    }
}

#[test]
fn a_workbook_is_read_with_its_own_dates() {
    let folder = Folder::new("init-workbook");
    let mut workbook = Workbook::new();
    let plan = workbook.add_worksheet().set_name("Plan").unwrap();
    plan.write_row(0, 0, ["Título", "Fecha de inicio", "Presupuesto"]).unwrap();
    let day = ExcelDateTime::from_ymd(2027, 5, 3).unwrap();
    plan.write_string(1, 0, "Lanzamiento").unwrap();
    plan.write_datetime_with_format(1, 1, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    plan.write_number(1, 2, 1200.5).unwrap();
    workbook.add_worksheet().set_name("Otros").unwrap().write_string(0, 0, "nada").unwrap();
    workbook.save(folder.0.join("plan.xlsx")).unwrap();
    let (text, report) = draft(&folder, "plan.xlsx", "");
    has_no_errors(&text);
    has(&text, &["        name: Lanzamiento\n        start: 2027-05-03\n        budget: 1200.5\n"]);
    has(&report, &["plan.xlsx, Plan: 1 activity\n", "plan.xlsx, Otros: left out"]);
}

#[test]
fn a_sheet_is_read_as_it_is_seen() {
    let folder = Folder::new("init-seen");
    let mut workbook = Workbook::new();
    let plan = workbook.add_worksheet().set_name("Plan").unwrap();
    let time = Format::new().set_num_format("hh:mm");
    for (row, cells) in [
        ["Title", "Owner", "Notes"],
        ["Launch", "Mia", ""],
        ["", "", ""],
        ["Task", "Assigned to", "Status"],
        ["Film", "Lee", "done"],
    ]
    .iter()
    .enumerate()
    {
        plan.write_row(u32::try_from(row).unwrap(), 0, *cells).unwrap();
    }
    plan.write_number_with_format(1, 2, 0.395_833_333_333_333_3, &time).unwrap();
    workbook
        .add_worksheet()
        .set_name("Old")
        .unwrap()
        .set_hidden(true)
        .write_row(0, 0, ["Title", "Owner"])
        .unwrap();
    workbook.save(folder.0.join("plan.xlsx")).unwrap();
    let (text, report) = draft(&folder, "plan.xlsx", "");
    has_no_errors(&text);
    // The time of day is a text, and the second table has columns of its own.
    has(
        &text,
        &["        owner: Mia\n        notes: '9:30'\n", "        status: done\n        owner: Lee\n"],
    );
    has(
        &report,
        &[
            "plan.xlsx, Old: left out, since the sheet is hidden; if it is meant, unhide it, and save the file again\n",
            "`Assigned to` is taken for `owner`\n",
        ],
    );
    assert!(!text.contains("Assigned"), "{text}");
    let row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell office:value-type=\"time\" \
               office:time-value=\"PT09H30M00S\"><text:p>09:30</text:p></table:table-cell></table:table-row>";
    folder.write("t.ods", &super::limits::ods(row, ["Title", "Notes"]));
    let (text, _) = draft(&folder, "t.ods", "");
    has(&text, &["        notes: '09:30'\n"]);
}

#[test]
fn what_can_mean_two_things_is_refused() {
    let folder = Folder::new("init-refused");
    for (text, options, reason) in [
        ("Title,Date\na,03/05/2027\n", "", "the date in row 2 can be 2027-05-03 or 2027-03-05"),
        ("Title,Date\na,3 May\n", "", "say which year it is, such as `--year 20"),
        ("Title,Date\na,Jan-26\n", "--year 2027", "the month 2026-01 or the day 2027-01-26"),
        ("Title,Budget\na,\"1,234\"\n", "", "a figure of `Budget` can be 1234 or 1.234"),
        ("Title,Budget\na,3 EUR\nb,3 USD\n", "", "several currencies"),
        ("Title,Budget (USD)\na,3 €\n", "", "several currencies"),
        ("Title,Budget (USD)\na,CA$3\n", "", "several currencies"),
        ("Title,Date\na,5/3/27\n", "", "the date in row 2 can be 2027-03-05 or 2027-05-03"),
        ("Title,Date\na,2027-05-03,x\n", "", "row 2 has 3 columns, and the header has 2"),
        ("Format,Hashtags\nReel,a\n", "", "there is no table of activities"),
    ] {
        folder.write("t.csv", text);
        let run = folder.run(&format!("init - --from t.csv {options}"));
        assert!(run.code == 2 && run.err.contains(reason), "{text}{run:?}");
    }
    for (text, options, line) in [
        ("Title,Date\na,03/05/2027\n", "--dates dmy", "date: 2027-05-03"),
        ("Title,Date\na,3 May\n", "--year 2027", "date: 2027-05-03"),
        ("Title,Date\na,03/05/2027\nb,31/05/2027\n", "", "date: 2027-05-03"),
        ("Title,Month\na,5\n", "--year 2027", "start: 2027-05\n        end: 2027-05"),
        ("Title,Week\na,5\n", "", "notes: 'Week: 5'"),
        ("Title,Budget\na,\"1,234\"\n", "--decimal .", "budget: 1234\n"),
        ("Title,Budget\na,\"1,234 €\"\n", "", "budget: 1234\n"),
        ("Title,Budget (USD)\na,\"$1,200\"\n", "", "budget: 1200\n"),
        ("Title,Budget (USD)\na,\"$1,200\"\n", "", "budget: { currency: USD }\n"),
        ("Title,Date\na,5/3/27\nb,5/13/27\n", "", "date: 2027-05-03"),
        ("Title,Date\na,\"May 3–7, 2027\"\n", "", "start: 2027-05-03\n        end: 2027-05-07"),
        ("Title,Date\na,5/3/27 - 5/17/27\n", "", "start: 2027-05-03\n        end: 2027-05-17"),
        ("Title,Date,End\na,3-7 May 2027,2027-06\n", "", "notes: 'Date: 3-7 May 2027'"),
        ("Title,Date\na,2027-05-07 to 2027-05-03\n", "", "notes: 'Start: 2027-05-07, end: 2027-05-03'"),
        ("Title,Date\na,2027-05-03 till 2027-05-07\n", "", "start: 2027-05-03\n        end: 2027-05-07"),
        ("Title,Date\na,3 mei tot 7 mei 2027\n", "", "start: 2027-05-03\n        end: 2027-05-07"),
        ("Title,Date\na,03/05/2027 to 17/05/2027\n", "", "start: 2027-05-03\n        end: 2027-05-17"),
        // Two years or a fiscal year, and a first month of this year or the one before.
        ("Title,Date\na,2027/2028\n", "", "notes: 'Date: 2027/2028'"),
        ("Title,Date\na,Nov - Feb 2027\n", "", "notes: 'Date: Nov - Feb 2027'"),
        (
            "Title,Start\na,2027-05-03 09:00 - 2027-05-07 17:00\n",
            "",
            "start: 2027-05-03\n        end: 2027-05-07\n        notes: 'Start: 2027-05-03 09:00 - 2027-05-07 17:00'",
        ),
        // A date next to an end is the start, and can be after it.
        ("Title,Date,End\na,2027-05-07,2027-05-03\n", "", "notes: 'Start: 2027-05-07, end: 2027-05-03'"),
        ("Title,Month\na,Jan-26\nb,Mar-27\n", "", "start: 2026-01\n        end: 2026-01"),
        ("Date,Caption\n2027-05-03,Hello\n", "", "name: Hello\n"),
        // A row with names of columns is a row, unless it is the header again.
        ("Title,Owner,Format,Kind\nLaunch,Mia,Post,Text\n", "", "name: Launch\n        owner: Mia\n"),
        (
            "Title,Owner\na,Mia\nTitle,Owner\nb,Mia\n",
            "",
            "      a:\n        name: a\n        owner: Mia\n      b:\n",
        ),
    ] {
        folder.write("t.csv", text);
        let (draft, _) = draft(&folder, "t.csv", options);
        assert!(draft.contains(line), "{text}{draft}");
    }
    folder
        .run("init - --dates dmy")
        .is_error("`--dates`, `--decimal` and `--year` are about a table: name it with `--from`");
    folder.write("plan.yaml", "mine");
    let run = folder.run("init plan.yaml --from t.csv");
    assert!(run.code == 2 && run.err.contains("it already exists; --force replaces it"), "{run:?}");
    assert_eq!(folder.text("plan.yaml"), "mine");
}

#[test]
fn exports_become_kpis_and_nothing_of_their_posts_is_taken() {
    let folder = Folder::new("init-exports");
    folder.write("plan.csv", ACTIVITIES);
    let names = [
        "linkedin-content.xls",
        "youtube-adds-up.zip",
        "zendesk-two-months.csv",
        "meta-facebook-follows.csv",
    ];
    for name in names {
        folder.write(name, &super::sample(name));
    }
    // Another table among the downloads is named, and stops nothing.
    folder.write("other.csv", "Format,Hashtags\nReel,a\n");
    let (text, report) = draft(&folder, "plan.csv", &format!("other.csv {}", names.join(" ")));
    has_no_errors(&text);
    assert!(report.contains("other.csv: left out, since it has no table of activities\n"), "{report}");
    has(
        &text,
        &[
            "  linkedin-content-impressions:\n    name: 'LinkedIn content, Impressions (total)'\n    cadence: monthly\n    \
             source: { from: linkedin-content, take: 'Impressions (total)', by: sum }\n",
            "  youtube-views:\n",
            "  zendesk-tickets:\n    name: 'Zendesk tickets, number'\n    cadence: monthly\n    \
             source: { from: zendesk-tickets, by: count }\n",
            "  meta-daily-facebook-follows:\n",
        ],
    );
    has(&report, &["plan.csv: 3 activities\n", "zendesk-two-months.csv: KPI `Zendesk tickets, number`\n"]);
    for word in ["Post title", "Customer", "example.org"] {
        assert!(!text.contains(word) && !report.contains(word), "{word}: {text}{report}");
    }
    // The draft takes what it was made of, and the page is made: three commands, and no editor.
    folder.write("strategy.yaml", &text);
    let run = folder.run(&format!("import strategy.yaml {} --yes --today 2027-06-15", names.join(" ")));
    assert!(run.code == 0 && run.err == "wrote 4 readings to strategy.yaml\n", "{run:?}");
    let page = folder.run("gaps strategy.yaml --today 2027-06-15 -o gaps.html");
    assert!(page.code == 0 && folder.text("gaps.html").contains("YouTube Studio, Views"), "{page:?}");
    let run = folder.run("init --from plan.csv other.yaml");
    run.is_error("other.yaml is not a table: name the file to write before `--from`");
}

#[test]
fn nothing_of_an_export_that_is_not_known_is_taken() {
    let folder = Folder::new("init-people");
    let text = |name: &str| String::from_utf8(super::sample(name)).unwrap();
    let tickets = text("zendesk-two-months.csv");
    let german = [
        ("Requester,", "Anfragender,"),
        ("Assignee,", "Zugewiesener,"),
        ("Subject", "Betreff"),
        ("Created at", "Erstellt am"),
    ];
    let german = german.iter().fold(tickets.clone(), |text, (name, other)| text.replacen(name, other, 1));
    let near =
        "nearest to Zendesk tickets, which also has `Created at`, so it can have names and texts of people";
    for (table, reason) in [
        (german, near),
        (tickets.replacen("Created at", "Made at", 1), near),
        (
            text("x-content.csv").replacen("Post id", "Number", 1),
            "nearest to X posts, which also has `Post id`",
        ),
        ("Post title,Posted by,Date\nGuide,Zyx,2027-05-04\n".to_owned(), "`Posted by` is a column of posts"),
        (
            "Title,Date,Author\nGuide,2027-05-04,Zyx\n".to_owned(),
            "name it `Owner` if it says who does the activity",
        ),
        ("Subject,Requester id,Status\nZyx,5,open\n".to_owned(), "`Requester id` is a column of posts"),
        ("Title,Owner,E-mail\nZyx,Mia,zyx@example.org\n".to_owned(), "`E-mail` is a column of posts"),
        ("Date,Views,Text\n2027-05-01,1,Zyx\n".to_owned(), "`Views` is a figure of posts"),
    ] {
        folder.write("t.csv", &table);
        let run = folder.run("init - --from t.csv");
        assert!(run.code == 2 && run.out.is_empty() && run.err.contains(reason), "{table}{run:?}");
        for word in ["Zyx", "Customer", "Where is my order", "caption"] {
            assert!(!run.err.contains(word), "{word}: {run:?}");
        }
    }
    // A plan has columns of the same names, and only what is known of it is taken.
    let plan = "Title,Date,Post type,Likes,Comments,Shares,Email,Notes,Customer,\n\
                Guide,2027-05-04,Reel,5,nice,,yes,mine,Zyx,Zyx\n";
    folder.write("t.csv", plan);
    let (text, report) = draft(&folder, "t.csv", "");
    has(
        &text,
        &[
            "        name: Guide\n        date: 2027-05-04\n        notes: |-\n          nice\n          mine\n",
        ],
    );
    has(
        &report,
        &[
            "  `Comments` and `Notes` go to `notes`\n",
            "  `Post type`, `Likes`, `Shares`, `Email`, `Customer` and column 10, which has no name, are left out, since",
        ],
    );
    assert!(!text.contains("Zyx") && !report.contains("Zyx"), "{text}{report}");
}

#[test]
fn ids_of_odd_titles_are_read_back() {
    let folder = Folder::new("init-ids");
    let long = "a".repeat(1030);
    folder.write(
        "t.csv",
        &format!("Title,Owner,Goal\nnull,Mia,null\nTrue,Mia,~\n~,Mia,no\n{long},Mia,{long}\n2027,Mia,1e3\n"),
    );
    let (text, _) = draft(&folder, "t.csv", "");
    has_no_errors(&text);
    has(&text, &["      activity-null:\n", "      activity-true:\n", "      activity:\n", "  goal-null: {"]);
    has(&text, &[&format!("      {}:\n", "a".repeat(60))]);
    // A calendar in which every row has the same title.
    let same: String = (0..10_000).map(|_| "Post,Mia\n").collect();
    folder.write("t.csv", &format!("Title,Owner\n{same}"));
    let start = std::time::Instant::now();
    let (text, _) = draft(&folder, "t.csv", "");
    assert!(text.contains("      post-10000:\n"));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

/// Cells as people write them, and worse.
const CELLS: &[&str] = &[
    "",
    "",
    "",
    "Launch",
    "A: b",
    "- c",
    "# d",
    "'e'",
    "\"f\"",
    "g, h",
    "i; j",
    "{k}",
    "[l]",
    "null",
    "2027",
    "2027-05-03",
    "TBD",
    "m\nn",
    "@acme",
    "x@y.org",
    "<o>",
    "12",
    "1200.50",
    "20%",
    "Instagram",
    "X / TikTok",
    "weekly",
    "done",
    "support",
    "Total",
    "日本",
    "🍰",
    "\u{202e}p",
    "\u{feff}q",
    "&r",
    "*s",
    "!t",
    "|",
    ">",
    "a\\b",
    "---",
    "...",
    "%u",
    "`v`",
    "?",
];
const HEADERS: &[&str] = &[
    "Title",
    "Start",
    "End",
    "Date",
    "Pillar",
    "Owner",
    "Platform",
    "Campaign",
    "Goal",
    "Audience",
    "Budget",
    "Status",
    "Frequency",
    "Notes",
    "Format",
    "",
    "Caption",
];

#[test]
fn every_row_of_any_table_is_in_the_draft_or_named() {
    let folder = Folder::new("init-any");
    for seed in 0..150 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut headers: Vec<&str> = HEADERS.iter().copied().filter(|_| rng.bool()).collect();
        headers.extend(
            ["Title", "Owner"].iter().filter(|name| !headers.contains(name)).copied().collect::<Vec<_>>(),
        );
        rng.shuffle(&mut headers);
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |cells: &[&str]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        let mut text = line(&headers);
        let mut rows = 0;
        for _ in 0..rng.usize(1..12) {
            let cells: Vec<&str> = headers.iter().map(|_| *rng.choice(CELLS).unwrap()).collect();
            rows += usize::from(cells.iter().any(|cell| !cell.trim().is_empty()));
            text = format!("{text}\n{}", line(&cells));
        }
        folder.write("t.csv", &text);
        let run = folder.run("init - --from t.csv");
        // A control character is not text, and a table can have nothing in it.
        if run.code == 2 {
            let is_known =
                ["neither text nor", "no table of activities"].iter().any(|why| run.err.contains(why));
            assert!(is_known, "{seed}: {text}\n{run:?}");
            continue;
        }
        let kept = run.out.matches("        name: ").count();
        let left_out = run.err.lines().filter(|line| line.contains("left out") && !line.contains("mail"));
        let numbers = left_out.filter_map(|line| line.split(':').next()?.trim().strip_prefix("row"));
        let numbers = numbers.flat_map(|line| line.split(|c: char| !c.is_ascii_digit()));
        let left_out = numbers.filter(|number| !number.is_empty()).count();
        assert_eq!(kept + left_out, rows, "{seed}: {text}\n{run:?}");
        let document = read(&run.out);
        let broken: Vec<_> =
            document.findings.iter().filter(|finding| finding.rule.name == "invalid-syntax").collect();
        assert!(broken.is_empty(), "{seed}: {broken:?}\n{}", run.out);
        assert!(!run.out.contains("x@y") && !run.err.contains("x@y"), "{seed}");
    }
}

#[test]
fn no_mail_address_gets_into_a_draft() {
    let folder = Folder::new("plan-mail");
    for address in ["anna@example.org", "anna_@example.org", "a-@example.org", "anna+@example.org"] {
        folder.write("t.csv", &format!("Activity,Start,Remarks\nFair,2027-03-01,ask {address} first\n"));
        let (text, report) = draft(&folder, "t.csv", "");
        assert!(!text.contains("example.org") && !report.contains("example.org"), "{text}{report}");
    }
}
