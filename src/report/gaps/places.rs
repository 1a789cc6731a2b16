//! Accounts on platforms, and the documents next to the strategy.

use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::strategy::subject::Subject;

/// An account on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountRow {
    /// The platform.
    pub platform: String,
    /// The id.
    pub id: String,
    /// The handle.
    pub handle: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Its own owner.
    pub owner: Option<String>,
    /// The languages, as tags.
    pub languages: Vec<String>,
    /// The market it is for.
    pub market: Option<String>,
    /// The last day on which it is used, as exact as in the file.
    pub until: Option<String>,
}

/// A document next to the strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DocumentRow {
    /// The id.
    pub id: String,
    /// A path or a link.
    pub at: Option<String>,
    /// What it is.
    pub what: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// When it was last reviewed, as exact as in the file.
    pub reviewed: Option<String>,
}

/// The accounts on the platforms that are in use.
pub(super) fn accounts(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<AccountRow> {
    let platforms = analysis.chosen_platforms().filter_map(|(id, one)| Some((id, one.accounts.get()?)));
    let rows = platforms.flat_map(|(platform, accounts)| {
        accounts.iter().map(move |(id, account)| AccountRow {
            platform: platform.to_string(),
            id: id.to_string(),
            handle: account.handle.get().cloned(),
            address: account.address.get().cloned(),
            owner: analysis.owners.of(&account.owner).id().map(str::to_owned),
            languages: account.languages.items().filter_map(|one| Some(one.get()?.to_string())).collect(),
            market: account.market.get().cloned(),
            until: account.until.get().map(ToString::to_string),
        })
    });
    rows.filter(|row| {
        inside.has(&Subject::Account(row.platform.clone(), row.id.clone()), row.owner.as_deref())
    })
    .collect()
}

/// The documents.
pub(super) fn documents(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<DocumentRow> {
    let rows = analysis.strategy.documents().map(|(id, document)| DocumentRow {
        id: id.to_string(),
        at: document.at.get().cloned(),
        what: document.what.get().cloned(),
        owner: analysis.owners.of(&document.owner).id().map(str::to_owned),
        reviewed: document.reviewed.get().map(ToString::to_string),
    });
    rows.filter(|row| inside.has(&Subject::Document(row.id.clone()), row.owner.as_deref())).collect()
}
