mod drafts;
mod fix;
mod record;
mod reschedule;
