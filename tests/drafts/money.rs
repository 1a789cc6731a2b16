//! Amounts of money in a draft: none becomes one in another currency, or for another time.

use super::tried;

const CONVERT: &str =
    "the amounts of this plan are in EUR: convert it, and keep what is written here in a comment";

#[test]
fn an_amount_in_another_currency_never_becomes_one_in_the_plans() {
    for amount in [
        "R$ 180k",
        "A$180k",
        "CA$ 20k",
        "NZ$ 3k",
        "CHF 180k",
        "180 tsd CHF",
        "Fr. 14'500.–",
        "180k kr",
        "180 000 kr.",
        "80 tkr",
        "180 tys. zł",
        "180k pln",
        "¥180k",
        "₹1.8 lakh",
        "Rs. 1,80,000",
        "180 000 Kč",
        "₺180k",
        "180k Ft",
        "R 180k",
        "180 Mio. CHF",
    ] {
        for place in ["budget: \"AMOUNT\"", "spent: { paid: \"AMOUNT\" }"] {
            let place = place.replace("AMOUNT", amount);
            let draft =
                format!("budget: {{ total: 900, currency: EUR }}\ncampaigns:\n  spring: {{ {place} }}");
            let tried = tried("foreign", &draft);
            assert_eq!(tried.errors.first().unwrap().1, CONVERT, "{place}");
            assert!(tried.fixed.contains(amount), "{}", tried.fixed);
        }
    }
    // A word that can be a currency.
    let tried =
        tried("bitcoin", "budget: { total: 900, currency: EUR }\ncampaigns: { spring: { budget: 3 BTC } }");
    let help = "write digits alone, in EUR: if `BTC` is another currency, convert it, and keep what is written here in a comment";
    assert_eq!(tried.errors[0].1, help);
}

#[test]
fn an_amount_in_the_currency_of_the_plan_is_read() {
    for (currency, amount, digits) in [
        ("EUR", "180 tsd. €", "180000"),
        ("BRL", "R$ 180k", "180000"),
        ("SEK", "180 000 kr", "180000"),
        ("NOK", "80 tkr", "80000"),
        ("PLN", "180 tys. zł", "180000"),
        ("CHF", "Fr. 14'500.–", "14500"),
        ("INR", "₹1.8 lakh", "180000"),
        ("AUD", "$3k", "3000"),
        ("CNY", "¥ 3k", "3000"),
    ] {
        let draft = format!(
            "budget: {{ total: 900000, currency: {currency} }}\ncampaigns: {{ spring: {{ budget: \"{amount}\" }} }}"
        );
        let tried = tried("own", &draft);
        assert_eq!(tried.errors[0].1, format!("write `{digits}`"), "{amount}");
        assert!(tried.fixed.contains(&format!("spring: {{ budget: {digits} }}")), "{}", tried.fixed);
    }
}

#[test]
fn the_currency_of_the_plan_is_found_wherever_it_is_said() {
    for (said, expected) in [
        ("currency: EUR\nbudget: 90k", "budget: { currency: EUR, total: 90000 }"),
        ("budget: €90k", "budget: { currency: EUR, total: 90000 }"),
        ("budget: { total: €90k }", "budget: { total: 90000, currency: EUR }"),
        ("budget: { total: 90000, currency: zł }", "currency: PLN"),
    ] {
        let tried = tried("said", &format!("{said}\ncampaigns: {{ spring: {{ budget: R$ 80k }} }}"));
        assert!(tried.fixed.contains(expected) && tried.fixed.contains("R$ 80k"), "{}", tried.fixed);
        assert!(tried.errors.iter().any(|(_, help)| help.contains("convert it")), "{:?}", tried.errors);
    }
    // Nothing says which one.
    let two = tried("two", "campaigns: { spring: { budget: R$ 80k }, fall: { budget: €4k } }");
    assert!(two.errors.iter().all(|(_, help)| help.contains("are in several currencies: add `currency: …`")));
    assert!(two.fixed.contains("R$ 80k") && two.fixed.contains("€4k"));
    let crowns = tried("crowns", "campaigns: { spring: { budget: 80k kr } }");
    let help = "`kr` is the sign of several currencies: write `80000`, and add the one that is meant, such as `currency: SEK` to the strategy's `budget:`";
    assert_eq!(crowns.errors[0].1, help);
}

#[test]
fn an_amount_for_each_of_something_keeps_its_size() {
    const ALL: &str = "write the total for all of its time as one figure, and keep";
    for (amount, help) in [
        ("2.5k/month", format!("{ALL} what is written here under `notes:`")),
        ("500 per month", format!("{ALL} what is written here under `notes:`")),
        ("€200 per post", format!("{ALL} what is written here under `notes:`")),
        ("1000/Monat", format!("{ALL} what is written here under `notes:`")),
        ("12k p.a.", format!("{ALL} what is written here under `notes:`")),
        (
            "£60 per wet weekend",
            format!(
                "the amounts of this plan are in EUR: convert it, and {ALL} what is written here under `notes:`"
            ),
        ),
        ("500 + VAT", "write the sum as one figure, and keep what is written here under `notes:`".to_owned()),
        ("500-800", "write the amount that you plan with as one figure in digits, and keep what is written here under `notes:`".to_owned()),
        (
            "5% of revenue",
            "write one figure in digits, and keep what is written here under `notes:`".to_owned(),
        ),
    ] {
        let draft = format!(
            "budget: {{ total: 90000, currency: EUR }}\ncampaigns:\n  spring:\n    budget: {amount}\n    notes: Wet"
        );
        let tried = tried("rate", &draft);
        assert_eq!(tried.errors[0].1, help, "{amount}");
        assert!(tried.fixed.contains(&format!("budget: {amount}\n")), "{}", tried.fixed);
    }
    let total = tried("rate-total", "budget: 2.5k/month");
    let help = "write the total for the period as one figure, and keep what is written here under `notes:`";
    assert_eq!(total.errors[0].1, help);
}

#[test]
fn words_in_place_of_an_amount_are_kept_as_a_note() {
    for words in ["none", "tbd", "included in agency fee"] {
        let tried = tried("no-amount", &format!("campaigns:\n  spring:\n    budget: {words}"));
        let help = "write a figure, or leave the key out and keep what is written here under `notes:`";
        assert_eq!(tried.errors[0].1, help);
        assert!(tried.fixed.contains(&format!("notes: 'budget: {words}'")), "{}", tried.fixed);
        assert_eq!(tried.left, Vec::<String>::new());
    }
}
