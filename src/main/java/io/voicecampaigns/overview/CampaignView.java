package io.voicecampaigns.overview;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One campaign's current edition as it is shown. Nothing in it names a person.
 *
 * @param provider        empty for a file that has never been good
 * @param zone            of the times that are shown with it: the campaign's, or UTC where each contact has its own
 * @param waits           what keeps it from dialling now, most important first
 * @param attempts        attempts that are not over by their state, and under {@code ended} those that are
 * @param dispositions    attempts that are over by how they ended; none are left out
 * @param timeLeftSeconds of calling at the present rate; empty where nothing can be said
 * @param lists           the newest first, at most {@link #MOST_LISTS}
 * @param lastRejects     of the newest list that has any, the last first
 * @param reviews         attempts that a person has to decide on
 */
record CampaignView(String name, Optional<String> provider, int edition, ZoneId zone, State state, List<Wait> waits, Contacts contacts,
        Map<String, Long> attempts, Map<String, Long> dispositions, Rate rate, OptionalLong timeLeftSeconds, List<Sink> sinks,
        List<ContactList> lists, List<Reject> lastRejects, long reviews) {
    static final int MOST_LISTS = 50;

    enum State {
        RUNNING, WAITING, PAUSED, CANCELLED, FINISHED, UNREADABLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that is waited for.
     *
     * @param until when it is over by itself, where that is known
     * @param todo  what a person can do about it; empty: nothing has to be done
     */
    record Wait(String reason, Optional<Instant> until, Optional<String> todo) {
        static Wait of(String reason, String todo) {
            return new Wait(reason, Optional.empty(), Optional.of(todo));
        }

        static Wait until(String reason, Optional<Instant> until) {
            return new Wait(reason, until, Optional.empty());
        }
    }

    /** Contacts by state. */
    record Contacts(long waiting, long active, long done, long cancelled, long blocked, long expired, long total, long rejected) {
        boolean isOver() {
            return total > 0 && waiting + active == 0;
        }
    }

    /**
     * How it goes now.
     *
     * @param answerRate answered calls among those that ended, from 0 to 1; empty while none did
     * @param minutes    that were looked back on, at most
     */
    record Rate(double callsPerMinute, Optional<Double> answerRate, int minutes) {
    }

    /**
     * @param waiting       outcomes that it has not accepted yet
     * @param undeliverable outcomes that it refused for good
     * @param oldestSeconds since the ending of the call whose outcome waits longest
     */
    record Sink(String sink, long waiting, long undeliverable, OptionalLong oldestSeconds, Optional<String> lastError) {
    }

    /** @param open contacts of it that are not final */
    record ContactList(String name, String state, long rows, long rejected, long open) {
    }

    record Reject(String list, long line, String reason) {
    }
}
