//! Finds what `plan --move` names: a gear, a campaign or an activity.

use super::Refusal;
use super::reschedule::refuse;
use crate::analysis::Analysis;
use crate::analysis::moving::Target;
use crate::analysis::schedule::Scheduled;
use crate::strategy::gear::{GearKind, GearRef, PurposeKind};
use crate::words::nearest::nearest;
use crate::words::{and, shown};

pub(super) fn find(analysis: &Analysis<'_>, what: &str) -> Result<Target, Refusal> {
    match (what.strip_prefix("campaign."), GearRef::parse(what)) {
        (Some(campaign), _) => find_campaign(analysis, campaign),
        (None, Ok(GearRef { purpose, gear })) => find_gear(analysis, purpose, gear),
        (None, Err(_)) => find_activity(analysis, what),
    }
}

fn find_campaign(analysis: &Analysis<'_>, id: &str) -> Result<Target, Refusal> {
    let Some(plan) = analysis.campaign(id) else {
        let known = analysis.campaigns.iter().map(|one| one.id.as_str());
        let help = match nearest(id, known) {
            Some(meant) => format!("did you mean `campaign.{}`?", meant.name),
            None if analysis.campaigns.is_empty() => "the file has no campaigns to move".to_owned(),
            None => "name a campaign of the file: `campaign.` and its id".to_owned(),
        };
        return Err(Refusal::of_request(format!("there is no campaign `{}`", shown(id)), help));
    };
    Ok(Target::of_campaign(analysis, plan))
}

fn find_gear(
    analysis: &Analysis<'_>,
    purpose: Option<PurposeKind>,
    gear: GearKind,
) -> Result<Target, Refusal> {
    let sequences = analysis.sequences.iter();
    let gears = sequences.flat_map(|sequence| sequence.gears.iter().map(|one| (sequence.kind, one)));
    let is_match = |kind, one: GearKind| purpose.is_none_or(|purpose| purpose == kind) && one == gear;
    let matching: Vec<_> = gears.filter(|(kind, one)| is_match(*kind, one.kind)).collect();
    let (purpose, found) = match matching.as_slice() {
        [only] => *only,
        [] => {
            let name = purpose.map_or(gear.to_string(), |purpose| format!("{purpose}.{gear}"));
            let message = format!("no purpose of the strategy has the gear `{name}`");
            return Err(Refusal::of_request(message, "name the purpose under `purposes:` first"));
        }
        _ => {
            let message = format!("`{gear}` is a gear of marketing and of support");
            let help = format!("say which: `marketing.{gear}` or `support.{gear}`");
            return Err(Refusal::of_request(message, help));
        }
    };
    let target = Target::of_gear(purpose, found);
    let Some(reason) = found.left_out() else { return Ok(target) };
    let message = format!("is left out: {}", shown(reason));
    Err(refuse(&target.name, &message, "remove its `not_now:` first"))
}

fn find_activity(analysis: &Analysis<'_>, what: &str) -> Result<Target, Refusal> {
    let (pillar, id) = what.split_once('.').map_or((None, what), |(pillar, id)| (Some(pillar), id));
    let is_match =
        |one: &&Scheduled<'_>| one.id() == id && pillar.is_none_or(|pillar| one.pillar().key() == pillar);
    let matching: Vec<_> = analysis.activities.iter().filter(is_match).collect();
    match matching.as_slice() {
        [one] => Ok(Target::of_activity(one)),
        [] => {
            let gears = analysis.sequences.iter().flat_map(|sequence| {
                sequence.gears.iter().map(|gear| analysis.gear_name(sequence.kind, gear.kind))
            });
            let activities = analysis.activities.iter().map(|one| one.id().to_owned());
            let known: Vec<String> = gears.chain(activities).collect();
            let meant = match analysis.campaign(what) {
                Some(campaign) => Some(format!("campaign.{}", campaign.id)),
                None => nearest(what, known.iter().map(String::as_str)).map(|meant| meant.name.to_owned()),
            };
            let help = meant.map_or_else(
                || "name a gear, such as `marketing.engagement`, or an activity by its id".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            let message = format!("there is no gear or activity `{}`", shown(what));
            Err(Refusal::of_request(message, help))
        }
        several => {
            let name = |one: &&Scheduled<'_>| format!("`{}.{id}`", one.pillar().key());
            let names: Vec<String> = several.iter().map(name).collect();
            let message = format!("{} activities have the id `{id}`", several.len());
            Err(Refusal::of_request(message, format!("say which one: {}", and(&names))))
        }
    }
}
