//! SVG: text and attributes are escaped here, and numbers are short and finite.

use std::fmt;

use crate::render::outline::html::escape;
use minijinja::value::Value;

pub(super) type Point = (f64, f64);

/// Where a text at the left edge begins, since letters such as J lean over their start.
pub(super) const LEAN: f64 = 2.0;

pub(super) struct Element {
    name: &'static str,
    attributes: String,
    content: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new(), content: String::new() }
    }

    pub(super) fn set(mut self, attribute: &str, value: &str) -> Self {
        self.attributes.extend([" ", attribute, "=\"", &escape(value), "\""]);
        self
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.content.push_str(&escape(text));
        self
    }

    pub(super) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(|child| child.to_string()));
        self
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, attributes, content } = self;
        if content.is_empty() {
            write!(f, "<{name}{attributes}/>")
        } else {
            write!(f, "<{name}{attributes}>{content}</{name}>")
        }
    }
}

/// A template does not escape it again.
impl From<Element> for Value {
    fn from(element: Element) -> Self {
        Self::from_safe_string(element.to_string())
    }
}

/// A coordinate with at most two decimals: `12`. One that is not a number, or far outside of any
/// picture, is moved to where it can be drawn.
pub(super) fn number(value: f64) -> String {
    const FAR: f64 = 100_000.0;
    let value = if value.is_finite() { value.clamp(-FAR, FAR) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A picture with a title and a description for screen readers. `id` is unique in the page.
pub(super) fn picture(id: &str, (width, height): (f64, f64), title: &str, description: &str) -> Element {
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    let (width, height) = (number(width), number(height));
    Element::new("svg")
        .set("viewBox", &format!("0 0 {width} {height}"))
        .set("width", &width)
        .set("height", &height)
        .set("role", "img")
        .set("aria-labelledby", &title_id)
        .set("aria-describedby", &description_id)
        .with([
            Element::new("title").set("id", &title_id).text(title),
            Element::new("desc").set("id", &description_id).text(description),
        ])
}

/// A shape whose other attributes are numbers.
fn shape<const N: usize>(name: &'static str, class: &str, numbers: [(&str, f64); N]) -> Element {
    let shape = Element::new(name).set("class", class);
    numbers.into_iter().fold(shape, |shape, (attribute, value)| shape.set(attribute, &number(value)))
}

pub(super) fn group(class: &str) -> Element {
    shape("g", class, [])
}

pub(super) fn group_at(class: &str, (x, y): Point) -> Element {
    group(class).set("transform", &format!("translate({} {})", number(x), number(y)))
}

pub(super) fn rect(class: &str, (x, y): Point, (width, height): (f64, f64)) -> Element {
    shape("rect", class, [("x", x), ("y", y), ("width", width.max(0.0)), ("height", height.max(0.0))])
}

pub(super) fn line(class: &str, (x1, y1): Point, (x2, y2): Point) -> Element {
    shape("line", class, [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)])
}

pub(super) fn circle(class: &str, (x, y): Point, radius: f64) -> Element {
    shape("circle", class, [("cx", x), ("cy", y), ("r", radius)])
}

/// One line of text. Its class sets the anchor and the size.
pub(super) fn text(class: &str, (x, y): Point, content: &str) -> Element {
    shape("text", class, [("x", x), ("y", y)]).text(content)
}

pub(super) fn diamond(class: &str, (x, y): Point, radius: f64) -> Element {
    polygon(class, [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)])
}

pub(super) fn polygon(class: &str, corners: impl IntoIterator<Item = Point>) -> Element {
    path(class, &(through(corners) + "Z"))
}

/// A path along its data, which `through` begins and `arc` continues.
pub(super) fn path(class: &str, data: &str) -> Element {
    shape("path", class, []).set("d", data)
}

pub(super) fn through(points: impl IntoIterator<Item = Point>) -> String {
    let points = points.into_iter().map(|(x, y)| format!("{} {}", number(x), number(y)));
    format!("M{}", points.collect::<Vec<_>>().join("L"))
}

pub(super) fn arc(radius: f64, is_long: bool, is_clockwise: bool, (x, y): Point) -> String {
    let (radius, long, clockwise) = (number(radius), u8::from(is_long), u8::from(is_clockwise));
    format!("A{radius} {radius} 0 {long} {clockwise} {} {}", number(x), number(y))
}

/// A clip path for `clipped`.
pub(super) fn clip_path(id: &str, shape: Element) -> Element {
    Element::new("clipPath").set("id", id).with([shape])
}

pub(super) fn clipped(id: &str) -> Element {
    Element::new("g").set("clip-path", &format!("url(#{id})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        let cases = [
            (12.0, "12"),
            (-0.001, "0"),
            (1.0 / 3.0, "0.33"),
            (100.0, "100"),
            (f64::NAN, "0"),
            (f64::NEG_INFINITY, "0"),
            (1e300, "100000"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        assert_eq!(
            text("label", (0.0, 1.5), "</text><script>").set("data", "\"'>").to_string(),
            "<text class=\"label\" x=\"0\" y=\"1.5\" data=\"&quot;&#39;&gt;\">&lt;/text&gt;&lt;script&gt;</text>"
        );
    }
}
