//! Writes YAML the way people do: block and flow style mixed, quotes where needed, a few comments.

use fastrand::Rng;

use super::words::REMARKS;

/// The maximum width of a line.
const WIDTH: usize = 110;

/// A value to write.
pub(super) enum Value {
    /// Written as it is.
    Word(String),
    /// Quoted or folded, if necessary or at random.
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, Value)>),
}

pub(super) fn word(word: impl Into<String>) -> Value {
    Value::Word(word.into())
}

pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

pub(super) fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::List(items.into_iter().map(Into::into).collect())
}

pub(super) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

impl Value {
    /// The entire file, with a few comments.
    pub(super) fn to_yaml(&self, rng: &mut Rng) -> String {
        let mut writer = Writer { out: String::new(), rng };
        if let Self::Map(entries) = self {
            for (key, value) in entries {
                writer.entry(key, value, 0);
            }
        }
        writer.out
    }

    /// How many levels of maps it contains.
    fn depth(&self) -> usize {
        match self {
            Self::Map(entries) => 1 + entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    fn flow(&self, out: &mut String) {
        match self {
            Self::Word(word) => out.push_str(word),
            Self::Text(text) if text.contains([',', '"', '\'', ':', '#', '[', '{']) => {
                out.extend(["\"", text, "\""]);
            }
            Self::Text(text) => out.push_str(text),
            Self::List(items) => out.extend(["[", &items.join(", "), "]"]),
            Self::Map(entries) => {
                out.push_str("{ ");
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.extend([if index > 0 { ", " } else { "" }, key, ": "]);
                    value.flow(out);
                }
                out.push_str(" }");
            }
        }
    }
}

struct Writer<'a> {
    out: String,
    rng: &'a mut Rng,
}

impl Writer<'_> {
    fn entry(&mut self, key: &str, value: &Value, indent: usize) {
        let margin = "  ".repeat(indent);
        if indent == 0 && !self.out.is_empty() {
            self.out.push('\n');
        }
        let flow = self.in_flow(key, value, indent);
        if value.depth() > 0 && indent > 0 && self.rng.u8(..24) == 0 {
            let remark = self.remark();
            self.out.extend([&margin, "# ", remark, "\n"]);
        }
        self.out.extend([&margin, key, ":"]);
        match (flow, value) {
            (Some(flow), _) => self.out.extend([" ", &flow]),
            (None, Value::Map(entries)) => {
                self.end_line();
                for (key, value) in entries {
                    self.entry(key, value, indent + 1);
                }
                return;
            }
            (None, Value::List(items)) => {
                for item in items {
                    self.out.extend(["\n", &margin, "  - ", item]);
                }
            }
            (None, Value::Text(text)) => self.long_text(text, &margin),
            (None, Value::Word(word)) => self.out.extend([" ", word]),
        }
        self.end_line();
    }

    /// The value in one line, if a person would write it that way.
    fn in_flow(&mut self, key: &str, value: &Value, indent: usize) -> Option<String> {
        let liked = match value {
            Value::Word(_) => true,
            Value::Text(_) => self.rng.u8(..12) > 0,
            Value::List(_) => self.rng.u8(..8) > 0,
            Value::Map(entries) => {
                indent > 0 && value.depth() == 1 && (entries.len() < 3 || self.rng.u8(..3) > 0)
            }
        };
        let mut flow = String::new();
        if liked {
            match value {
                // Outside braces, commas and brackets are plain text.
                Value::Text(text) if !text.contains([':', '#', '"']) => flow.push_str(text),
                _ => value.flow(&mut flow),
            }
        }
        let fits = indent * 2 + key.len() + 2 + flow.len() <= WIDTH;
        (liked && (fits || matches!(value, Value::Word(_)))).then_some(flow)
    }

    fn long_text(&mut self, text: &str, margin: &str) {
        self.out.push_str(" >-");
        let mut width = WIDTH;
        for word in text.split(' ') {
            if width + word.len() > 70 {
                self.out.extend(["\n", margin, "  ", word]);
                width = word.len();
            } else {
                self.out.extend([" ", word]);
                width += word.len() + 1;
            }
        }
        self.out.push('\n');
    }

    fn end_line(&mut self) {
        if self.out.ends_with('\n') {
            return;
        }
        if self.rng.u8(..40) == 0 {
            let remark = self.remark();
            self.out.extend(["   # ", remark]);
        }
        self.out.push('\n');
    }

    fn remark(&mut self) -> &'static str {
        REMARKS[self.rng.usize(0..REMARKS.len())]
    }
}
