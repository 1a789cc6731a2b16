//! An outline as HTML: a fragment a section, which a page sets its pictures beside.
//!
//! What comes out is safe to stand in a page as it is: every text has passed [`escape`].

mod direction;

use unicode_width::UnicodeWidthChar;

use self::direction::is_right_to_left;
use super::{Block, Cell, Column, Entry, List, Mark, Outline, Run, Table, Tone};
use crate::words::safe;

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// What it is linked by.
    pub id: &'static str,
    /// Its name, as text.
    pub name: String,
    /// Its heading, as HTML without the element around it.
    pub heading: String,
    /// What it says, as HTML.
    pub body: String,
}

/// The sections of an outline. What stands before the first of them is left to the page's head.
pub fn sections(outline: &Outline) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut about = String::new();
    for block in &outline.blocks {
        if let Block::Section { id, title } = block {
            about = name(title);
            end_part(sections.last_mut());
            sections.push(Section { id, name: about.clone(), heading: runs(title), body: String::new() });
        } else if let Some(section) = sections.last_mut() {
            if let Block::Part(title) = block {
                about = name(title);
                end_part(Some(section));
                section.body.push_str(PART);
            }
            section.body.push_str(&of_block(block, &about));
        }
    }
    end_part(sections.last_mut());
    sections
}

/// What holds a part together, so that a page can set parts side by side.
const PART: &str = "<div class=\"part\">\n";

/// Ends the part that a section is in, if it is in one.
fn end_part(section: Option<&mut Section>) {
    if let Some(section) = section.filter(|section| section.body.contains(PART)) {
        section.body.push_str("</div>\n");
    }
}

/// The loud part of a title, as text.
fn name(title: &[Run]) -> String {
    title.iter().filter(|run| run.tone != Tone::Quiet).map(|run| run.text.as_str()).collect()
}

/// `about` is what a table is called by those who do not see what stands above it.
pub fn of_block(block: &Block, about: &str) -> String {
    match block {
        Block::Title(title) => format!("<h1>{}</h1>\n", runs(title)),
        Block::Section { title, .. } => format!("<h2>{}</h2>\n", runs(title)),
        Block::Part(title) => format!("<h3>{}</h3>\n", runs(title)),
        Block::Text(text) => format!("<p>{}</p>\n", runs(text)),
        Block::Table(table) => of_table(table, about),
        Block::List(list) => of_list(list),
    }
}

/// Pieces of text, each as loud as it is.
fn runs(runs: &[Run]) -> String {
    let each = runs.iter().filter(|run| !run.text.is_empty()).map(|run| match run.tone {
        Tone::Plain => prose(&run.text),
        Tone::Strong => format!("<strong>{}</strong>", prose(&run.text)),
        Tone::Quiet => format!("<span class=\"quiet\">{}</span>", prose(&run.text)),
    });
    each.collect()
}

/// A sign with its colour, and a word for those who hear it.
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
    // A sign does not part from its word at the end of a line.
    format!(
        "<span class=\"unseen\">{word} </span><span class=\"mark {class}\" aria-hidden=\"true\">{sign}&nbsp;</span>"
    )
}

/// What is wide scrolls inside of itself where the screen is narrow, and can be reached with the
/// keyboard to do so. `about` is what it is called by those who do not see it.
pub fn scroll(about: &str, inside: &str) -> String {
    let about = escape(about);
    format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{about}\">\n{inside}</div>\n")
}

/// A table, called `about` by those who do not see what stands above it.
pub fn of_table(table: &Table, about: &str) -> String {
    let mut out = "<table>\n<thead><tr>".to_owned();
    for column in &table.columns {
        let title = match column.title.as_str() {
            "" => "<span class=\"unseen\">state</span>".to_owned(),
            title => escape(title),
        };
        out.extend(["<th scope=\"col\"", figures(column), ">", &title, "</th>"]);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (index, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let content = content(cell);
            match index {
                0 => out.extend(["<th scope=\"row\">", &content, "</th>"]),
                _ => out.extend(["<td", figures(column), ">", &content, "</td>"]),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    // Two tables of one part are told apart by what stands in their first columns.
    let titles = table.columns.iter().map(|column| column.title.as_str()).filter(|title| !title.is_empty());
    let first: Vec<&str> = titles.take(2).collect();
    scroll(&format!("{about}: table of {}", first.join(", ")), &out)
}

fn figures(column: &Column) -> &'static str {
    if column.is_figures { " class=\"figure\"" } else { "" }
}

fn content(cell: &Cell) -> String {
    let mark = cell.mark.map(sign).unwrap_or_default();
    let text = if cell.text.is_empty() {
        "<span class=\"quiet\">–</span>".to_owned()
    } else {
        breakable(&prose(&cell.text))
    };
    mark + &text
}

fn of_list(list: &List) -> String {
    let entries: String = list.entries.iter().map(|entry| of_entry(entry, None)).collect();
    if list.is_numbered { format!("<ol>\n{entries}</ol>\n") } else { format!("<ul>\n{entries}</ul>\n") }
}

/// One thing of a list; its loud part leads to `link`.
pub fn of_entry(entry: &Entry, link: Option<&str>) -> String {
    let mark = entry.mark.map(sign).unwrap_or_default();
    let class = if entry.mark.is_some() { " class=\"marked\"" } else { "" };
    let detail = entry.detail.as_deref().map(|detail| format!("<p class=\"detail\">{}</p>", prose(detail)));
    let text = runs(&entry.text);
    let text = match link.map(escape) {
        Some(link) => text
            .replace("<strong>", &format!("<strong><a href=\"{link}\">"))
            .replace("</strong>", "</a></strong>"),
        None => text,
    };
    format!("<li{class}>{mark}<p>{text}</p>{}</li>\n", detail.unwrap_or_default())
}

/// A text as it reads: safe, with what stands between backticks as code, and turned the right way
/// where it is written from right to left.
///
/// ```
/// use stratplan::render::outline::html::prose;
///
/// assert_eq!(prose("write `a < b`"), "write <code>a &lt; b</code>");
/// assert_eq!(prose("one ` alone"), "one ` alone");
/// assert_eq!(prose("since 2027-02-28, x-2027-02-28"), "since <time>2027-02-28</time>, x-2027-02-28");
/// assert_eq!(prose(" — שלום"), " — <bdi dir=\"rtl\">שלום</bdi>");
/// assert_eq!(prose("שלום starts too soon"), "<bdi>שלום</bdi> starts too soon");
/// ```
pub fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len().saturating_sub(1);
    let is_turned = direction::is_turned(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (index, part) in parts.iter().enumerate() {
        // The last of an odd number of backticks opens nothing.
        if index % 2 == 1 && index < last {
            out.extend(["<code>", &escape(part), "</code>"]);
        } else {
            if index % 2 == 1 {
                out.push('`');
            }
            let pieces = if is_turned { vec![(*part, false)] } else { direction::pieces(part) };
            out.extend(pieces.into_iter().map(piece));
        }
    }
    if is_turned { turned(&out) } else { out }
}

/// A piece of a sentence that runs from left to right.
fn piece((text, is_turned): (&str, bool)) -> String {
    let html = days(&escape(text));
    if is_turned { format!("<bdi>{html}</bdi>") } else { html }
}

/// A piece of HTML that runs from right to left. What joins it to the text before stays with that.
fn turned(html: &str) -> String {
    let own = html.trim_start_matches([' ', ',', ':', '—', '·']);
    let joint = html.strip_suffix(own).unwrap_or_default();
    format!("{joint}<bdi dir=\"rtl\">{own}</bdi>")
}

/// A safe text with its days as such, so that none is broken at the end of a line.
fn days(text: &str) -> String {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (hyphen, _) in text.match_indices('-') {
        let Some(start) = hyphen.checked_sub(4).filter(|start| *start >= done) else { continue };
        let Some(day) = text.get(start..start + 10).filter(|day| day.parse::<jiff::civil::Date>().is_ok())
        else {
            continue;
        };
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start + 10..).and_then(|after| after.chars().next());
        if is_digit(start) && is_edge(before) && is_edge(after) {
            out.push_str(text.get(done..start).unwrap_or_default());
            out.extend(["<time>", day, "</time>"]);
            done = start + 10;
        }
    }
    out + text.get(done..).unwrap_or_default()
}

/// From how many letters on a word may break in a cell, between the steps of a path or after so many
/// of them: any column stays narrow enough for a sheet of paper, and no usual word is broken.
const LONGEST_WORD: usize = 16;
const PIECE: usize = 12;

/// A piece of HTML in which long words may break; a cell would be as wide as the longest otherwise.
fn breakable(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 16);
    // A word is what stands between blanks, hyphens and tags; an entity is one letter of it.
    let (mut word, mut is_tag, mut is_entity) = (Vec::new(), false, false);
    for (at, c) in html.char_indices() {
        let ends_word = is_tag || matches!(c, '<' | '-') || c.is_whitespace();
        if !is_entity && !ends_word {
            word.push(at);
        }
        is_entity = !ends_word && (is_entity || c == '&') && c != ';';
        is_tag = (is_tag || c == '<') && c != '>';
        if ends_word {
            push_word(&mut out, html, &word, at);
            word.clear();
            out.push(c);
        }
    }
    push_word(&mut out, html, &word, html.len());
    out
}

/// Adds a word whose letters begin at these places, in pieces if it is long.
fn push_word(out: &mut String, html: &str, letters: &[usize], end: usize) {
    let Some(&start) = letters.first() else { return };
    let word = html.get(start..end).unwrap_or_default();
    // Letters that join, and those between which any line may break, are better left to the browser.
    if letters.len() <= LONGEST_WORD || word.chars().any(|c| c.width() != Some(1) || is_right_to_left(c)) {
        out.push_str(word);
        return;
    }
    let ends_step =
        |at: &usize| html.get(*at..).is_some_and(|rest| rest.starts_with(['.', '/', '_', '@', ':', '=']));
    let steps = letters.chunk_by(|before, _| !ends_step(before));
    let pieces =
        steps.flat_map(|step| step.chunks(if step.len() > LONGEST_WORD { PIECE } else { LONGEST_WORD }));
    let starts = pieces.filter_map(<[usize]>::first);
    let mut starts = starts.peekable();
    while let Some(from) = starts.next() {
        out.push_str(html.get(*from..starts.peek().map_or(end, |next| **next)).unwrap_or_default());
        out.push_str(if starts.peek().is_some() { "<wbr>" } else { "" });
    }
}

/// A text in which nothing is taken for markup, in an element or in a quoted attribute.
///
/// ```
/// use stratplan::render::outline::html::escape;
///
/// assert_eq!(escape("<b class='x'> & \"y\"\u{0}"), "&lt;b class=&#39;x&#39;&gt; &amp; &quot;y&quot;␀");
/// ```
pub fn escape(text: &str) -> String {
    let text = safe::line(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What is no character has no place in a page.
            c if (u32::from(c) & 0xfffe) == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c) => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::outline::{cell, marked, plain, quiet, strong};

    #[test]
    fn sections_hold_what_stands_below_them() {
        let mut outline = Outline::default();
        outline.title(vec![strong("The <name>")]);
        outline.say("before");
        outline.section_with("kpis", "KPIs", ", & more");
        let mut table = Table::new(&["KPI", "", "#latest"]);
        table.row(vec![cell("<b>"), marked(Some(Mark::Bad), "missed"), cell("")]);
        outline.table_or(table, "");
        outline.part("First");
        outline.say("one");
        outline.part("Second");
        outline.section("agenda", "Agenda");
        let entry =
            Entry {
                mark: None, text: vec![plain("a"), quiet(" — b")], detail: Some("write `x`".to_owned())
            };
        outline.list_or(List { is_numbered: true, entries: vec![entry] }, "");
        let sections = sections(&outline);
        let [kpis, agenda] = sections.as_slice() else { panic!("{sections:?}") };
        assert_eq!((kpis.id, kpis.name.as_str()), ("kpis", "KPIs"));
        assert_eq!(kpis.heading, "<strong>KPIs</strong><span class=\"quiet\">, &amp; more</span>");
        assert!(kpis.body.contains("<th scope=\"row\">&lt;b&gt;</th>"), "{}", kpis.body);
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
    fn long_words_of_a_cell_may_break_and_usual_ones_may_not() {
        for whole in ["Öffentlichkeits", "a-long-name-with-hyphens", "<time>2027-02-28</time>", "two words"]
        {
            assert_eq!(breakable(whole), whole);
        }
        assert_eq!(breakable("Windjammerwindjammer soon"), "Windjammerwi<wbr>ndjammer soon");
        assert_eq!(breakable("<code>abcdefghijklmnopq</code>"), "<code>abcdefghijkl<wbr>mnopq</code>");
        assert_eq!(breakable("marketing.acquisition"), "marketing.<wbr>acquisition");
        // An entity is one letter and stays whole.
        assert_eq!(breakable("abcdefghijk&amp;lmnopq"), "abcdefghijk&amp;<wbr>lmnopq");
        // Letters that join and those that stand alone break as the browser sees fit.
        for whole in ["\u{628}".repeat(20), "\u{6f22}".repeat(20), "\u{1f6bf}".repeat(20)] {
            assert_eq!(breakable(&whole), whole);
        }
    }

    #[test]
    fn backticks_that_do_not_pair_stay() {
        assert_eq!(prose("`a` and `"), "<code>a</code> and `");
        assert_eq!(prose("``"), "<code></code>");
    }
}
