//! Words and names for the generated strategies.

/// Ids and titles of subjects.
pub(super) const TOPICS: [(&str, &str); 24] = [
    ("filter-life", "Filter life"),
    ("downtime", "Unplanned downtime"),
    ("resale", "Resale value"),
    ("spring-menu", "The spring menu"),
    ("winter-care", "Winter care"),
    ("night-school", "Night school"),
    ("open-day", "Open day"),
    ("volunteers", "Volunteers"),
    ("repair", "Repair at home"),
    ("returns", "Returns, swaps and refunds"),
    ("first-steps", "First steps"),
    ("power-users", "Power users"),
    ("scholarships", "Scholarships"),
    ("sourdough", "Sourdough"),
    ("night-shift", "The night shift"),
    ("fleet-costs", "Fleet costs"),
    ("battery", "Battery health"),
    ("upgrades", "Upgrades"),
    ("harvest", "Harvest week"),
    ("allotments", "Allotments"),
    ("cafe-talks", "Café talks"),
    ("season-four", "Season four"),
    ("behind-scenes", "Behind the scenes"),
    ("data-safety", "Safe data"),
];

/// Ids and names of formats.
pub(super) const FORMATS: [(&str, &str); 16] = [
    ("guide", "guide"),
    ("tips", "tip series"),
    ("calculator", "calculator, shared in comparison posts"),
    ("clinic", "clinic every Thursday"),
    ("digest", "digest for product and support"),
    ("desk", "answer desk in the groups"),
    ("podcast", "podcast with customers"),
    ("photo-week", "photo week"),
    ("checklist", "checklist"),
    ("meet-up", "meet-ups"),
    ("poll", "polls"),
    ("stories", "customer stories"),
    ("webinar", "webinar"),
    ("experts", "expert programme"),
    ("referrals", "referrals at hand-over"),
    ("demo", "demonstrations"),
];

/// Given names.
pub(super) const NAMES: [&str; 24] = [
    "Ravi", "Dana", "Lee", "Mia", "Jonas", "Aiko", "Zoe", "Omar", "Ines", "Tariq", "Freya", "Nils", "Ada",
    "Bela", "Chidi", "Elif", "Gita", "Hugo", "Iris", "Kofi", "Lara", "Marek", "Noor", "Paul",
];

/// Parts of a business.
pub(super) const UNITS: [&str; 6] =
    ["Parts", "Product Support", "Admissions", "Online shop", "Field service", "Programmes"];

/// Ids, names and relationships.
pub(super) const AUDIENCES: [(&str, &str, &str); 8] = [
    ("fleet", "Fleet managers", "prospect"),
    ("owners", "Machine owners", "customer"),
    ("parents", "Parents near the shop", "prospect"),
    ("students", "Students in their last year", "prospect"),
    ("members", "Members", "customer"),
    ("dealers", "Dealers", "partner"),
    ("neighbours", "Neighbours", "public"),
    ("staff", "Staff", "employee"),
];

/// Ids of platforms, with reasons.
pub(super) const PLATFORMS: [(&str, &str); 10] = [
    ("linkedin", "Fleet groups are active there"),
    ("heavyforum", "Owners already ask here"),
    ("youtube", "Repair videos are looked for there"),
    ("facebook", "Two local groups ask for it, week after week"),
    ("instagram", "Parents share pictures there"),
    ("reddit", "The largest independent community: 40,000 members"),
    ("whatsapp", "Customers write there anyway"),
    ("discord", "Contributors meet there"),
    ("mastodon", "Researchers moved there"),
    ("tiktok", "Students watch campus clips there"),
];

/// The questions of the listening pillar, with answers.
pub(super) const ANSWERS: [(&str, &str); 6] = [
    ("who", "Fleet managers and independent mechanics"),
    ("what", "Filter life, downtime, resale value"),
    ("where", "The trade forum and the groups named here"),
    ("competitors", "Two rivals run weekly repair videos"),
    ("influencers", "Six forum moderators and one podcast host"),
    ("sentiment", "Mixed: loyal to the machines, cross about parts delays"),
];

/// Reasons for or against doing something.
pub(super) const REASONS: [&str; 6] = [
    "No subject expert is free before the third quarter",
    "It begins once the first results are in",
    "People ask about this more than about anything else",
    "Search data and the contact centre agree that this question costs us most",
    "It worked for a sister company: twice the answers, half the time",
    "The board asked for it in January, and the budget was set aside then",
];

/// Problems of customers.
pub(super) const PROBLEMS: [&str; 6] = [
    "Unplanned downtime in the field",
    "Nobody knows which part fits which model",
    "Polls bring more answers than posts",
    "Opening hours on holidays are hard to find",
    "Prices differ between shops, and nobody says why",
    "New members do not know where to begin",
];

/// Comments.
pub(super) const REMARKS: [&str; 7] = [
    "agreed in the January meeting",
    "see docs/plan.md",
    "who: everybody, where: [forum, groups]",
    "ask Dana before changing this",
    "costs include the agency's share",
    "checked against last year's figures",
    "naïve estimate – refine after Q1",
];
