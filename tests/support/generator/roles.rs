//! What activities are for, and when an activity of each kind can start.

/// What an activity is for. The first seven together turn every gear of both purposes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    Invite,
    Answer,
    Teach,
    Listen,
    Compare,
    Enlist,
    Welcome,
    Explain,
}

/// In the order in which a growing plan would add them.
pub(super) const ROLES: [Role; 8] = [
    Role::Invite,
    Role::Answer,
    Role::Teach,
    Role::Listen,
    Role::Compare,
    Role::Enlist,
    Role::Welcome,
    Role::Explain,
];

impl Role {
    pub(super) fn gears(self) -> &'static [&'static str] {
        match self {
            Self::Listen => &[],
            Self::Invite | Self::Explain => &["marketing.acquisition"],
            Self::Teach => &["marketing.engagement", "support.engagement"],
            Self::Compare => &["marketing.monetization"],
            Self::Answer => &["support.monetization"],
            Self::Enlist => &["support.enlistment", "marketing.enlistment"],
            Self::Welcome => &["support.acquisition"],
        }
    }

    /// The day on which the first of its gears starts.
    pub(super) fn first_day(self) -> &'static str {
        match self {
            Self::Invite | Self::Explain | Self::Answer | Self::Listen => "2027-01-15",
            Self::Teach => "2027-03-01",
            Self::Enlist => "2027-04-01",
            Self::Compare => "2027-08-01",
            Self::Welcome => "2027-10-01",
        }
    }

    /// The month in which the last of its gears starts.
    pub(super) fn first_month(self) -> usize {
        match self {
            Self::Invite | Self::Explain | Self::Answer | Self::Listen => 1,
            Self::Enlist => 6,
            Self::Teach => 7,
            Self::Compare => 8,
            Self::Welcome => 10,
        }
    }

    pub(super) fn pillar(self) -> &'static str {
        match self {
            Self::Listen => "listening",
            Self::Invite | Self::Compare => "promotion",
            Self::Teach | Self::Explain => "thought_leadership",
            Self::Answer | Self::Enlist | Self::Welcome => "support",
        }
    }

    pub(super) fn serves_support(self) -> bool {
        self.pillar() == "support"
    }
}
