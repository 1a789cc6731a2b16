//! A strategy in memory in which something starts or ends on another day.

use super::Strategy;
use super::activity::Activity;
use super::date::{CoarseDate, Start};
use super::gear::{GearKind, Gears, PurposeKind};
use super::pillar::PillarKind;
use super::subject::Subject;
use crate::decode::field::{Field, Place};
use crate::decode::shorthand::Short;

impl Strategy {
    /// Sets the date of a gear or an activity: its `start`, `end` or `date`. A key that is not there yet is at the entry.
    pub(crate) fn set_date(&mut self, subject: &Subject, key: &str, to: CoarseDate) {
        match subject {
            Subject::Gear(purpose, gear) => {
                self.set_gear(*purpose, *gear, to);
            }
            Subject::Activity(pillar, id) => {
                let Some((activity, place)) = self.activity_mut(*pillar, id) else { return };
                match key {
                    "end" => put(&mut activity.own_end, to, place),
                    "date" => activity.move_day(to),
                    _ => put(&mut activity.own_start, Start(to), place),
                }
            }
            _ => {}
        }
    }

    fn set_gear(&mut self, purpose: PurposeKind, gear: GearKind, to: CoarseDate) -> Option<()> {
        let purposes = &mut self.purposes.get_mut()?.0;
        let purpose = match purpose {
            PurposeKind::Marketing => &mut purposes.marketing,
            PurposeKind::Support => &mut purposes.support,
        };
        let place = purpose.place()?;
        let gears = entry(&mut purpose.get_mut()?.gears, place, Gears::default)?;
        let gear = match gear {
            GearKind::Acquisition => &mut gears.acquisition,
            GearKind::Engagement => &mut gears.engagement,
            GearKind::Enlistment => &mut gears.enlistment,
            GearKind::Monetization => &mut gears.monetization,
        };
        let place = gear.place().unwrap_or(place);
        let gear = entry(gear, place, || Short(super::gear::Gear::default()))?;
        put(&mut gear.0.start, Start(to), place);
        Some(())
    }

    fn activity_mut(&mut self, pillar: PillarKind, id: &str) -> Option<(&mut Activity, Place)> {
        let pillars = self.pillars.get_mut()?;
        let activities = match pillar {
            PillarKind::Listening => &mut pillars.listening.get_mut()?.activities,
            PillarKind::Promotion => &mut pillars.promotion.get_mut()?.activities,
            PillarKind::ThoughtLeadership => &mut pillars.thought_leadership.get_mut()?.activities,
            PillarKind::Support => &mut pillars.support.get_mut()?.activities,
        };
        let activity = activities.get_mut()?.field_mut(id)?;
        let place = activity.place()?;
        Some((activity.get_mut()?, place))
    }
}

/// The value of a key, which is added if it is absent.
fn entry<T>(field: &mut Field<T>, place: Place, new: impl FnOnce() -> T) -> Option<&mut T> {
    if field.is_absent() {
        *field = Field::Set(new(), place);
    }
    field.get_mut()
}

fn put<T>(field: &mut Field<T>, value: T, place: Place) {
    let place = field.place().unwrap_or(place);
    *field = Field::Set(value, place);
}
