package io.voicecampaigns.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** The hours of the week in which calls may start. Immutable. */
public final class CallingWindow {
    /** No calls at all: what an absent or empty window means. */
    public static final CallingWindow NEVER = new CallingWindow();

    private CallingWindow() {
    }

    /** Reads {@code "mon-fri 09:00-21:00, sat 10:00-14:00"} or {@code "always"}. */
    public static CallingWindow parse(String text) {
        throw new UnsupportedOperationException();
    }

    public boolean isOpen(Instant at, ZoneId zone, Set<LocalDate> holidays) {
        throw new UnsupportedOperationException();
    }

    /** The first instant not before {@code from} at which the window is open; empty if there is none within 366 days. */
    public Optional<Instant> nextOpening(Instant from, ZoneId zone, Set<LocalDate> holidays) {
        throw new UnsupportedOperationException();
    }
}
