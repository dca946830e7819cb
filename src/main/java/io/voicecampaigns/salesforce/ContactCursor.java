package io.voicecampaigns.salesforce;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The last record that was read, and what is told of the readings so far. Times alone would not do: Salesforce stamps whole seconds, and many
 * records share one.
 *
 * @param time     its {@code SystemModstamp}
 * @param since    when the first reading began: nothing that was written before is written by the campaign
 * @param replayId of the last event that is dealt with, where events tell when to read
 * @param whole    when everything was last begun to be read
 * @param sure     no change up to then can become visible any more
 */
record ContactCursor(Instant time, String id, Instant since, Optional<String> replayId, Instant whole, Instant sure) {
    private static final int LEAST_PARTS = 3;
    private static final int PARTS = 5;
    private static final String BEFORE_ALL = "000000000000000";
    private static final DateTimeFormatter SALESFORCE = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HHMM", "Z").toFormatter(java.util.Locale.ROOT);

    ContactCursor {
        // queries take no more than milliseconds
        since = since.truncatedTo(ChronoUnit.SECONDS);
        whole = whole.truncatedTo(ChronoUnit.SECONDS);
        sure = sure.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Those of earlier versions too, which have fewer parts. */
    static Optional<ContactCursor> read(String text) {
        String[] parts = text.split("\\|");
        if (parts.length < LEAST_PARTS) {
            return Optional.empty();
        }
        Instant time = Instant.parse(parts[0]);
        Instant since = Instant.parse(parts[2]);
        boolean isOld = parts.length < PARTS;
        int last = isOld ? LEAST_PARTS : PARTS;
        return Optional.of(new ContactCursor(time, parts[1], since, parts.length > last ? Optional.of(parts[last]) : Optional.empty(),
                isOld ? since : Instant.parse(parts[3]), isOld ? time : Instant.parse(parts[4])));
    }

    /** Before all records. */
    static ContactCursor ofNone(Instant begun, Instant sure) {
        return new ContactCursor(Instant.EPOCH, BEFORE_ALL, begun, Optional.empty(), begun, sure);
    }

    /** Before all records again. */
    ContactCursor again(Instant begun, Instant newSure) {
        return new ContactCursor(Instant.EPOCH, BEFORE_ALL, since, replayId, begun, newSure);
    }

    /**
     * Behind a record; a change that was read for the second time leads nowhere back.
     *
     * @throws SalesforceException if Salesforce's time is none
     */
    ContactCursor behind(String stamp, String recordId) {
        try {
            Instant changed = OffsetDateTime.parse(stamp, SALESFORCE).toInstant();
            return changed.isBefore(time) ? this : new ContactCursor(changed, recordId, since, replayId, whole, sure);
        } catch (DateTimeParseException e) {
            throw new SalesforceException("Salesforce answered a record without a readable SystemModstamp");
        }
    }

    ContactCursor with(Optional<String> newReplayId) {
        return new ContactCursor(time, id, since, newReplayId, whole, sure);
    }

    ContactCursor sureUntil(Instant until) {
        return new ContactCursor(time, id, since, replayId, whole, until);
    }

    String text() {
        return String.join("|", time.toString(), id, since.toString(), whole.toString(), sure.toString()) + replayId.map(known -> "|" + known).orElse("");
    }
}
