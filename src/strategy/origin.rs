//! Where the figures of a KPI come from: the words of a person, or an export that `stratplan import` reads.

use serde::{Serialize, Serializer};

use super::record::{record, words};
use super::walk::{Meaning, Node, Visitor, Walk};
use crate::decode::field::Field;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::maps::Series;
use crate::decode::shorthand::Short;
use crate::decode::{Cursor, Read};

record! {
    /// Where the figures of a KPI come from.
    pub struct Source {
        /// The export that `stratplan import` reads; `table` is any table.
        pub from: Field<Export>,
        /// The column, by its English name, or the metric that the file is about.
        pub take: Field<String>,
        /// How the figures of a stretch become one.
        pub by: Field<Combine>,
        /// Only rows that have these values, by column.
        pub conditions as "where": Field<Conditions>,
        /// The column of the date. Only for a `table`.
        pub date: Field<String>,
        /// What a colleague needs to know to get the figures again.
        pub note: Field<String>,
    }
    main note
    required from unless note = "the export, such as `youtube`"
}

words! {
    /// An export that `stratplan import` reads.
    pub enum Export {
        /// LinkedIn: the content of a page.
        LinkedinContent = "linkedin-content",
        /// LinkedIn: new followers of a page.
        LinkedinFollowers = "linkedin-followers",
        /// LinkedIn: visitors of a page.
        LinkedinVisitors = "linkedin-visitors",
        /// Meta Business Suite: one metric of Facebook or Instagram by day.
        MetaDaily = "meta-daily",
        /// Meta Business Suite: posts of Facebook or Instagram.
        MetaPosts = "meta-posts",
        /// YouTube Studio, advanced mode.
        Youtube = "youtube",
        /// X: the account by day.
        XOverview = "x-overview",
        /// X: posts.
        XPosts = "x-posts",
        /// X: videos by day.
        XVideo = "x-video",
        /// TikTok Studio: the account by day.
        TiktokOverview = "tiktok-overview",
        /// TikTok Studio: followers by day.
        TiktokFollowers = "tiktok-followers",
        /// Google Analytics 4: a report or an exploration.
        Ga4 = "ga4",
        /// Zendesk: a row for each ticket.
        ZendeskTickets = "zendesk-tickets",
        /// Discourse: a report by day.
        Discourse = "discourse",
        /// Mastodon: the activity of a server by week.
        Mastodon = "mastodon",
        /// Any table: CSV, Excel, OpenDocument.
        Table = "table",
    }
}

words! {
    /// How the figures of a stretch become one.
    pub enum Combine {
        /// They are added up.
        Sum = "sum",
        /// The one of the last day.
        Last = "last",
        /// Their mean.
        Mean = "mean",
        /// The one in the middle.
        Median = "median",
        /// The highest.
        Max = "max",
        /// The number of rows.
        Count = "count",
    }
}

/// What rows must have, by column.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Conditions(pub Series<String, String>);

impl Read for Conditions {
    const SHAPE: &'static Shape = &Shape::ByColumn;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        Read::read(cursor).map(Self)
    }
}
impl Node for Conditions {
    const MEANING: Meaning = Meaning::Other;
}
inline_schema!([] Conditions, |generator| generator.subschema_for::<Series<String, String>>());

/// The source of a KPI as it is given: a record, or the words of a person alone, which stay a text in the output.
#[derive(Debug, Clone)]
pub struct GivenOrigin(Short<Source>);

impl std::ops::Deref for GivenOrigin {
    type Target = Source;
    fn deref(&self) -> &Source {
        &self.0
    }
}
impl Read for GivenOrigin {
    const SHAPE: &'static Shape = Short::<Source>::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        Read::read(cursor).map(Self)
    }
}
impl Serialize for GivenOrigin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Source { from, take, by, conditions, date, note } = &**self;
        let has_more = from.is_set() || take.is_set() || by.is_set() || conditions.is_set() || date.is_set();
        if has_more { self.0.serialize(serializer) } else { note.serialize(serializer) }
    }
}
impl Node for GivenOrigin {
    const MEANING: Meaning = Meaning::Section;
    fn walk<'a, V: Visitor<'a>>(&'a self, walk: &mut Walk<'a, '_, V>) {
        self.0.walk(walk);
    }
}
inline_schema!([] GivenOrigin, |generator| generator.subschema_for::<Short<Source>>());
