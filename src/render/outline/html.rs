//! An outline as HTML: a fragment for each section, next to which a page puts its pictures.
//!
//! The result can go into a page as it is: every text has passed [`escape`].

use std::collections::HashMap;

use unicode_width::UnicodeWidthChar;

use super::{Block, Cell, Column, Entry, List, Mark, Outline, Table};
use crate::words::figures::in_english;
use crate::words::link::address;
use crate::words::safe;
use crate::words::text::{Emphasis, Kind, Run, Text, bold, dim, join};

/// A part of a report: its name as text, its heading and its body as HTML.
#[derive(Debug)]
pub(crate) struct Section {
    pub id: &'static str,
    pub name: String,
    pub heading: String,
    pub body: String,
}

/// The sections of an outline. What comes before the first of them is left to the page's head. What is bold
/// in a list entry leads to the link that `link` has for its section, its list and its index.
pub(crate) fn sections(
    outline: &Outline,
    link: impl Fn(&str, &List, usize) -> Option<String>,
) -> Vec<Section> {
    let sections = outline.blocks.chunk_by(|_, next| !matches!(next, Block::Section { .. }));
    let sections = sections.filter_map(|blocks| {
        let [Block::Section { id, title, note }, blocks @ ..] = blocks else { return None };
        // Campaigns can have the same name, but the parts of a page that scroll need different ones.
        let mut names: HashMap<String, usize> = HashMap::new();
        let parts = blocks.chunk_by(|_, next| !matches!(next, Block::Subsection(_))).map(|part| {
            let subtitle = match part {
                [Block::Subsection(subtitle), ..] => Some(subtitle),
                _ => None,
            };
            let mut about = subtitle.unwrap_or(title).to_string();
            let count = names.entry(about.clone()).or_default();
            *count += 1;
            if *count > 1 {
                about = format!("{about} ({count})");
            }
            let part = part.iter().map(|block| of_block(block, &about, |list, index| link(id, list, index)));
            let part: String = part.collect();
            // A page can place these parts next to each other.
            if subtitle.is_some() { format!("<div class=\"part\">\n{part}</div>\n") } else { part }
        });
        let heading = prose(bold(title.clone()) + dim(note.clone()));
        Some(Section { id, name: title.to_string(), heading, body: parts.collect() })
    });
    sections.collect()
}

/// A block below a section's heading. `about` names a table for screen readers.
fn of_block(block: &Block, about: &str, link: impl Fn(&List, usize) -> Option<String>) -> String {
    match block {
        Block::Title(..) | Block::Section { .. } => String::new(),
        Block::Subsection(title) => format!("<h3>{}</h3>\n", prose(bold(title.clone()))),
        Block::Text(text) => format!("<p>{}</p>\n", prose(text.clone())),
        Block::Facts(facts) => format!("<p>{}</p>\n", prose(join(facts.iter().cloned(), " · "))),
        Block::Table(table) => of_table(table, about),
        Block::List(list) => {
            let element = if list.is_numbered { "ol" } else { "ul" };
            let entries = list.entries.iter().enumerate();
            let entries = entries.map(|(index, entry)| of_entry(entry, link(list, index).as_deref()));
            format!("<{element}>\n{}</{element}>\n", entries.collect::<String>())
        }
    }
}

/// A sign with its color, and a word for those who hear the page.
fn sign(mark: Mark) -> String {
    let (class, word) = match mark {
        Mark::Good => ("good", "well:"),
        Mark::Care => ("care", "to look at:"),
        Mark::Bad => ("bad", "wrong:"),
        Mark::Added => ("idle", "added:"),
        Mark::Removed => ("idle", "removed:"),
        Mark::Changed => ("idle", "changed:"),
    };
    let sign = mark.sign();
    // A sign stays with its word at the end of a line.
    format!(
        "<span class=\"unseen\">{word} </span><span class=\"mark {class}\" aria-hidden=\"true\">{sign}&nbsp;</span>"
    )
}

/// A table, which scrolls on a narrow screen and can be reached with the keyboard to do so. `about` names
/// it for screen readers.
pub(crate) fn of_table(table: &Table, about: &str) -> String {
    let mut out = "<table>\n<thead><tr>".to_owned();
    for column in &table.columns {
        let title = match column.title {
            "" => "<span class=\"unseen\">state</span>".to_owned(),
            title => escape(title),
        };
        out.extend(["<th scope=\"col\"", figures(column), ">", &title, "</th>"]);
    }
    out += "</tr></thead>\n<tbody>\n";
    for row in table.rows() {
        out += "<tr>";
        for (index, (column, cell)) in row.enumerate() {
            match index {
                0 => out.extend(["<th scope=\"row\">", &content(cell), "</th>"]),
                _ => out.extend(["<td", figures(column), ">", &content(cell), "</td>"]),
            }
        }
        out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
    // Two tables of one part differ in their first columns.
    let titles = table.columns.iter().map(|column| column.title).filter(|title| !title.is_empty());
    let label = escape(&format!("{about}: table of {}", titles.take(2).collect::<Vec<_>>().join(", ")));
    format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n{out}</div>\n")
}

fn figures(column: &Column) -> &'static str {
    if column.is_figures { " class=\"figure\"" } else { "" }
}

fn content(cell: &Cell) -> String {
    let text = if cell.text.is_empty() { dim("–") } else { cell.text.clone() };
    cell.mark.map(sign).unwrap_or_default() + &prose(text)
}

fn of_entry(entry: &Entry, link: Option<&str>) -> String {
    let mark = entry.mark.map(sign).unwrap_or_default();
    let class = if entry.mark.is_some() { " class=\"marked\"" } else { "" };
    let text = linked(&entry.text, link);
    let detail = prose(entry.detail.clone());
    let detail = if detail.is_empty() { detail } else { format!("<p class=\"detail\">{detail}</p>") };
    format!("<li{class}>{mark}<p>{text}</p>{detail}</li>\n")
}

/// A text as safe HTML, with the author's words kept from turning the direction of the sentence around
/// them.
pub(crate) fn prose(text: impl Into<Text>) -> String {
    linked(&text.into(), None)
}

/// A text in which bold words are a link.
fn linked(text: &Text, link: Option<&str>) -> String {
    let spans = text.spans().map(|(emphasis, runs)| {
        let span: String = runs.iter().map(of_run).collect();
        match (emphasis, link) {
            (Emphasis::Plain, _) => span,
            (Emphasis::Bold, None) => format!("<strong>{span}</strong>"),
            (Emphasis::Bold, Some(link)) => {
                format!("<strong><a href=\"{}\">{span}</a></strong>", escape(link))
            }
            (Emphasis::Dim, _) => format!("<span class=\"quiet\">{span}</span>"),
        }
    });
    spans.collect()
}

fn of_run(run: &Run) -> String {
    match run.kind {
        Kind::Prose => breakable(&in_english(&run.words)),
        Kind::Name => format!("<bdi>{}</bdi>", breakable(&run.words)),
        Kind::Day => format!("<time>{}</time>", escape(&run.words)),
        Kind::Code => format!("<code>{}</code>", breakable(&run.words)),
        Kind::Link => {
            let shown = format!("<bdi>{}</bdi>", breakable(&run.words));
            match address(&run.words) {
                Some(address) => format!("<a href=\"{}\">{shown}</a>", escape(&address)),
                None => shown,
            }
        }
    }
}

/// From how many letters on a word can break, between the steps of a path or after so many of them: any
/// column stays narrow enough for a sheet of paper, and no usual word is broken.
const MAX_WORD: usize = 16;
const PIECE: usize = 12;

/// A safe text in which long words can break.
fn breakable(text: &str) -> String {
    let words = text.split_inclusive(|c: char| c == '-' || c.is_whitespace());
    words.map(|word| pieces(word).into_iter().map(escape).collect::<Vec<_>>().join("<wbr>")).collect()
}

/// A word in the pieces between which it can break.
fn pieces(word: &str) -> Vec<&str> {
    let length = word.trim_end_matches(|c: char| c == '-' || c.is_whitespace()).chars().count();
    // Joined letters, and those between which any line can break, are better left to the browser.
    let is_left = |c: char| c.width() != Some(1) || matches!(c, '\u{590}'..='\u{1dff}' | '\u{fb00}'..);
    if length <= MAX_WORD || word.trim_end().contains(is_left) {
        return vec![word];
    }
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let steps = letters.chunk_by(|(_, c), _| !matches!(c, '.' | '/' | '_' | '@' | ':' | '='));
    let pieces = steps.flat_map(|step| step.chunks(if step.len() > MAX_WORD { PIECE } else { MAX_WORD }));
    let starts: Vec<usize> = pieces.filter_map(|piece| Some(piece.first()?.0)).collect();
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| word.get(*start..end)).collect()
}

/// A text in which nothing is taken for markup, in an element or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let text = safe::line(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A noncharacter is not allowed in HTML.
            c if (u32::from(c) & 0xfffe) == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c) => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    safe::without_commands(&out, "&#35;").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::outline::{column, figures, marked};
    use crate::words::text::{day, name};

    #[test]
    fn sections_hold_what_is_below_them() {
        let mut outline = Outline::default();
        outline.title("The <name>", "");
        outline.text("before");
        outline.section("kpis", "KPIs", ", & more");
        let table = Table::new([
            column("KPI", &[()], |()| name("<b>")),
            column("", &[()], |()| marked(Some(Mark::Bad), "missed")),
            figures("latest", &[()], |()| ""),
        ]);
        outline.table_or(table, "");
        outline.subsection("First");
        outline.text("one");
        outline.subsection("Second");
        outline.section("agenda", "Agenda", "");
        let entry = Entry { mark: None, text: Text::from("a") + dim(" — b"), detail: "write `x`".into() };
        outline.list_or(List { is_numbered: true, entries: vec![entry] }, "");
        let sections = sections(&outline, |_, _, _| None);
        let [kpis, agenda] = sections.as_slice() else { panic!("{sections:?}") };
        assert_eq!((kpis.id, kpis.name.as_str()), ("kpis", "KPIs"));
        assert_eq!(kpis.heading, "<strong>KPIs</strong><span class=\"quiet\">, &amp; more</span>");
        assert!(kpis.body.contains("<th scope=\"row\"><bdi>&lt;b&gt;</bdi></th>"), "{}", kpis.body);
        assert!(kpis.body.contains("<td class=\"figure\"><span class=\"quiet\">–</span></td>"));
        let marked = "<span class=\"unseen\">wrong: </span>\
                      <span class=\"mark bad\" aria-hidden=\"true\">✗&nbsp;</span>missed";
        assert!(kpis.body.contains(marked), "{}", kpis.body);
        assert!(!kpis.body.contains("before"));
        let parts = "<div class=\"part\">\n<h3><strong>First</strong></h3>\n<p>one</p>\n</div>\n\
                     <div class=\"part\">\n<h3><strong>Second</strong></h3>\n</div>\n";
        assert!(kpis.body.ends_with(parts), "{}", kpis.body);
        assert_eq!(
            agenda.body,
            "<ol>\n<li><p>a<span class=\"quiet\"> — b</span></p><p class=\"detail\">write <code>x</code></p></li>\n</ol>\n"
        );
    }

    #[test]
    fn long_words_can_break_and_usual_ones_cannot() {
        for unbroken in ["Öffentlichkeits", "a-long-name-with-hyphens", "two words"] {
            assert_eq!(breakable(unbroken), unbroken);
        }
        assert_eq!(breakable("Windjammerwindjammer soon"), "Windjammerwi<wbr>ndjammer soon");
        assert_eq!(prose("`abcdefghijklmnopq`"), "<code>abcdefghijkl<wbr>mnopq</code>");
        assert_eq!(breakable("marketing.acquisition"), "marketing.<wbr>acquisition");
        assert_eq!(breakable("abcdefghijk&lmnopq"), "abcdefghijk&amp;<wbr>lmnopq");
        assert_eq!(prose("write `a < b`"), "write <code>a &lt; b</code>");
        let text = name("שלום") + " since " + day("2027-02");
        assert_eq!(prose(text), "<bdi>שלום</bdi> since <time>2027-02</time>");
        let markup = "<b class='x'> & \"y\"\u{0}";
        assert_eq!(escape(markup), "&lt;b class=&#39;x&#39;&gt; &amp; &quot;y&quot;␀");
        // Letters that join and those that are alone break as the browser sees fit.
        for unbroken in ["\u{628}".repeat(20), "\u{6f22}".repeat(20), "\u{1f6bf}".repeat(20)] {
            assert_eq!(breakable(&unbroken), unbroken);
        }
    }
}
