package io.voicecampaigns.crm;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Marks of change as CRMs write them: times, numbers, or texts that grow. */
final class Marks {
    private Marks() {
    }

    /** @param old empty if there was none */
    static boolean isLater(String mark, String old) {
        return !mark.isEmpty() && (old.isEmpty() || compare(mark, old) > 0);
    }

    private static int compare(String one, String other) {
        if (one.matches("\\d{1,30}(\\.\\d{1,30})?") && other.matches("\\d{1,30}(\\.\\d{1,30})?")) {
            return new BigDecimal(one).compareTo(new BigDecimal(other));
        }
        Optional<Instant> time = PlaceFunction.instant(one);
        Optional<Instant> otherTime = PlaceFunction.instant(other);
        return time.isPresent() && otherTime.isPresent() ? time.get().compareTo(otherTime.get()) : one.compareTo(other);
    }
}
