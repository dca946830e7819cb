package io.voicecampaigns.report;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.privacy.Shown;
import io.voicecampaigns.replica.Duties;
import io.voicecampaigns.results.Original;
import io.voicecampaigns.results.ResultFiles;
import io.voicecampaigns.results.ResultStyle;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file sink: an outcome marks its list, and marked lists are written anew from the archived original and the ledger, so that
 * writing twice changes nothing. Of several replicas, one writes a list's files: where the list's file is, or for all lists of sources, which
 * have none. Thread-safe; a list is written by one thread at a time.
 */
public final class ListResults {
    private static final Logger LOG = LoggerFactory.getLogger(ListResults.class);
    private static final int PAUSE_BY_DURATION = 8;
    private static final String OF_SOURCES = "results of sources";

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Path outbox;
    private final Duration shortestPause;
    private final Installation installation;
    private final Duties duties;
    private final Map<Long, Instant> nextWrite = new ConcurrentHashMap<>();
    private final Map<Long, String> unwritten = new ConcurrentHashMap<>();

    /** One list to write. */
    public record Marked(long id, String campaign, int edition, String name, String original, long changes) {
        @Override
        public String toString() {
            return "list " + campaign + "/" + Shown.name(name);
        }
    }

    /** @param shortestPause between two writes of one list; a list that takes long is written more rarely */
    public ListResults(Ledger ledger, Clock clock, Campaigns campaigns, DataDir data, Duration shortestPause, Installation installation,
            Duties duties) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.outbox = data.outbox();
        this.shortestPause = shortestPause;
        this.installation = installation;
        this.duties = duties;
    }

    /** Marks the lists of these outcomes, as {@link Outcome#fields} tells them, durably, and accepts them. */
    public List<SinkAnswer> accept(List<Map<String, Object>> outcomes) {
        Instant now = clock.instant();
        record Name(String campaign, String list) {
        }
        List<Name> names = outcomes.stream().map(outcome -> new Name(text(outcome, "campaign"), text(outcome, "list"))).distinct().toList();
        ledger.write(tx -> {
            for (Name name : names) {
                tx.update("""
                        UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?)
                        WHERE name = ? AND campaign_id = (SELECT id FROM campaign WHERE name = ?)""", now, name.list(), name.campaign());
            }
            return null;
        });
        return outcomes.stream().map(outcome -> SinkAnswer.accepted(text(outcome, "ref"))).toList();
    }

    private static String text(Map<String, Object> outcome, String field) {
        return String.valueOf(outcome.get(field));
    }

    /** The lists to write now. */
    public List<Marked> due() {
        Instant now = clock.instant();
        try {
            List<Marked> marked = ledger.read(tx -> tx.list("""
                    SELECT l.id, c.name, l.edition, l.name, l.original, l.changes FROM list l JOIN campaign c ON c.id = l.campaign_id
                    WHERE l.changed_at IS NOT NULL AND l.place IN ('', ?) ORDER BY l.changed_at""",
                    row -> new Marked(row.number(1), row.text(2), row.integer(3), row.text(4), row.text(5), row.number(6)), installation.place()));
            return new ArrayList<>(marked.stream().filter(list -> !now.isBefore(nextWrite.getOrDefault(list.id(), Instant.EPOCH)))
                    .filter(list -> duties.isOurs(list.original().isEmpty() ? OF_SOURCES : duties.files())).toList());
        } catch (LedgerException e) {
            LOG.error("no results are written: {}", e.getMessage());
            return List.of();
        }
    }

    /** Writes the files of one list. What cannot be written now is tried again. */
    public void write(Marked list) {
        long begun = System.nanoTime();
        try {
            boolean isFile = !list.original().isEmpty();
            if (isFile && !Files.exists(Path.of(list.original()))) {
                // not moved into the archive yet, or kept by another replica, whose files these are
                return;
            }
            ListRows rows = new ListRows(ledger, list.id());
            new ResultFiles(outbox.resolve(list.campaign()), list.name(), style(campaigns.lastKnown(list.campaign())))
                    .write(isFile ? Original.file(Path.of(list.original())) : new ArrivedRows(ledger, list.id()),
                            rows.results(), rows.attempts(), rows.rejections(), rows.summary(list.name(), list.campaign(), list.edition()));
            ledger.write(tx -> tx.update("UPDATE list SET written = ?, changed_at = CASE WHEN changes = ? THEN NULL ELSE ? END WHERE id = ?",
                    list.changes(), list.changes(), clock.instant(), list.id()));
            if (unwritten.remove(list.id()) != null) {
                LOG.info("the results of {} are written again", list);
            }
        } catch (UncheckedIOException | LedgerException e) {
            String why = e instanceof LedgerException ? e.getMessage() : e.getCause().getClass().getSimpleName();
            if (!why.equals(unwritten.put(list.id(), why))) {
                LOG.error("the results of {} cannot be written and are tried again: {}", list, why);
            }
        } catch (io.voicecampaigns.contact.UnreadableListException e) {
            // said when the list was read; nothing of it is enrolled beyond that line
            ledger.write(tx -> tx.update("UPDATE list SET changed_at = NULL WHERE id = ? AND changes = ?", list.id(), list.changes()));
        } finally {
            Duration pause = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(PAUSE_BY_DURATION);
            nextWrite.put(list.id(), clock.instant().plus(pause.compareTo(shortestPause) > 0 ? pause : shortestPause));
        }
    }

    private static ResultStyle style(Optional<Campaign> campaign) {
        return campaign.map(known -> new ResultStyle(known.report().neutraliseFormulas(), known.report().excel(), known.report().times(),
                        known.calling().zone().orElse(ZoneOffset.UTC), known.report().texts().columns()))
                .orElseGet(() -> new ResultStyle(true, false, Optional.empty(), ZoneOffset.UTC));
    }
}
