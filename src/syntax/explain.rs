//! Explains a syntax error in the user's words: what is wrong, where it began, why, and what to write.
//!
//! The parser says where it stopped; people want to know where their mistake is. So each kind of error
//! looks at its line, and at what is still open. To explain another error, find the parser's name for
//! it in [`explain`] and add a case with a test.

mod brackets;
mod comments;
mod entries;
mod pasted;
mod quotes;
mod tabs;

use granit_parser::ErrorKind as E;

use super::edit::requote;
use super::hash;
use super::lines::{Line, colon, text_end};
use super::parse::{SyntaxError, span};
use super::pasted::quoted_length;
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::words::counted;

#[derive(Debug, Clone)]
pub(super) struct Explained {
    pub(super) finding: Finding,
    /// Where the error began: recovery cuts here.
    pub(super) origin: usize,
    /// Whether the same message for the next line is the same error.
    pub(super) can_continue: bool,
    /// Whether it is only the first character at `origin` that cannot be read: `>= 40`.
    pub(super) is_first_sign: bool,
}

impl From<Finding> for Explained {
    fn from(finding: Finding) -> Self {
        Self { origin: finding.place.span.start as usize, finding, can_continue: false, is_first_sign: false }
    }
}

impl Explained {
    /// For an error that began elsewhere than where it is shown.
    fn from_origin(origin: usize, finding: Finding) -> Self {
        Self { origin, ..finding.into() }
    }

    fn continuing(finding: Finding) -> Self {
        Self { can_continue: true, ..finding.into() }
    }
}

/// An error and the text around it.
struct Context<'t> {
    text: &'t str,
    at: usize,
    read: usize,
    bracket: Option<usize>,
}

pub(super) fn explain(text: &str, error: &SyntaxError) -> Explained {
    let SyntaxError { at, read, bracket, .. } = *error;
    let context = Context { text, at, read, bracket };
    let hidden = context
        .odd_space()
        .or_else(|| context.bullet())
        .or_else(|| context.checkbox())
        .or_else(|| context.hidden_by_comment());
    if let Some(explained) = hidden {
        return explained;
    }
    let finding = match &error.kind {
        E::UnexpectedCharacter { character }
            if character.is_control() || matches!(character, '\u{fffe}'..='\u{ffff}') =>
        {
            context.invisible(*character)
        }
        E::BomInsideDocument => context.invisible('\u{feff}'),
        E::TabInBlockIndentation
        | E::TabNotAllowed
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => return context.tab(),
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
            context.unclosed_quote()
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            return context.after_quote();
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => return context.escape(),
        E::MismatchedFlowCollectionEnd { open, close } => context.mismatched(*open, *close),
        E::MisplacedFlowCollectionEnd => context.misplaced_bracket(),
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping => return context.unclosed_bracket(),
        E::RecursionLimitExceeded => return context.too_deep(),
        E::UnexpectedCharacter { .. }
        | E::MissingAnchorOrAliasName
        | E::MappingKeyNotAllowed
        | E::PlainScalarStartsWithDashFlowIndicator
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8
        | E::UndeclaredTagHandle
        | E::InvalidBlockScalarHeader
        | E::ZeroBlockScalarIndent => {
            let is_first_sign = context.is_more_than(at);
            return Explained { is_first_sign, ..context.reserved(at).into() };
        }
        // The cases below are often reported for a line after a bracket that was never closed.
        _ if bracket.is_some_and(|bracket| context.left_bracket(bracket)) => {
            return context.unclosed_bracket();
        }
        E::BlockEntryInFlowCollection => context.dash_in_brackets(),
        E::BlockSequenceEntryNotAllowed | E::InvalidBlockEntryWhitespace => context.list_on_key_line(),
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator | E::InvalidColonPlacement => {
            context.in_brackets()
        }
        E::FlowMappingValueAdjacentCollection => context.colon_without_space(at),
        E::MappingValueNotAllowed | E::InvalidSimpleKey => return context.misplaced_colon(),
        E::SimpleKeyExpected => context.no_key(),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => return context.not_an_entry(),
        E::CommentInterceptedScalar => context.after_comment(),
        E::CommentNotSeparated | E::ExpectedWhitespace => context.comment_without_space(),
        E::InvalidBlockScalarIndent | E::InvalidIndentation | E::InvalidFlowScalarIndent => {
            context.indentation()
        }
        E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective | E::InvalidDocumentEnd => {
            context.after_the_end()
        }
        E::UnexpectedEofBlockMapping | E::UnexpectedEofBlockSequence | E::ExpectedNodeContent
            if context.rest(at).starts_with([',', ']', '}', '|', '>']) =>
        {
            let is_first_sign = context.is_more_than(at);
            return Explained { is_first_sign, ..context.reserved(at).into() };
        }
        _ => context.unreadable(),
    };
    finding.into()
}

impl Context<'_> {
    fn line(&self) -> Line<'_> {
        Line::at(self.text, self.at)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &str {
        self.slice(from, self.text.len())
    }

    /// The value that begins at `from`: to the end of its line, or to the end of its item.
    fn value(&self, from: usize) -> (usize, usize) {
        let mut end = text_end(self.text, from);
        if self.bracket.is_some_and(|bracket| bracket <= from) {
            let rest = self.slice(from, end);
            let item = || rest.split([',', ']', '}']).next().unwrap_or_default().trim_end();
            end = from + quoted_length(rest).unwrap_or_else(|| item().len());
        }
        (from, end.max(from))
    }

    /// Suggests to put the text between two offsets in single quotes.
    fn quoting(&self, finding: Finding, (start, end): (usize, usize), safety: Safety) -> Finding {
        let line = Line::at(self.text, start);
        let has_more_lines = self.bracket.is_none() && line.below() > line.next;
        if start == end || has_more_lines {
            return finding.help("put the entire text in quotes");
        }
        let quoted = requote(self.slice(start, end));
        let help = format!("put the text in quotes: {}", short(&quoted));
        finding.help(help).fix("put the text in quotes", safety, edit(start, end, quoted))
    }

    /// A value that begins with a character that is reserved in YAML.
    fn reserved(&self, from: usize) -> Finding {
        let (_, mut end) = self.value(from);
        let value = self.slice(from, end);
        let sign = value.chars().next().unwrap_or(' ');
        let is_key = self.line().text_start() == from;
        if let (true, Some(colon)) = (is_key, colon(value)) {
            end = from + colon;
        }
        let why = match sign {
            '@' | '`' => "YAML reserves this character",
            '%' => "a `%` at the start of a text is a command to YAML",
            '!' => "a `!` at the start of a text names a type in YAML",
            '*' | '&' => {
                "at the start of a text this character makes a reference to another place in the file"
            }
            '|' | '>' => "at the start of a text this character means that the text is on the lines below",
            '#' => hash::WHY,
            '?' | '-' => "at the start of a text this character makes it a key or a list",
            _ => "at the start of a text this character has a meaning in YAML",
        };
        let named = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
        let what = if is_key { "key" } else { "text" };
        let message = format!("a {what} cannot begin with {named} unless it is in quotes");
        let at = span(from, end.max(self.step(from)));
        let finding = INVALID_SYNTAX.at(at, message).label(format!("this begins with {named}")).note(why);
        if is_key && (value.starts_with("%YAML") || value.starts_with("%TAG")) {
            return finding.help("delete this line: a strategy needs no commands to YAML");
        }
        let is_alone = self.certainly_ends(end) && !self.slice(from, self.line().end).contains('#');
        let is_certain = is_alone && !is_key && matches!(sign, '@' | '`' | '%') && colon(value).is_none();
        let safety = if is_certain { Safety::Safe } else { Safety::Unsafe };
        self.quoting(finding, (from, end), safety)
    }

    /// Whether a value is `> 40` or `>= 40`, which is a text on one line without its first character.
    fn is_more_than(&self, from: usize) -> bool {
        let (_, end) = self.value(from);
        let value = self.slice(from, end);
        let line = Line::at(self.text, from);
        let after = self.slice(end, line.end).trim_start();
        let is_alone = match self.bracket {
            Some(_) => after.starts_with([',', ']', '}']),
            None => (after.is_empty() || after.starts_with('#')) && line.below() == line.next,
        };
        let rest = value.trim_start_matches(['>', '=', ' ']);
        let is_figure = rest.bytes().any(|byte| byte.is_ascii_digit());
        let is_value = line.text_start() < from && colon(value).is_none();
        value.starts_with('>') && is_alone && is_figure && is_value
    }

    /// Whether a text that ends here certainly ends here: with its line or, between braces, before the
    /// closing bracket or another key. What follows any other comma may be part of the text.
    fn certainly_ends(&self, end: usize) -> bool {
        if self.bracket.is_none() {
            return true;
        }
        let rest = self.rest(end).trim_start();
        let begins_with_key = |rest: &str| {
            let after = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_');
            after.len() < rest.trim_start().len() && after.starts_with(": ")
        };
        rest.starts_with(['}', ']']) || rest.strip_prefix(',').is_some_and(begins_with_key)
    }

    /// The offset after the character at `from`.
    fn step(&self, from: usize) -> usize {
        from + self.rest(from).chars().next().map_or(0, char::len_utf8)
    }

    fn invisible(&self, sign: char) -> Finding {
        let from = self.at + self.rest(self.at).find(sign).unwrap_or(0);
        let end = self.step(from);
        INVALID_SYNTAX
            .at(span(from, end), format!("there is an invisible character here (U+{:04X})", u32::from(sign)))
            .label("cannot be seen or read")
            .note("such characters come with text that is pasted from another program")
            .help("delete it; if you cannot see it, type the word again")
            .fix("delete the character", Safety::Unsafe, edit(from, end, ""))
    }

    /// What is before the first character of a line.
    fn indentation_of(&self, line: Line<'_>) -> &str {
        self.slice(line.start, line.text_start())
    }

    fn unreadable(&self) -> Finding {
        let end = text_end(self.text, self.at).max(self.step(self.at));
        INVALID_SYNTAX
            .at(span(self.at, end), "this cannot be read as YAML")
            .label("reading stopped here")
            .help("compare the line with those around it; if it is meant as text, put it in quotes")
    }
}

fn edit(start: usize, end: usize, text: impl Into<String>) -> Vec<Edit> {
    vec![Edit { span: span(start, end), text: text.into() }]
}

/// The key and value of a line, without indentation and comment.
fn entry_span(text: &str, line: Line<'_>) -> Span {
    let start = line.text_start();
    span(start, text_end(text, start))
}

fn spaces(count: usize) -> String {
    if count == 0 { "no space".to_owned() } else { counted(count, "space", "spaces") }
}

/// A text, shortened to what fits in a message.
fn short(text: &str) -> String {
    match text.char_indices().nth(57) {
        Some((end, _)) if text.chars().count() > 60 => format!("{}…", text.get(..end).unwrap_or_default()),
        _ => text.to_owned(),
    }
}
