//! Exports as people and programs change them: right or refused, never wrong.
//!
//! Each sample is changed in up to three ways. The truth stays what the sample says, so every reading of a changed file
//! must be one of the sample's: a lost row, a turned date or a decimal comma must not give another figure. What only
//! changes how the file is written must give the same readings.

use super::{Figures, SAMPLES, read, sample};

/// A table as text.
#[derive(Clone)]
pub(super) struct Sheet {
    /// Lines above the header.
    pub(super) head: Vec<String>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    delimiter: char,
    quotes_all: bool,
    line_break: &'static str,
    encoding: Encoding,
    blank_after: Option<usize>,
    /// Bytes that are missing at the end.
    cut: usize,
}

#[derive(Clone, Copy)]
enum Encoding {
    Plain,
    Marked,
    Utf16(fn(u16) -> [u8; 2]),
    Latin,
}

pub(super) fn load(name: &str) -> Sheet {
    let bytes = sample(name);
    let text = if bytes.starts_with(&[0xff, 0xfe]) {
        let units: Vec<u16> =
            bytes[2..].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        String::from_utf16(&units).unwrap()
    } else {
        String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').to_owned()
    };
    let is_head =
        |line: &&str| !line.contains(',') || line.starts_with(['#', 'V']) || line.starts_with("sep=");
    let head: Vec<String> = text.lines().take_while(is_head).map(str::to_owned).collect();
    let body: String = text.split_inclusive('\n').skip(head.len()).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let head = head.into_iter().filter(|line| !line.starts_with("sep=")).collect();
    let (delimiter, line_break, encoding) = (',', "\n", Encoding::Plain);
    Sheet {
        head,
        header: rows.remove(0),
        rows,
        delimiter,
        quotes_all: false,
        line_break,
        encoding,
        blank_after: None,
        cut: 0,
    }
}

impl Sheet {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let quoted = |cell: &String| {
            let must = cell.contains(['"', '\n', '\r', self.delimiter]);
            if must || self.quotes_all { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        let line = |cells: &Vec<String>| {
            cells.iter().map(quoted).collect::<Vec<_>>().join(&self.delimiter.to_string())
        };
        let mut lines = self.head.clone();
        lines.push(line(&self.header));
        for (index, row) in self.rows.iter().enumerate() {
            lines.push(line(row));
            if self.blank_after == Some(index) {
                lines.push(String::new());
            }
        }
        let text: String = lines.iter().map(|line| format!("{line}{}", self.line_break)).collect();
        let mut bytes = match self.encoding {
            Encoding::Plain => text.into_bytes(),
            Encoding::Marked => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf16(unit) => format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect(),
            Encoding::Latin => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        };
        bytes.truncate(bytes.len().saturating_sub(self.cut));
        bytes
    }

    fn column(&self, rng: &mut fastrand::Rng) -> usize {
        rng.usize(..self.header.len())
    }

    fn cells(&mut self) -> impl Iterator<Item = &mut String> {
        self.rows.iter_mut().flatten()
    }
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.parse::<f64>().is_ok()
}

/// Other names of columns.
const NAMES: &[(&str, &str)] = &[
    ("Visualizações", "Vistas"),
    ("Visualizações", "Views"),
    ("Tempo de exibição (horas)", "Tiempo de visualización (horas)"),
    ("Tempo de exibição (horas)", "WATCH TIME (hours)"),
    ("Inscritos", "Suscriptores"),
    ("Views", "Visualizações"),
    ("First reply time in minutes", "First reply time (in minutes)"),
    ("First reply time in minutes", "First reply time (min)"),
    ("Impressions", " impressions "),
];

/// How a file is written.
const NOTATIONS: usize = 6;
/// Also what is in it.
const ALL: usize = 20;

/// Changes a table in one way.
fn mutate(kind: usize, sheet: &mut Sheet, rng: &mut fastrand::Rng) {
    match kind {
        0 => sheet.delimiter = rng.choice([',', ';', '\t']).unwrap(),
        1 => sheet.encoding = Encoding::Marked,
        2 => sheet.encoding = Encoding::Utf16(if rng.bool() { u16::to_le_bytes } else { u16::to_be_bytes }),
        3 => sheet.encoding = Encoding::Latin,
        4 => sheet.line_break = "\r\n",
        5 => sheet.quotes_all = true,
        6 => {
            let (one, other) = (sheet.column(rng), sheet.column(rng));
            sheet.header.swap(one, other);
            sheet.rows.iter_mut().for_each(|row| row.swap(one, other));
        }
        7 => {
            let at = sheet.column(rng);
            sheet.header[at].push('x');
        }
        8 if sheet.header.len() > 1 => {
            let at = sheet.column(rng);
            sheet.header.remove(at);
            for row in &mut sheet.rows {
                row.remove(at);
            }
        }
        9 => {
            let at = sheet.column(rng);
            sheet.header.insert(at, "Extra".to_owned());
            for row in &mut sheet.rows {
                row.insert(at, rng.u32(..3000).to_string());
            }
        }
        10 => {
            for _ in 0..rng.usize(1..4) {
                sheet.rows.remove(rng.usize(..sheet.rows.len()));
            }
        }
        11 => {
            let at = rng.usize(..sheet.rows.len());
            sheet.rows.insert(at, sheet.rows[at].clone());
        }
        12 => {
            for cell in sheet.cells() {
                let (date, time) = cell.split_once(' ').unwrap_or((cell.as_str(), ""));
                if let [month, day, year] = date.split('/').collect::<Vec<_>>()[..] {
                    let turned = format!("{day}/{month}/{year} {time}");
                    turned.trim_end().clone_into(cell);
                }
            }
        }
        13 => {
            for cell in sheet.cells().filter(|cell| is_number(cell)) {
                *cell = cell.replace('.', ",");
            }
        }
        14 => {
            let separator = rng.choice([",", ".", " ", "'", "\u{202f}"]).unwrap();
            for cell in
                sheet.cells().filter(|cell| is_number(cell) && !cell.contains(['.', '-']) && cell.len() < 7)
            {
                if let Some(at) = cell.len().checked_sub(3).filter(|at| *at > 0) {
                    cell.insert_str(at, separator);
                }
            }
        }
        15 => {
            let totals = sheet.rows.iter_mut().filter(|row| row[0].to_lowercase().contains("total"));
            for cell in totals.flatten().filter(|cell| is_number(cell)) {
                *cell = format!("{}", cell.parse::<f64>().unwrap() + f64::from(rng.u32(1..90)));
            }
        }
        16 => {
            for (from, to) in NAMES.iter().filter(|_| rng.bool()) {
                if let Some(cell) = sheet.header.iter_mut().find(|cell| cell == from) {
                    (*to).clone_into(cell);
                }
            }
        }
        17 => {
            let (row, column) = (rng.usize(..sheet.rows.len()), sheet.column(rng));
            sheet.rows[row][column].clear();
        }
        18 => rng.shuffle(&mut sheet.rows),
        _ => match rng.u32(..3) {
            0 => sheet.blank_after = Some(rng.usize(..sheet.rows.len())),
            1 => sheet.cut = rng.usize(1..60),
            _ => {
                let at = rng.usize(..sheet.rows.len());
                sheet.rows.insert(at, sheet.header.clone());
            }
        },
    }
}

#[test]
fn a_changed_export_is_read_as_it_was_meant_or_refused() {
    let samples: Vec<_> = SAMPLES
        .iter()
        .filter(|(name, _, _, figures)| {
            let is_text = name.contains(".csv")
                && !name.contains(".gz")
                && !name.contains("traffic")
                && !name.contains("french")
                && !name.contains("ga4-two");
            is_text && !figures.is_empty()
        })
        .collect();
    assert!(samples.len() > 10, "{}", samples.len());
    let (mut taken, mut wrong) = (0, Vec::new());
    for seed in 0..2000 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let (name, options, source, figures) = samples[usize::try_from(seed).unwrap() % samples.len()];
        let truth = super::expected(figures);
        let mut sheet = load(name);
        let kinds: Vec<usize> = (0..rng.usize(1..4)).map(|_| rng.usize(..ALL)).collect();
        // A lost post or ticket leaves no trace, nor does a lost day of a file without the days of zero.
        let leaves_no_trace = |kind: &usize| {
            ["posts", "zendesk", "x-content", "tweet"].iter().any(|one| name.contains(one))
                && [10, 11, 17, 18, 19].contains(kind)
                || name.contains("instagram-follows") && [10, 19].contains(kind)
        };
        if kinds.iter().any(leaves_no_trace) {
            continue;
        }
        for kind in &kinds {
            mutate(*kind, &mut sheet, &mut rng);
        }
        let result = read(name, sheet.bytes(), options, source);
        let is_latin = kinds.contains(&3);
        let is_notation = kinds.iter().all(|kind| *kind < NOTATIONS) && !is_latin;
        match &result {
            Ok(read) if is_notation && *read == truth => taken += 1,
            Err(_) if !is_notation => {}
            Ok(read) if !is_notation && read.iter().all(|(date, value)| truth.get(date) == Some(value)) => {
                taken += usize::from(!read.is_empty());
            }
            _ => wrong.push(format!("{seed} {name} {source} {kinds:?}: {result:?} instead of {truth:?}")),
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(taken > 600, "only {taken} are taken");
}

#[test]
fn a_changed_total_stops_everything() {
    for (name, source) in [
        ("youtube-Dados da tabela.csv", "from: youtube, take: Views, by: sum"),
        ("youtube-Dados da tabela.csv", "from: youtube, take: Watch time (hours), by: sum"),
        ("ga4-exploration-adds-up.csv", "from: ga4, take: Sessions, by: sum"),
    ] {
        for seed in 0..20 {
            let mut sheet = load(name);
            mutate(15, &mut sheet, &mut fastrand::Rng::with_seed(seed));
            let result: Result<Figures, String> = read(name, sheet.bytes(), &[], source);
            assert!(result.as_ref().is_err_and(|why| why.contains("in total")), "{name} {seed}: {result:?}");
        }
    }
}
