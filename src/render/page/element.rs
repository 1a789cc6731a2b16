//! Elements of a page: text and attributes are escaped here, and numbers are short and finite.

use std::fmt;

use crate::render::outline::html::escape;

/// An element and what is in it.
#[derive(Debug, Clone)]
pub struct Element {
    name: &'static str,
    attributes: String,
    inside: String,
}

impl Element {
    /// An empty element.
    pub fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new(), inside: String::new() }
    }

    /// An attribute with a text.
    #[must_use]
    pub fn set(mut self, attribute: &'static str, value: &str) -> Self {
        self.attributes.extend([" ", attribute, "=\"", &escape(value), "\""]);
        self
    }

    /// What the style sheet knows it by.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.set("class", class)
    }

    /// An attribute with a number.
    #[must_use]
    pub fn at(mut self, attribute: &'static str, value: f64) -> Self {
        self.attributes.extend([" ", attribute, "=\"", &number(value), "\""]);
        self
    }

    /// An element inside, after those that are there.
    #[must_use]
    pub fn with(mut self, child: impl fmt::Display) -> Self {
        self.inside.push_str(&child.to_string());
        self
    }

    /// Elements inside.
    #[must_use]
    pub fn with_all(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::with)
    }

    /// A text inside.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.inside.push_str(&escape(text));
        self
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, attributes, inside } = self;
        if inside.is_empty() {
            write!(f, "<{name}{attributes}/>")
        } else {
            write!(f, "<{name}{attributes}>{inside}</{name}>")
        }
    }
}

/// A coordinate to a hundredth, as short as it can be: `12`. What is no number, or lies far outside of
/// any picture, is drawn at the edge of what can be drawn.
pub fn number(value: f64) -> String {
    const FAR: f64 = 100_000.0;
    let value = if value.is_finite() { value.clamp(-FAR, FAR) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        assert_eq!(number(12.0), "12");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(1.0 / 3.0), "0.33");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(f64::NAN), "0");
        assert_eq!(number(f64::NEG_INFINITY), "0");
        assert_eq!(number(1e300), "100000");
    }

    #[test]
    fn nothing_in_a_picture_is_taken_for_markup() {
        let text = Element::new("text").class("label").at("x", 0.0).at("y", 1.5).text("</text><script>");
        let drawn = text.set("data", "\"'>").to_string();
        assert_eq!(
            drawn,
            "<text class=\"label\" x=\"0\" y=\"1.5\" data=\"&quot;&#39;&gt;\">&lt;/text&gt;&lt;script&gt;</text>"
        );
    }
}
