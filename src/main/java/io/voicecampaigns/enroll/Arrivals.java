package io.voicecampaigns.enroll;

import java.util.List;
import java.util.Optional;

/**
 * What a source other than a file says of the records of a batch, and what became of them. One thread at a time.
 */
public final class Arrivals {
    private final long source;
    private final long run;
    private final List<Origin> origins;
    private final Optional<String> cursor;
    private final boolean isEnd;
    private Optional<Counts> counts = Optional.empty();

    /**
     * One record in its system.
     *
     * @param ref names it there, the same at every run
     * @param key identity of the person, where the source tells one
     */
    public record Origin(String ref, Optional<String> key) {
        /** A key may be a number. */
        @Override
        public String toString() {
            return "Origin[]";
        }
    }

    /**
     * What became of records.
     *
     * @param known those that the ledger had just as they are
     */
    public record Counts(long enrolled, long updated, long known, long rejected) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(enrolled + other.enrolled, updated + other.updated, known + other.known, rejected + other.rejected);
        }
    }

    /**
     * @param source  the ledger's id of the source
     * @param run     the run that brings them; nothing is taken of an earlier one
     * @param origins one for each entry of the batch
     * @param cursor  where to go on after them
     * @param isEnd   whether the run ends with them
     */
    public Arrivals(long source, long run, List<Origin> origins, Optional<String> cursor, boolean isEnd) {
        this.source = source;
        this.run = run;
        this.origins = List.copyOf(origins);
        this.cursor = cursor;
        this.isEnd = isEnd;
    }

    public boolean isEnd() {
        return isEnd;
    }

    /** What became of them, once the ledger has them; empty before, and for ever if it never got them. */
    public Optional<Counts> counts() {
        return counts;
    }

    long source() {
        return source;
    }

    long run() {
        return run;
    }

    Origin origin(int index) {
        return origins.get(index);
    }

    Optional<String> cursor() {
        return cursor;
    }

    void taken(Counts result) {
        counts = Optional.of(result);
    }
}
