//! What time it is here: the day that "today" means.

use std::env;
use std::path::Path;
use std::sync::Once;

use clap::ColorChoice;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};

use super::terminal::Terminal;

/// The local time. If nothing knows the zone that `TZ` names, it is the time in UTC, which is said once.
pub(super) fn now() -> Zoned {
    static REPORTED: Once = Once::new();
    let name = env::var_os("TZ").map(|name| name.to_string_lossy().into_owned());
    let name = name.as_deref().unwrap_or_default();
    // A system can lack zones, or all of them.
    let plain_name = name.trim_start_matches(':');
    let bundled = |()| TimeZoneDatabase::bundled().get(plain_name);
    // A file is a time zone, too. A device would never end.
    let is_device = Path::new(plain_name).metadata().is_ok_and(|data| !data.is_file() && !data.is_dir());
    let zone = if is_device { bundled(()) } else { TimeZone::try_system().or_else(|_| bundled(())) };
    let now = Timestamp::now().to_zoned(zone.as_ref().map_or(TimeZone::UTC, TimeZone::clone));
    if zone.is_err() && !name.is_empty() {
        let message = format!(
            "there is no time zone `{name}` (from TZ), so today is {}, the day in UTC; write one such as \
             TZ=America/New_York",
            now.date()
        );
        REPORTED.call_once(|| Terminal::new(ColorChoice::Auto).notice(&message));
    }
    now
}
