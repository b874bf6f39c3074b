package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;

/** Counts events one by one. */
final class CountReader implements EventReader<Tally> {
    private final EventCounts question;
    private final Tally tally;

    CountReader(EventCounts question) {
        this.question = question;
        this.tally = new Tally(question.stretches());
    }

    @Override
    public boolean take(LogEvent event) {
        Object value = question.split() == null ? null : question.split().in(event);
        tally.add(value == null ? null : value.toString(), question.stretch(event.time()), 1);
        return true;
    }

    @Override
    public long most() {
        return Long.MAX_VALUE;
    }

    @Override
    public Tally result() {
        return tally;
    }
}
