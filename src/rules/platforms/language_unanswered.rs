use crate::decode::maps::ById;
use crate::rules::prelude::*;
use crate::strategy::goal::Audience;
use crate::strategy::language::Language;

pub static RULE: Rule = Rule::new("language-unanswered", Group::Platforms, Level::Warning, Kind::Wrong)
    .summary("an audience speaks a language in which nobody answers where it is reached")
    .checks("\
Each language of an audience is one in which a platform that reaches it is answered: in its own `languages:` or those of
its accounts. A platform reaches the audiences that it names and those that an activity there names. Nothing is reported
unless all platforms that reach the audience name their languages. Regions make no difference: `de` answers `de-CH`.")
    .why("\
On every new channel, people expect answers, and they ask in their own language. **Source**: new-channel.")
    .example("\
audiences:
  commuters: { languages: [en, es] }
platforms:
  facebook:
    because: Commuters ask there when a bus is late
    audiences: commuters
-    languages: en
+    languages: [en, es]")
    .fix("\
Find someone who answers in this language, and add it to the `languages:` of the platform or of an account. If these
people use another language with you, remove it from the audience.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(
        cx.strategy.audiences(),
        "audiences",
        "speak a language in which nobody answers",
        |(id, audience)| {
            let places = places(cx, id).filter(|places| !places.is_empty())?;
            let is_answered = |language: &Language| {
                let mut answered = places.iter().flat_map(|place| &place.languages);
                answered.any(|(other, _)| other.primary() == language.primary())
            };
            let open: Vec<(&Language, Span)> =
                languages(audience).filter(|(one, _)| !is_answered(one)).collect();
            let (_, at) = *open.first()?;
            let (names, languages) = (
                quoted(places.iter().map(|place| place.id)),
                quoted(open.iter().map(|(language, _)| language)),
            );
            let answered =
                places.iter().filter_map(|place| Some((place.languages.first()?.1, "answered in")));
            let (spoken, it) = (and(&languages), if open.len() == 1 { "it" } else { "them" });
            Some(
            RULE.at(at, format!("`{id}` speak {spoken}, and nobody answers in {it} on {}", and(&names)))
                .label("they will ask in this language")
                .also_each(answered)
                .note("on every new channel, people expect answers, and they ask in their own language")
                .help(format!("find someone who answers in {spoken} and add {it} to the `languages:` of {}; or remove {it} here, if these people use another language with you", or(&names))),
        )
        },
    )
}

/// The languages of an audience, each with its place.
fn languages(audience: &Audience) -> impl Iterator<Item = (&Language, Span)> {
    let languages = audience.languages.get().into_iter().flat_map(|many| many.iter());
    languages.filter_map(|field| field.placed()).map(|(language, place)| (language, place.value))
}

/// A platform that reaches an audience, and the languages in which it is answered.
struct Place<'a> {
    id: &'a Id,
    languages: Vec<(&'a Language, Span)>,
}

/// The platforms that reach an audience; `None` if one of them does not say in which languages it is answered.
fn places<'a>(cx: &Context<'a>, audience: &Id) -> Option<Vec<Place<'a>>> {
    let activities = || cx.analysis.live_activities().map(Scheduled::activity);
    let addressing = || activities().filter(|one| one.audiences.ids().any(|id| id == audience));
    let reaches = |(id, platform): &(&Id, &Platform)| {
        platform.not_now.is_absent()
            && (platform.audiences.ids().any(|named| named == audience)
                || addressing().any(|one| one.platforms.ids().any(|used| used == *id)))
    };
    cx.strategy.platforms().filter(reaches).map(|(id, platform)| answered(cx, id, platform)).collect()
}

/// The languages in which a platform is answered, if it or one of its accounts says so.
fn answered<'a>(cx: &Context<'_>, id: &'a Id, platform: &'a Platform) -> Option<Place<'a>> {
    let accounts = platform.accounts.get().into_iter().flat_map(ById::iter);
    let own = accounts.map(|(_, account)| &account.languages).chain([&platform.languages]);
    let own: Vec<_> = own.filter(|field| !field.is_absent()).collect();
    let each = own.iter().map(|field| Some(field.get()?.iter())).collect::<Option<Vec<_>>>()?;
    let each = each.into_iter().flatten().map(|field| field.placed().map(|(one, place)| (one, place.value)));
    let languages = each.collect::<Option<Vec<_>>>()?;
    (!languages.is_empty() && cx.analysis.known.platforms).then_some(Place { id, languages })
}
