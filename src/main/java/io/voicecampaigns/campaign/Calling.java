package io.voicecampaigns.campaign;

import io.voicecampaigns.outcome.Disposition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * When and how often a campaign calls.
 *
 * @param zone               the zone of the windows, of the day and of times in results; empty: each contact's own ({@code zone: contact})
 * @param zoneColumn         with {@code zone: contact}, the column ({@code contacts.zone}) that names it; empty: taken from the number
 * @param window             when calls may start; {@link CallingWindow#NEVER} where the file says nothing
 * @param holidays           dates without calls, in the zone of the window
 * @param until              the last date on which calls start
 * @param maxConcurrent      calls at once; empty: only the provider account's limit holds
 * @param maxPerMinute       attempts in any 60 seconds
 * @param maxPerDay          attempts by the zone's day
 * @param maxPerNumberPerDay attempts to one number by the zone's day, over all campaigns
 * @param attempts           tries to reach one contact, at least 1
 * @param retry              how long after an attempt ended so the next one is due; a disposition not in here is final
 * @param doNotCall          a file with one number a line
 * @param redialUncertain    whether an attempt whose call was never found is dialled again as a new attempt
 */
public record Calling(
        Optional<ZoneId> zone,
        Optional<String> zoneColumn,
        CallingWindow window,
        Set<LocalDate> holidays,
        Optional<LocalDate> until,
        OptionalInt maxConcurrent,
        OptionalInt maxPerMinute,
        OptionalInt maxPerDay,
        int maxPerNumberPerDay,
        int attempts,
        Map<Disposition, Duration> retry,
        Optional<Path> doNotCall,
        boolean redialUncertain) {

    public Calling {
        holidays = Set.copyOf(holidays);
        retry = Map.copyOf(retry);
        if (attempts < 1 || maxPerNumberPerDay < 1) {
            throw new IllegalArgumentException("attempts and limits are at least 1");
        }
    }
}
