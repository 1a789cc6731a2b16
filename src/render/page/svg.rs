//! Shapes of a picture.

use super::element::{Element, number};

/// A picture that is told in words, too. `id` is unique in the page; `says` is what one sees.
pub fn picture(id: &str, (width, height): (f64, f64), title: &str, says: &str) -> Element {
    let (title_id, says_id) = (format!("{id}-title"), format!("{id}-desc"));
    Element::new("svg")
        .set("viewBox", &format!("0 0 {} {}", number(width), number(height)))
        .at("width", width)
        .at("height", height)
        .set("role", "img")
        .set("aria-labelledby", &title_id)
        .set("aria-describedby", &says_id)
        .with(Element::new("title").set("id", &title_id).text(title))
        .with(Element::new("desc").set("id", &says_id).text(says))
}

/// How pictures are read: what their signs look like, and what they mean.
pub fn key(class: &str, entries: impl IntoIterator<Item = (Element, &'static str)>) -> Element {
    let entries = entries.into_iter().map(|(sign, meaning)| {
        let sign = Element::new("svg")
            .class("swatch")
            .set("viewBox", "0 0 28 14")
            .at("width", 28.0)
            .at("height", 14.0)
            .set("aria-hidden", "true")
            .with(sign);
        Element::new("li").with(sign).text(meaning)
    });
    Element::new("ul").class(class).with_all(entries)
}

/// A group.
pub fn group(class: &str) -> Element {
    Element::new("g").class(class)
}

/// A group that is moved.
pub fn group_at(class: &str, x: f64, y: f64) -> Element {
    group(class).set("transform", &format!("translate({} {})", number(x), number(y)))
}

/// A rectangle.
pub fn rect(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> Element {
    Element::new("rect")
        .class(class)
        .at("x", x)
        .at("y", y)
        .at("width", width.max(0.0))
        .at("height", height.max(0.0))
}

/// A line between two points.
pub fn line(class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Element {
    Element::new("line").class(class).at("x1", x1).at("y1", y1).at("x2", x2).at("y2", y2)
}

/// A circle.
pub fn circle(class: &str, (x, y): (f64, f64), radius: f64) -> Element {
    Element::new("circle").class(class).at("cx", x).at("cy", y).at("r", radius)
}

/// A line of text. Its class says where it is held and how large it is.
pub fn text(class: &str, (x, y): (f64, f64), content: &str) -> Element {
    Element::new("text").class(class).at("x", x).at("y", y).text(content)
}

/// A diamond around a point.
pub fn diamond(class: &str, (x, y): (f64, f64), reach: f64) -> Element {
    let corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)];
    Path::through(corners).close().element(class)
}

/// A path, drawn step by step.
#[derive(Debug, Clone, Default)]
pub struct Path {
    steps: String,
}

impl Path {
    /// A line through points.
    pub fn through(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut path = Self::default();
        for (index, (x, y)) in points.into_iter().enumerate() {
            path.steps.push_str(if index == 0 { "M" } else { "L" });
            path.steps.extend([&number(x), " ", &number(y)]);
        }
        path
    }

    /// Goes on to a point along a circle, clockwise where `is_clockwise`.
    #[must_use]
    pub fn arc(mut self, radius: f64, is_long: bool, is_clockwise: bool, (x, y): (f64, f64)) -> Self {
        let radius = number(radius);
        let (long, clockwise) = (u8::from(is_long), u8::from(is_clockwise));
        let arc = format!("A{radius} {radius} 0 {long} {clockwise} {} {}", number(x), number(y));
        self.steps.push_str(&arc);
        self
    }

    /// Goes back to the beginning.
    #[must_use]
    pub fn close(mut self) -> Self {
        self.steps.push('Z');
        self
    }

    /// As an element.
    pub fn element(&self, class: &str) -> Element {
        Element::new("path").class(class).set("d", &self.steps)
    }
}
