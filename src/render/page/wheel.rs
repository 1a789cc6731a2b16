//! The outline of a gear wheel whose teeth mesh with those of its neighbour.
//!
//! The flanks are involutes of a circle, as those of real gears are, so that wheels of the same
//! tooth size touch and do not cut into each other: two stand side by side with their pitch circles
//! touching, and one of them turned by half a tooth.

use std::f64::consts::{PI, TAU};

use super::svg::Path;

/// How many teeth a wheel has: an even number, so that it meets its two neighbours alike.
pub const TEETH: u32 = 20;

/// The angle at which the teeth push.
const PRESSURE: f64 = 20.0 * PI / 180.0;
/// How much thinner a tooth is than half of its pitch, so that lines keep apart.
const PLAY: f64 = 0.9;
/// Points on a flank.
const STEPS: u32 = 4;

/// A wheel of a size.
#[derive(Debug, Clone, Copy)]
pub struct Wheel {
    /// Where it rolls on its neighbour: two wheels stand twice as far apart.
    pub pitch: f64,
}

impl Wheel {
    fn tooth(self) -> f64 {
        2.0 * self.pitch / f64::from(TEETH)
    }

    /// How far its teeth reach.
    pub fn tip(self) -> f64 {
        self.pitch + 0.9 * self.tooth()
    }

    /// Where its teeth begin.
    pub fn root(self) -> f64 {
        self.pitch - 1.1 * self.tooth()
    }

    /// How far above the line through two neighbours there is room between them.
    pub fn notch(self) -> f64 {
        (self.tip().powi(2) - self.pitch.powi(2)).sqrt()
    }

    /// How far it is turned, in degrees, as the `index`th of a row.
    pub fn turn(index: usize) -> f64 {
        if index.is_multiple_of(2) { 0.0 } else { 180.0 / f64::from(TEETH) }
    }

    /// Half of the angle that a tooth fills at a radius.
    fn half_angle(self, radius: f64) -> f64 {
        let involute = |angle: f64| angle.tan() - angle;
        let base = self.pitch * PRESSURE.cos();
        let at_pitch = PI / f64::from(2 * TEETH) * PLAY;
        at_pitch + involute(PRESSURE) - involute((base / radius.max(base)).min(1.0).acos())
    }

    /// Its outline around the origin, with a tooth to the right.
    pub fn outline(self) -> Path {
        let base = (self.pitch * PRESSURE.cos()).max(self.root());
        let flank: Vec<(f64, f64)> = (0..=STEPS)
            .map(|step| {
                let radius = base + (self.tip() - base) * f64::from(step) / f64::from(STEPS);
                (radius, self.half_angle(radius))
            })
            .collect();
        let foot = (self.root(), self.half_angle(base) * 1.2);
        let mut points = Vec::new();
        for tooth in 0..TEETH {
            let middle = TAU * f64::from(tooth) / f64::from(TEETH);
            let rising = std::iter::once(&foot).chain(&flank).map(|(radius, half)| (*radius, middle - half));
            points.extend(rising);
            let falling = flank
                .iter()
                .rev()
                .chain(std::iter::once(&foot))
                .map(|(radius, half)| (*radius, middle + half));
            points.extend(falling);
        }
        Path::through(points.into_iter().map(|(radius, angle)| on(radius, angle))).close()
    }

    /// The slice of it from the top clockwise, for a share between 0 and 1.
    pub fn slice(self, share: f64) -> Path {
        let reach = self.tip() + 4.0;
        let angle = TAU * share.clamp(0.0, 0.9999);
        let end = on(reach, angle - PI / 2.0);
        Path::through([(0.0, 0.0), (0.0, -reach)]).arc(reach, share > 0.5, true, end).close()
    }
}

/// A point on a circle around the origin; angles turn clockwise from the right.
pub fn on(radius: f64, angle: f64) -> (f64, f64) {
    (radius * angle.cos(), radius * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHEEL: Wheel = Wheel { pitch: 100.0 };

    #[test]
    fn a_tooth_fits_in_the_gap_of_its_neighbour() {
        // On the pitch circle a tooth and its gap fill one pitch, and a little play is left.
        let tooth = 2.0 * WHEEL.half_angle(WHEEL.pitch);
        let pitch = TAU / f64::from(TEETH);
        assert!(tooth < pitch - tooth, "{tooth} of {pitch}");
        assert!(tooth > 0.8 * (pitch - tooth));
        // The tip of one does not reach the ground of the other.
        assert!(WHEEL.tip() + WHEEL.root() < 2.0 * WHEEL.pitch);
        // Teeth grow thinner outwards and never to nothing.
        assert!(WHEEL.half_angle(WHEEL.tip()) > 0.0);
        assert!(WHEEL.half_angle(WHEEL.tip()) < WHEEL.half_angle(WHEEL.root()));
    }

    #[test]
    fn neighbours_are_half_a_tooth_apart() {
        assert!((Wheel::turn(1) - Wheel::turn(0) - 360.0 / f64::from(TEETH) / 2.0).abs() < 1e-9);
        assert!((Wheel::turn(2) - Wheel::turn(0)).abs() < 1e-9);
        assert!(TEETH.is_multiple_of(2), "a wheel meets both of its neighbours alike");
    }
}
