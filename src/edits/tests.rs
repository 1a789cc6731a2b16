mod drafts;
mod fix;
mod import;
mod interview;
mod record;
mod reschedule;
