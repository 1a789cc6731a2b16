mod drafts;
mod fix;
mod import;
mod record;
mod reschedule;
