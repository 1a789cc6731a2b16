//! The reference of keys in `docs/src/keys.md`, generated from the JSON Schema.

use std::fmt::Write;

use serde_json::Value;
use stratplan::Strategy;

/// One table per record, in the order of the file.
pub(super) fn tables() -> String {
    let schema = serde_json::to_value(schemars::schema_for!(Strategy)).unwrap();
    let mut writer = Writer { schema: &schema, out: String::new(), titles: Vec::new(), ahead: Vec::new() };
    writer.table("The file", &schema);
    while !writer.ahead.is_empty() {
        let (title, record) = writer.ahead.remove(0);
        writer.table(&title, record);
    }
    writer.out
}

struct Writer<'a> {
    schema: &'a Value,
    out: String,
    /// Titles that have a table or are going to get one.
    titles: Vec<String>,
    ahead: Vec<(String, &'a Value)>,
}

impl<'a> Writer<'a> {
    fn table(&mut self, title: &str, record: &'a Value) {
        writeln!(self.out, "## {title}\n\n| key | value | what it is |\n| --- | --- | --- |").unwrap();
        let before = self.ahead.len();
        for (key, value) in record["properties"].as_object().unwrap() {
            let says =
                value["description"].as_str().unwrap_or_default().replace('|', "\\|").replace('\n', " ");
            let kind = self.kind(key, value);
            writeln!(self.out, "| `{key}` | {kind} | {says} |").unwrap();
        }
        self.out.push('\n');
        // The tables that it refers to come right after it.
        let own = self.ahead.split_off(before);
        self.ahead.splice(0..0, own);
    }

    /// The type of a value in a few words.
    fn kind(&mut self, key: &str, value: &'a Value) -> String {
        if let Some(name) = value["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            let target = &self.schema["$defs"][name];
            return self.named(name, target);
        }
        if let Some(constant) = value.get("const") {
            return format!("`{constant}`");
        }
        if let Some(choices) = value["anyOf"].as_array() {
            let (lists, ones): (Vec<&Value>, Vec<&Value>) =
                choices.iter().partition(|choice| choice["type"] == "array");
            if let ([list], [one]) = (lists.as_slice(), ones.as_slice())
                && list["items"] == **one
            {
                return match one["type"].as_str() {
                    // A text that can also be a list is always ids.
                    Some("string") => "one or more ids".to_owned(),
                    _ => format!("one or more: {}", self.kind(key, one)),
                };
            }
            return choices.iter().map(|choice| self.kind(key, choice)).collect::<Vec<_>>().join(", or ");
        }
        match value["type"].as_str() {
            Some("string") => "text".to_owned(),
            Some("array") if value["items"]["type"] == "string" => "a list of ids".to_owned(),
            Some("array") => format!("a list: {}", self.kind(key, &value["items"])),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("object") if value["properties"].is_object() => self.link(key, value),
            Some("object") => {
                let by = match &value["additionalProperties"] {
                    _ if value["propertyNames"].is_object() => "by id",
                    column if column["type"] == "string" => "by column",
                    _ => "by date",
                };
                format!("{by}: {}", self.kind(key, &value["additionalProperties"]))
            }
            Some(other) => other.to_owned(),
            None => panic!("`{key}` has a value of no known kind: {value}"),
        }
    }

    fn named(&mut self, name: &str, target: &'a Value) -> String {
        if let Some(choices) = target["oneOf"].as_array() {
            let words = choices.iter().map(|choice| format!("`{}`", choice["const"].as_str().unwrap()));
            return words.collect::<Vec<_>>().join(", ");
        }
        if target["properties"].is_object() { self.link(name, target) } else { spaced(name) }
    }

    /// A link to the table of a record, which is written later.
    fn link(&mut self, name: &str, record: &'a Value) -> String {
        let title = spaced(name);
        if !self.titles.contains(&title) {
            self.titles.push(title.clone());
            self.ahead.push((title.clone(), record));
        }
        format!("[{title}](#{})", title.replace(' ', "-"))
    }
}

/// `CallToAction` in words.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words.replace('_', " ")
}
