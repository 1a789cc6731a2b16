//! A syntax error in the user's words: what is wrong, where it began, why, and what to write.
//!
//! The parser says where it gave up; people want to know where they slipped. So each kind of error
//! looks at the line it is on, and at what was left open, before it speaks. To teach it a new
//! fault, find the parser's name for it in `Scene::tell` and add a case with a test.

mod brackets;
mod entries;
mod quotes;
mod tabs;

use granit_parser::ErrorKind;

use super::edit::quote;
use super::lines::{Line, colon, text_end};
use super::parse::{Fault, offset_of};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;

/// A syntax error, told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) finding: Finding,
    /// Where the fault began, which is where to cut.
    pub(super) origin: u32,
    /// The same fault on the next line is this one going on.
    pub(super) kin: bool,
}

impl Told {
    fn new(origin: usize, finding: Finding) -> Self {
        Self { finding, origin: offset_of(origin), kin: false }
    }

    fn and_its_kin(mut self) -> Self {
        self.kin = true;
        self
    }
}

/// Says what a fault is.
pub(super) fn tell(text: &str, fault: &Fault) -> Told {
    Scene {
        text,
        at: fault.at as usize,
        read: fault.read as usize,
        bracket: fault.bracket.map(|at| at as usize),
    }
    .tell(&fault.kind)
}

/// A fault and the text around it.
struct Scene<'t> {
    text: &'t str,
    at: usize,
    read: usize,
    bracket: Option<usize>,
}

impl Scene<'_> {
    fn tell(&self, kind: &ErrorKind) -> Told {
        use ErrorKind as E;
        match kind {
            E::UnexpectedCharacter { character }
                if character.is_control() || matches!(character, '\u{fffe}'..='\u{ffff}') =>
            {
                self.invisible(*character)
            }
            E::BomInsideDocument => self.invisible('\u{feff}'),
            E::TabInBlockIndentation
            | E::TabNotAllowed
            | E::TabInIndentation
            | E::TabAtBlockScalarStart
            | E::TabInPlainScalar => self.tab(),
            E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
                self.unclosed_quote()
            }
            E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => self.after_quote(),
            E::UnknownQuotedScalarEscape
            | E::InvalidQuotedScalarHexEscape
            | E::InvalidLowSurrogateHexEscape
            | E::InvalidLowSurrogate
            | E::MissingLowSurrogate
            | E::UnpairedLowSurrogate
            | E::InvalidUnicodeEscape => self.escape(),
            E::MismatchedFlowCollectionEnd { open, close } => self.mismatched(*open, *close),
            E::MisplacedFlowCollectionEnd => self.misplaced_bracket(),
            E::UnclosedFlowCollection { .. }
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofImplicitFlowMapping => self.unclosed_bracket(),
            E::RecursionLimitExceeded => self.too_deep(),
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
            | E::ZeroBlockScalarIndent => self.reserved(self.at),
            _ if self.bracket.is_some_and(|bracket| self.left_bracket(bracket)) => self.unclosed_bracket(),
            E::BlockEntryInFlowCollection => self.dash_in_brackets(),
            E::BlockSequenceEntryNotAllowed | E::InvalidBlockEntryWhitespace => self.list_on_key_line(),
            E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator | E::InvalidColonPlacement => {
                self.in_brackets()
            }
            E::FlowMappingValueAdjacentCollection => self.colon_without_blank(self.at),
            E::MappingValueNotAllowed | E::InvalidSimpleKey => self.colon_out_of_place(),
            E::SimpleKeyExpected => self.no_key(),
            E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => self.not_an_entry(),
            E::CommentInterceptedScalar => self.after_comment(),
            E::CommentNotSeparated | E::ExpectedWhitespace => self.tight_comment(),
            E::InvalidBlockScalarIndent | E::InvalidIndentation | E::InvalidFlowScalarIndent => {
                self.indentation()
            }
            E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective | E::InvalidDocumentEnd => {
                self.after_the_end()
            }
            E::UnexpectedEofBlockMapping | E::UnexpectedEofBlockSequence | E::ExpectedNodeContent
                if self.starts_with([',', ']', '}', '|', '>']) =>
            {
                self.reserved(self.at)
            }
            _ => self.unreadable(),
        }
    }

    fn line(&self) -> Line {
        Line::at(self.text, self.at)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn starts_with(&self, signs: impl IntoIterator<Item = char>) -> bool {
        let first = self.slice(self.at, self.text.len()).chars().next();
        signs.into_iter().any(|sign| first == Some(sign))
    }

    /// The value that begins at `from`: to the end of its line, or to the end of its item.
    fn value(&self, from: usize) -> (usize, usize) {
        let mut end = text_end(self.text, from);
        if self.bracket.is_some_and(|bracket| bracket <= from) {
            let rest = self.slice(from, end);
            end = from
                + rest.find([',', ']', '}']).and_then(|at| rest.get(..at)).unwrap_or(rest).trim_end().len();
        }
        (from, end.max(from))
    }

    /// Offers to put what lies between two offsets in single quotes.
    fn quoting(&self, finding: Finding, (start, end): (usize, usize), safety: Safety) -> Finding {
        let text = self.slice(start, end);
        let line = Line::at(self.text, start);
        let goes_on = self.bracket.is_none() && line.below(self.text) > line.next;
        if text.is_empty() || goes_on {
            return finding.help("put the whole text in quotes");
        }
        let quoted = quote(text);
        let fix = vec![Edit { span: span(start, end), text: quoted.clone() }];
        finding.help(format!("put the text in quotes: {}", short(&quoted))).fix(
            "put the text in quotes",
            safety,
            fix,
        )
    }

    /// A value that begins with a sign which means something to YAML.
    fn reserved(&self, from: usize) -> Told {
        let (_, mut end) = self.value(from);
        let value = self.slice(from, end);
        let mut chars = value.chars();
        let sign = chars.next().unwrap_or(' ');
        let is_key = self.line().start + self.line().indent == from;
        if let (true, Some(colon)) = (is_key, colon(value)) {
            end = from + colon;
        }
        let why = match sign {
            '@' | '`' => "YAML keeps this sign for itself",
            '%' => "a `%` at the start of a text is a command to YAML",
            '!' => "a `!` at the start of a text names a type in YAML",
            '*' | '&' => "at the start of a text this sign makes a reference to another place in the file",
            '|' | '>' => "at the start of a text this sign says that the text stands on the lines below",
            '?' | '-' => "at the start of a text this sign makes a key or a list of it",
            _ => "at the start of a text this sign means something to YAML",
        };
        let named = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
        let what = if is_key { "key" } else { "text" };
        let finding = INVALID_SYNTAX
            .at(
                span(from, end.max(self.step(from))),
                format!("a {what} cannot begin with {named} unless it stands in quotes"),
            )
            .label(format!("this begins with {named}"))
            .note(why);
        if is_key && (value.starts_with("%YAML") || value.starts_with("%TAG")) {
            return Told::new(from, finding.help("delete this line: a strategy needs no commands to YAML"));
        }
        let alone = self.ends_surely(end) && !self.slice(from, self.line().end).contains('#');
        let sure = alone && !is_key && matches!(sign, '@' | '`' | '%') && colon(value).is_none();
        let safety = if sure { Safety::Safe } else { Safety::Unsafe };
        Told::new(from, self.quoting(finding, (from, end), safety))
    }

    /// True where a text that ends here surely ends here: with its line or, between braces, before the
    /// bracket that closes them or before another key. What follows another comma may belong to it.
    fn ends_surely(&self, end: usize) -> bool {
        if self.bracket.is_none() {
            return true;
        }
        let rest = self.slice(end, Line::at(self.text, end).end).trim_start();
        let is_key = |rest: &str| {
            let word = rest.trim_start().split(|c: char| !c.is_ascii_lowercase() && c != '_').next();
            let word = word.unwrap_or_default();
            !word.is_empty() && rest.trim_start().get(word.len()..).is_some_and(|rest| rest.starts_with(": "))
        };
        rest.starts_with(['}', ']']) || rest.strip_prefix(',').is_some_and(is_key)
    }

    /// The offset after the character at `from`.
    fn step(&self, from: usize) -> usize {
        from + self.slice(from, self.text.len()).chars().next().map_or(0, char::len_utf8)
    }

    fn invisible(&self, sign: char) -> Told {
        let from = self.slice(self.at, self.text.len()).find(sign).map_or(self.at, |at| self.at + at);
        let end = self.step(from);
        let finding = INVALID_SYNTAX
            .at(span(from, end), format!("an invisible character stands here (U+{:04X})", u32::from(sign)))
            .label("cannot be seen, and cannot be read")
            .note("such a character comes along when a text is pasted from another program")
            .help("delete it; if you cannot see it, type the word again")
            .fix(
                "delete the character",
                Safety::Unsafe,
                vec![Edit { span: span(from, end), text: String::new() }],
            );
        Told::new(from, finding)
    }

    /// What stands before the first sign of a line.
    fn lead(&self, line: Line) -> &str {
        self.slice(line.start, line.start + line.indent)
    }

    fn unreadable(&self) -> Told {
        let end = text_end(self.text, self.at).max(self.step(self.at));
        let finding = INVALID_SYNTAX
            .at(span(self.at, end), "this cannot be read as YAML")
            .label("reading stopped here")
            .help("compare the line with those around it; if it is meant as text, put it in quotes");
        Told::new(self.at, finding)
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(offset_of(start), offset_of(end.max(start)))
}

/// The key and value of a line, without indentation and comment.
fn entry_span(text: &str, line: Line) -> Span {
    let start = line.start + line.indent;
    span(start, text_end(text, start))
}

fn spaces(count: usize) -> String {
    match count {
        0 => "no space".into(),
        1 => "1 space".into(),
        count => format!("{count} spaces"),
    }
}

/// A text cut to what fits in a message.
fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(57).collect();
    short.push('…');
    short
}
