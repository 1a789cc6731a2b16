//! The columns of a table of activities or a content calendar, by the words that planners put above them in English,
//! German, French and Spanish.

use super::cells::Cell;
use crate::words::currency::{Mark, currency};
use crate::words::{is_in, words};

/// What a column says about an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Start,
    End,
    Date,
    Pillar,
    Owner,
    Platforms,
    Campaign,
    Goals,
    Audiences,
    Budget,
    Status,
    Cadence,
    Notes,
    /// What is published. It is taken only if nothing else says what a row is about.
    Text,
}

/// The names of the columns of each role, the clearest first.
const ROLES: [(Role, &str); 15] = [
    (
        Role::Title,
        "activity, activities, activity name, initiative, title, content title, post title, headline, topic, action, task, \
         idea, content idea, subject, name, aktivität, aktivitäten, maßnahme, maßnahmen, titel, thema, aufgabe, \
         bezeichnung, betreff, activité, activités, titre, intitulé, sujet, thème, thématique, tâche, nom, actividad, \
         actividades, acción, título, titulo, tema, tarea, asunto, nombre",
    ),
    (
        Role::Start,
        "start, start date, starts, begin, begins, from, launch date, startdatum, beginn, von, ab, début, debut, date de \
         début, date début, du, inicio, fecha de inicio, fecha inicio, desde",
    ),
    (
        Role::End,
        "end, end date, ends, until, to, finish, ende, enddatum, bis, fin, date de fin, date fin, au, jusqu au, fecha de fin, \
         fecha fin, fecha de finalización, hasta",
    ),
    (
        Role::Date,
        "publish date, publication date, publishing date, post date, posting date, scheduled date, go live, go live date, \
         veröffentlichung, veröffentlichungsdatum, veröffentlicht am, date de publication, date de diffusion, date de mise \
         en ligne, fecha de publicación, date, day, when, datum, tag, termin, wann, jour, quand, fecha, día, dia, cuándo, \
         week, month, quarter, woche, monat, quartal, semaine, mois, trimestre, semana, mes",
    ),
    (Role::Pillar, "pillar, säule, pilier, pilar"),
    (
        Role::Owner,
        "owner, responsible, person responsible, assigned to, assignee, in charge, who, verantwortlich, verantwortliche, \
         verantwortlicher, verantwortliche r, zuständig, wer, responsable, pilote, porteur, qui, encargado, encargada, a \
         cargo de, quién",
    ),
    (
        Role::Platforms,
        "platform, platforms, social network, network, networks, channel, channels, plattform, plattformen, netzwerk, \
         netzwerke, kanal, kanäle, plateforme, plateformes, réseau, réseaux, réseau social, réseaux sociaux, canal, canaux, \
         plataforma, plataformas, red, redes, red social, redes sociales, canales",
    ),
    (Role::Campaign, "campaign, kampagne, campagne, campaña"),
    (
        Role::Goals,
        "goal, goals, business goal, business goals, ziel, ziele, unternehmensziel, objectif, objectifs, objetivo, objetivos",
    ),
    (
        Role::Audiences,
        "audience, audiences, target audience, target group, zielgruppe, zielgruppen, cible, cibles, public cible, audiencia, \
         público, público objetivo",
    ),
    (
        Role::Budget,
        "budget, planned budget, cost, costs, planned cost, planned costs, kosten, etat, coût, coûts, presupuesto, coste, \
         costes, costo, costos",
    ),
    (Role::Status, "status, state, progress, stand, statut, état, avancement, estado"),
    (
        Role::Cadence,
        "frequency, cadence, how often, häufigkeit, frequenz, rhythmus, turnus, fréquence, frecuencia, cadencia",
    ),
    (
        Role::Notes,
        "notes, note, comments, comment, description, details, remarks, notizen, notiz, bemerkung, bemerkungen, kommentar, \
         beschreibung, anmerkungen, remarque, remarques, commentaire, commentaires, notas, comentarios, observaciones, \
         descripción",
    ),
    (
        Role::Text,
        "post text, post copy, caption, copy, text, body, message, post, content, alt text, beitragstext, bildtext, beitrag, \
         inhalt, légende, texte, texte du post, contenu, publication, texto, texto del post, pie de foto, contenido, \
         publicación, mensaje",
    ),
];

/// Names of columns about the people who wrote something, and ids of what they wrote: a plan has none of them.
const PEOPLE: &str = "requester, submitter, assignee, reporter, author, user, username, sender, posted by, commenter, \
     anfragender, einreicher, zugewiesener, benutzer, nutzer, absender, verfasser, gepostet von, demandeur, auteur, \
     utilisateur, expéditeur, publié par, solicitante, autor, usuario, remitente, publicado por";
const IDS: &str = "post id, tweet id, ticket id, comment id, message id, ticket number, ticketnummer, tweet permalink, \
     tweet text";

/// What each column of a table is.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The name of each column, and what it says; none if it is left out.
    pub(super) all: Vec<(String, Option<Role>)>,
    /// The currency that the column of the budget names.
    pub(super) currency: Option<Mark>,
    /// True if the title is the text of a post, since no other column has one.
    pub(super) is_titled_by_text: bool,
}

impl Columns {
    /// The columns below a header; none for a row that is not one.
    pub(super) fn of(cells: &[Cell<'static>]) -> Option<Self> {
        let mut all: Vec<(String, Option<Role>)> =
            cells.iter().map(|cell| (cell.text().to_owned(), None)).collect();
        let plain: Vec<String> = all.iter().map(|(name, _)| plain(name)).collect();
        for (role, names) in ROLES {
            let found = names.split(", ").find_map(|name| plain.iter().position(|own| own == name));
            if let Some((_, free @ None)) = found.and_then(|at| all.get_mut(at)) {
                *free = Some(role);
            }
        }
        // Every column with remarks or the text of posts, not only the clearest one.
        for (kind, names) in ROLES.iter().filter(|(role, _)| matches!(role, Role::Notes | Role::Text)) {
            for ((_, role), plain) in all.iter_mut().zip(&plain) {
                if role.is_none() && names.split(", ").any(|name| name == plain) {
                    *role = Some(*kind);
                }
            }
        }
        let at = |all: &[(String, Option<Role>)], role| all.iter().position(|(_, own)| *own == Some(role));
        let is_titled_by_text = at(&all, Role::Title).is_none();
        if is_titled_by_text {
            let text = at(&all, Role::Text)?;
            all.get_mut(text)?.1 = Some(Role::Title);
        }
        let budget = at(&all, Role::Budget).and_then(|at| all.get(at));
        let currency =
            budget.and_then(|(name, _)| name.split([' ', '(', ')', '[', ']', ',']).find_map(currency_sign));
        (all.iter().filter(|(_, role)| role.is_some()).count() > 1).then_some(Self {
            all,
            currency,
            is_titled_by_text,
        })
    }

    /// True for a row that is this header.
    pub(super) fn are(&self, cells: &[Cell<'static>]) -> bool {
        let names = cells.iter().map(Cell::text).zip(&self.all);
        cells.len() == self.all.len() && names.into_iter().all(|(cell, (name, _))| cell == name)
    }

    /// The first column that is about who wrote something, as in an export of posts or tickets.
    pub(super) fn about_people(&self) -> Option<&str> {
        let is_about_people = |name: &&str| {
            let mut words = words(name);
            let is_id = IDS.split(", ").any(|id| id == words.join(" "));
            while words.len() > 1
                && words.last().is_some_and(|last| is_in("id name email e mail handle", last))
            {
                words.pop();
            }
            is_id || PEOPLE.split(", ").any(|person| person == words.join(" "))
        };
        self.all.iter().map(|(name, _)| name.as_str()).find(is_about_people)
    }

    pub(super) fn find(&self, role: Role) -> Option<usize> {
        self.all.iter().position(|(_, own)| *own == Some(role))
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |(name, _)| name)
    }
}

fn currency_sign(word: &str) -> Option<Mark> {
    currency(word).filter(|mark| matches!(mark, Mark::Currency(_) | Mark::Shared(_)))
}

/// A header without what is in brackets, marks and the currency: `Budget (EUR) *` → `budget`.
fn plain(header: &str) -> String {
    let outside = header.split(['(', '[']).next().unwrap_or_default();
    let outside: Vec<&str> = outside.split(' ').filter(|word| currency_sign(word).is_none()).collect();
    let mut words = words(&outside.join(" "));
    // `Budget in EUR`.
    if words.len() > 1 {
        words.pop_if(|last| matches!(last.as_str(), "in" | "en"));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(header: &str) -> String {
        let cells: Vec<Cell<'static>> =
            header.split(';').map(|name| Cell::Text(name.to_owned().into())).collect();
        let Some(columns) = Columns::of(&cells) else { return "none".to_owned() };
        let role =
            |(_, role): &(String, Option<Role>)| role.map_or("-".to_owned(), |role| format!("{role:?}"));
        columns.all.iter().map(role).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn columns_are_found_by_their_headers_in_four_languages() {
        for (header, expected) in [
            ("Title;Start Date*;End date:;Owner;Budget (EUR)", "Title Start End Owner Budget"),
            ("Maßnahme;Beginn;Ende;Verantwortlich;Kosten in EUR", "Title Start End Owner Budget"),
            ("Titre;Date de publication;Réseau social;Légende", "Title Date Platforms Text"),
            ("Fecha;Título;Red social;Texto;Estado", "Date Title Platforms Text Status"),
            // The clearest name wins, and the other column is left out, unless it has remarks, too.
            ("Date;Topic;Title;Name", "Date - Title -"),
            ("Title;Notes;Comments", "Title Notes Notes"),
            // Without another title, what is published is one.
            ("Date;Caption", "Date Title"),
            ("Date;Post;Caption;Title", "Date Text Text Title"),
            ("Format;Hashtags", "none"),
            ("Title;Hashtags", "none"),
        ] {
            assert_eq!(roles(header), expected, "{header}");
        }
    }

    #[test]
    fn columns_about_people_are_known() {
        for (header, expected) in [
            ("Title;Requester email;Status", Some("Requester email")),
            ("Title;Post ID;Date", Some("Post ID")),
            ("Title;Posted by", Some("Posted by")),
            ("Title;Date;Author", Some("Author")),
            ("Titre;Date;Auteur", Some("Auteur")),
            ("Title;Date;User story;Post text;Post link;Author guidelines;Owner name;Id", None),
        ] {
            let cells: Vec<Cell<'static>> =
                header.split(';').map(|name| Cell::Text(name.to_owned().into())).collect();
            let columns = Columns::of(&cells)
                .or_else(|| Columns::of(&[cells.as_slice(), &[Cell::Text("Owner".into())]].concat()));
            assert_eq!(columns.unwrap().about_people(), expected, "{header}");
        }
    }

    #[test]
    fn no_name_means_two_things() {
        let mut names: Vec<&str> = ROLES.iter().flat_map(|(_, names)| names.split(", ")).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| plain(name) == *name));
    }
}
