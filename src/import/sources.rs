//! What is known of each export: one file each in `sources/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::strategy::origin::Export;

/// The sources, and what is known of each.
const TABLE: [(Export, &str); Export::ALL.len()] = [
    (Export::LinkedinContent, include_str!("sources/linkedin-content.toml")),
    (Export::LinkedinFollowers, include_str!("sources/linkedin-followers.toml")),
    (Export::LinkedinVisitors, include_str!("sources/linkedin-visitors.toml")),
    (Export::MetaDaily, include_str!("sources/meta-daily.toml")),
    (Export::MetaPosts, include_str!("sources/meta-posts.toml")),
    (Export::Youtube, include_str!("sources/youtube.toml")),
    (Export::XOverview, include_str!("sources/x-overview.toml")),
    (Export::XPosts, include_str!("sources/x-posts.toml")),
    (Export::XVideo, include_str!("sources/x-video.toml")),
    (Export::TiktokOverview, include_str!("sources/tiktok-overview.toml")),
    (Export::TiktokFollowers, include_str!("sources/tiktok-followers.toml")),
    (Export::Ga4, include_str!("sources/ga4.toml")),
    (Export::ZendeskTickets, include_str!("sources/zendesk-tickets.toml")),
    (Export::Discourse, include_str!("sources/discourse.toml")),
    (Export::Mastodon, include_str!("sources/mastodon.toml")),
    (Export::Table, include_str!("sources/table.toml")),
];

/// What is known of an export.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Source {
    #[serde(skip)]
    pub(crate) export: Option<Export>,
    /// Its name in messages.
    pub(crate) title: String,
    pub(crate) rows: Rows,
    /// The column of the date.
    pub(crate) date: String,
    /// The column of the id of a post or ticket.
    pub(crate) id: Option<String>,
    /// The columns without which a table is not this export.
    pub(crate) requires: Vec<String>,
    /// True if a table with any other column is not this export.
    #[serde(default)]
    pub(crate) closed: bool,
    /// True if its last row is about a time that was not over.
    #[serde(default)]
    pub(crate) ends_in_the_middle: bool,
    /// True if it can have columns or metrics that are not listed here.
    #[serde(default)]
    pub(crate) open: bool,
    /// How a line above the header begins.
    pub(crate) mark: Option<String>,
    /// What the file is about, if that is not a column.
    pub(crate) metric: Option<Metric>,
    /// The column of the figures, if the file is about one metric.
    pub(crate) value: Option<String>,
    /// Columns of a table that has several rows for each day.
    #[serde(default)]
    pub(crate) splits: Vec<String>,
    /// The words for a row that is the file's own total.
    #[serde(default)]
    pub(crate) totals: Vec<String>,
    /// Columns that are in each row the sum of others.
    #[serde(default)]
    pub(crate) sums: IndexMap<String, Vec<String>>,
    pub(crate) columns: IndexMap<String, Column>,
    #[serde(default)]
    pub(crate) metrics: IndexMap<String, Column>,
    #[serde(skip)]
    by_name: HashMap<String, usize>,
    #[serde(skip)]
    by_metric: HashMap<String, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Rows {
    #[default]
    Any,
    /// A row for each day.
    Days,
    /// A row for each week, with its first day.
    Weeks,
    /// A row for each post or ticket, any number of them on a day.
    Items,
}

/// Where a file says which metric it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Metric {
    /// In a line above the header.
    Title,
    /// Only in its name.
    Name,
}

/// A column or a metric.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Column {
    pub(crate) is: Nature,
    /// False if its figures can have decimals. By default a count has none.
    whole: Option<bool>,
    /// True if days without a figure are left out of the file.
    #[serde(default)]
    pub(crate) leaves_out_zero: bool,
    /// Its other names, by language.
    #[serde(flatten)]
    names: IndexMap<String, Vec<String>>,
}

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Nature {
    /// What came in on the day.
    Daily,
    /// What is there at the end of the day.
    Level,
    /// People of the day, each counted once.
    Unique,
    /// What a post has had in its life so far.
    Lifetime,
    /// A share, as a fraction of 1.
    Rate,
    /// A share in percent.
    Percent,
    /// A figure of one row that does not add up, such as minutes.
    Measure,
    /// A figure of one row that adds up.
    Item,
    /// A text that rows can be chosen by.
    Text,
    /// A text about people, or one that people wrote.
    Private,
    Date,
    /// The figures of the metric that the file is about.
    Value,
}

impl Nature {
    /// True for a column that has figures.
    pub(crate) fn is_figure(self) -> bool {
        !matches!(self, Self::Text | Self::Private | Self::Date | Self::Value)
    }

    /// True if the rows of a table add up to its total.
    pub(crate) fn adds_up(self) -> bool {
        matches!(self, Self::Daily | Self::Item)
    }

    pub(crate) fn is_share(self) -> bool {
        matches!(self, Self::Rate | Self::Percent)
    }
}

impl Column {
    /// True if its figures have no decimals.
    pub(crate) fn is_whole(&self) -> bool {
        let is_count = matches!(
            self.is,
            Nature::Daily | Nature::Level | Nature::Unique | Nature::Lifetime | Nature::Item
        );
        self.whole.unwrap_or(is_count)
    }
}

impl Source {
    /// What is known of an export.
    pub(crate) fn of(export: Export) -> &'static Self {
        static NONE: OnceLock<Source> = OnceLock::new();
        all()
            .iter()
            .find(|source| source.export == Some(export))
            .unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    /// The column with this name in any language, by its English name.
    pub(crate) fn column(&self, written: &str) -> Option<(&str, &Column)> {
        let (name, column) = self.columns.get_index(*self.by_name.get(&plain(written))?)?;
        Some((name, column))
    }

    /// What `take` names: a column, or the metric that a file is about.
    pub(crate) fn taken(&self, written: &str) -> Option<(&str, &Column)> {
        if self.metric.is_none() {
            return self.column(written);
        }
        let (name, column) = self.metrics.get_index(*self.by_metric.get(&plain(written))?)?;
        Some((name, column))
    }

    /// What `take` can name.
    pub(crate) fn takable(&self) -> impl Iterator<Item = (&str, &Column)> {
        let all = if self.metric.is_some() { &self.metrics } else { &self.columns };
        all.iter().filter(|(_, column)| column.is.is_figure()).map(|(name, column)| (name.as_str(), column))
    }
}

/// The index of each column, by each of its names as [`plain`] gives them.
fn index(columns: &IndexMap<String, Column>) -> HashMap<String, usize> {
    let names = columns.iter().enumerate().flat_map(|(at, (name, column))| {
        std::iter::once(name).chain(column.names.values().flatten()).map(move |name| (plain(name), at))
    });
    names.collect()
}

/// A name without what exports and spreadsheets change about it: case, soft hyphens, and the number and kind of spaces.
pub(crate) fn plain(name: &str) -> String {
    let name = if name.contains('\u{ad}') { Cow::Owned(name.replace('\u{ad}', "")) } else { name.into() };
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{feff}'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Every source, in the order of the format.
pub(crate) fn all() -> &'static [Source] {
    static ALL: OnceLock<Vec<Source>> = OnceLock::new();
    ALL.get_or_init(|| {
        let read = |(export, text): &(Export, &str)| {
            let source: Source = toml::from_str(text).ok()?;
            let (by_name, by_metric) = (index(&source.columns), index(&source.metrics));
            Some(Source { export: Some(*export), by_name, by_metric, ..source })
        };
        TABLE.iter().filter_map(read).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_described() {
        for (export, text) in &TABLE {
            let read: Result<Source, _> = toml::from_str(text);
            assert!(read.is_ok(), "{export}: {read:?}");
        }
        let described: Vec<Export> = all().iter().filter_map(|source| source.export).collect();
        assert_eq!(described, Export::ALL);
    }

    #[test]
    fn what_a_source_names_is_one_of_its_columns() {
        for source in all().iter().filter(|source| source.export != Some(Export::Table)) {
            let named = source
                .requires
                .iter()
                .chain(&source.splits)
                .chain(&source.value)
                .chain(&source.id)
                .chain(source.sums.iter().flat_map(|(sum, parts)| std::iter::once(sum).chain(parts)))
                .chain([&source.date]);
            for name in named {
                assert!(source.columns.contains_key(name), "{}: {name}", source.title);
            }
            assert!(source.takable().next().is_some(), "{}", source.title);
            assert_eq!(source.metric.is_some(), source.value.is_some(), "{}", source.title);
        }
    }

    #[test]
    fn no_name_means_two_columns_of_a_source() {
        for source in all() {
            for columns in [&source.columns, &source.metrics] {
                let names = columns.iter().flat_map(|(name, column)| {
                    std::iter::once(name)
                        .chain(column.names.values().flatten())
                        .map(move |one| (plain(one), name))
                });
                let mut names: Vec<_> = names.collect();
                names.sort();
                names.dedup();
                for pair in names.windows(2) {
                    assert!(pair[0].0 != pair[1].0, "{}: {:?}", source.title, pair);
                }
            }
        }
    }
}
