package io.voicecampaigns.salesforce;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The last record that was read. Times alone would not do: Salesforce stamps whole seconds, and many records share one.
 *
 * @param time  its {@code SystemModstamp}
 * @param since when the first reading began: nothing that was written before is written by the campaign
 * @param replayId of the last event that is dealt with, where events tell when to read
 */
record ContactCursor(Instant time, String id, Instant since, Optional<String> replayId) {
    private static final int PARTS = 3;
    private static final DateTimeFormatter SALESFORCE = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HHMM", "Z").toFormatter(java.util.Locale.ROOT);

    ContactCursor {
        // queries take no more than milliseconds
        since = since.truncatedTo(ChronoUnit.SECONDS);
    }

    static Optional<ContactCursor> read(String text) {
        String[] parts = text.split("\\|");
        return parts.length < PARTS ? Optional.empty() : Optional.of(new ContactCursor(Instant.parse(parts[0]), parts[1], Instant.parse(parts[2]),
                parts.length > PARTS ? Optional.of(parts[PARTS]) : Optional.empty()));
    }

    /** @throws SalesforceException if Salesforce's time is none */
    static ContactCursor of(String stamp, String id, Instant since) {
        try {
            return new ContactCursor(OffsetDateTime.parse(stamp, SALESFORCE).toInstant(), id, since, Optional.empty());
        } catch (DateTimeParseException e) {
            throw new SalesforceException("Salesforce answered a record without a readable SystemModstamp");
        }
    }

    /** Before all records. */
    static ContactCursor ofNone(Instant since) {
        return new ContactCursor(Instant.EPOCH, "000000000000000", since, Optional.empty());
    }

    ContactCursor with(Optional<String> newReplayId) {
        return new ContactCursor(time, id, since, newReplayId);
    }

    String text() {
        return time + "|" + id + "|" + since + replayId.map(known -> "|" + known).orElse("");
    }
}
