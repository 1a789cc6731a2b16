//! The part of SARIF 2.1.0 that is written, key by key as the standard has it.

use std::collections::BTreeMap;

use serde::Serialize;

/// A whole file.
#[derive(Debug, Serialize)]
pub struct Log {
    /// Where the standard's own description of the shape is.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The version of the standard.
    pub version: &'static str,
    /// One run of one tool.
    pub runs: [Run; 1],
}

/// One run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// What ran.
    pub tool: Tool,
    /// How it ended.
    pub invocations: [Invocation; 1],
    /// What a column counts.
    pub column_kind: &'static str,
    /// The findings.
    pub results: Vec<Finding>,
}

/// What ran.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// Its only part.
    pub driver: Driver,
}

/// The program and its rules.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver {
    /// What it is called.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The same, said to be a semantic one.
    pub semantic_version: &'static str,
    /// Where to read more.
    pub information_uri: &'static str,
    /// What results point to.
    pub rules: Vec<Rule>,
}

/// A rule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its name.
    pub id: &'static str,
    /// One sentence.
    pub short_description: Text,
    /// A paragraph.
    pub full_description: Text,
    /// All of its documentation.
    pub help: Help,
    /// Its level unless settings change it.
    pub default_configuration: Configuration,
    /// What else is said of it.
    pub properties: RuleProperties,
}

/// Plain text.
#[derive(Debug, Serialize)]
pub struct Text {
    /// The text.
    pub text: String,
}

/// The same in two forms.
#[derive(Debug, Serialize)]
pub struct Help {
    /// As plain text.
    pub text: String,
    /// As Markdown.
    pub markdown: String,
}

/// How a rule is set.
#[derive(Debug, Serialize)]
pub struct Configuration {
    /// Its level.
    pub level: &'static str,
}

/// What services look for in a rule.
#[derive(Debug, Serialize)]
pub struct RuleProperties {
    /// Words to filter by.
    pub tags: Vec<&'static str>,
}

/// How a run ended.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    /// True where all that was asked could be done.
    pub execution_successful: bool,
    /// The exit status.
    pub exit_code: u8,
    /// What could not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// Something that could not be done.
#[derive(Debug, Serialize)]
pub struct Notification {
    /// How grave that is.
    pub level: &'static str,
    /// What it is.
    pub message: Text,
}

/// One finding: a *result*, as the standard calls it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's name.
    pub rule_id: &'static str,
    /// The rule's place among the rules.
    pub rule_index: usize,
    /// Its level in this run.
    pub level: &'static str,
    /// What is wrong and what to do next.
    pub message: Text,
    /// Where.
    pub locations: [Location; 1],
    /// The other places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// What it is remembered by.
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    /// A mend that a machine can make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixes: Option<[Fix; 1]>,
}

/// A place, and what is to be seen there.
#[derive(Debug, Serialize)]
pub struct Location {
    /// What messages call a related place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    /// File and lines.
    #[serde(rename = "physicalLocation")]
    pub physical: PhysicalLocation,
    /// The path of keys and ids.
    #[serde(rename = "logicalLocations", skip_serializing_if = "Option::is_none")]
    pub logical: Option<[LogicalLocation; 1]>,
    /// What is to be seen there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

/// File and lines.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalLocation {
    /// The file.
    pub artifact_location: ArtifactLocation,
    /// The lines.
    pub region: Region,
}

/// A file.
#[derive(Debug, Clone, Serialize)]
pub struct ArtifactLocation {
    /// Its address, relative where it can be.
    pub uri: String,
}

/// From where to where, the end exclusive.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// First line.
    pub start_line: usize,
    /// First column.
    pub start_column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last.
    pub end_column: usize,
}

/// A place in the tree of keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogicalLocation {
    /// The path of keys and ids.
    pub fully_qualified_name: String,
}

/// A mend.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// What it does.
    pub description: Text,
    /// The file to change.
    pub artifact_changes: [ArtifactChange; 1],
    /// What else is said of it.
    pub properties: FixProperties,
}

/// What else is said of a mend.
#[derive(Debug, Serialize)]
pub struct FixProperties {
    /// Whether it can be made without asking.
    pub safety: crate::finding::Safety,
}

/// Changes of one file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactChange {
    /// The file.
    pub artifact_location: ArtifactLocation,
    /// What is replaced, in order.
    pub replacements: Vec<Replacement>,
}

/// One change.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// What goes; empty to insert.
    pub deleted_region: Region,
    /// What comes.
    pub inserted_content: Text,
}
