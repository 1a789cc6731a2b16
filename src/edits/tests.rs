mod fix;
mod record;
mod reschedule;
