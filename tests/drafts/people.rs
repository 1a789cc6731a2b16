//! People and agencies of a draft: everyone who is named is still named after the fixes, where rules can see them.

use super::tried;

const PEOPLE: &str = "people:\n  mia: { name: Mia Berg }\n";
const ACTIVITY: &str =
    "pillars:\n  promotion:\n    activities:\n      cakes:\n        start: 2027-03-01\n        ";

#[test]
fn an_agency_is_a_person_who_takes_part() {
    for (agency, listed, with) in [
        ("agency: torcida", "torcida: { name: torcida, agency: true }", "with: torcida"),
        (
            "agency: Brightside Creative",
            "brightside-creative: { name: Brightside Creative, agency: true }",
            "with: brightside-creative",
        ),
        (
            "agencies: [Torcida, Brightside]",
            "torcida: { name: Torcida, agency: true }\n  brightside: { name: Brightside, agency: true }",
            "with: [torcida, brightside]",
        ),
        ("with: Torcida", "torcida: { name: Torcida }", "with: torcida"),
        ("owner: Torcida (agency)", "torcida: { name: Torcida, agency: true }", "owner: torcida"),
    ] {
        let tried = tried("agency", &format!("{PEOPLE}{ACTIVITY}{agency}"));
        assert!(tried.fixed.contains(listed) && tried.fixed.contains(with), "{agency}\n{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new(), "{agency}");
    }
    let help = &tried("agency-help", &format!("{PEOPLE}{ACTIVITY}agency: Torcida")).errors[0].1;
    assert!(
        help.starts_with("write `with: torcida`, and list it under `people:` with `agency: true`; if"),
        "{help}"
    );
    // Without a list of people, nobody has to be on it.
    let alone = tried("agency-alone", &format!("{ACTIVITY}agency: Torcida"));
    assert!(alone.fixed.contains("with: Torcida") && !alone.fixed.contains("people:"), "{}", alone.fixed);
    let section =
        tried("agencies", &format!("{PEOPLE}agencies:\n  torcida: {{ name: Torcida, role: social }}"));
    assert!(
        section.fixed.contains("torcida: { name: Torcida, role: social, agency: true }"),
        "{}",
        section.fixed
    );
    let works_for =
        tried("works-for", "people:\n  mia: { name: Mia }\n  ana: { name: Ana, agency: Torcida }");
    assert_eq!(works_for.errors[0].1, "write `agency: true`, and the agency under `team: Torcida`");
    assert!(works_for.fixed.contains("agency: true, team: Torcida"), "{}", works_for.fixed);
}

#[test]
fn who_is_missing_under_people_is_added_if_it_can_be_a_name() {
    let anna = tried("anna", &format!("{PEOPLE}{ACTIVITY}owner: Anna Ruiz"));
    let help = "add `anna-ruiz: { name: Anna Ruiz }` under `people:`, and write `anna-ruiz` here, or use one of: mia";
    assert_eq!(anna.errors[0].1, help);
    assert!(anna.fixed.contains("anna-ruiz: { name: Anna Ruiz }") && anna.fixed.contains("owner: anna-ruiz"));
    for owner in ["Anna and Bo", "nobody", "TBD", "\"?\"", "Everybody who is free on that day"] {
        let tried = tried("no-name", &format!("{PEOPLE}{ACTIVITY}owner: {owner}"));
        assert!(tried.fixed.contains(&format!("owner: {owner}")), "{}", tried.fixed);
    }
}

#[test]
fn one_person_with_a_remark_is_one_person() {
    let plan = "people:\n  mia: { name: Mia }\ngoals:\n  bread: { statement: Sell 40 loaves, owner: OWNER }";
    let help = |owner: &str| tried("remark", &plan.replace("OWNER", owner)).errors[0].1.clone();
    assert!(help("'Carmen Ibáñez (volunteer, 6 h/week)'").starts_with("add `Carmen Ibáñez"));
    for several in ["'Carmen, Jo'", "'Carmen (volunteer) and Jo'", "Carmen & Jo (both)"] {
        assert!(help(several).starts_with("one person is accountable"), "{several}");
    }
}

#[test]
fn a_person_is_no_reason_to_rename_a_key() {
    let plan = "pillars: { promotion: { activities: { tips: { autor: Peter Hallgarten } } } }";
    assert!(!tried("autor", plan).fixed.contains("after"));
}
