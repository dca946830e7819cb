package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.contact.ContactFile;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.UnreadableListException;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.privacy.Shown;
import io.voicecampaigns.replica.Duties;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lists that were picked up. Only the ledger says how far one has been read, so that a restart goes on where the last commit
 * stands. Of each campaign one batch is out at a time: rows are enrolled in their order, and a campaign whose rows take long, since
 * whoever enriches them is slow or down, keeps no other one waiting. Thread-safe.
 */
public final class ListReading implements Supply {
    private static final Logger LOG = LoggerFactory.getLogger(ListReading.class);
    private static final int BATCH_ROWS = 1_000;
    /** How long the end of a batch is waited for, and how long a list rests whose rows were not taken. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final ContactLists lists;
    private final Installation installation;
    private final Duties duties;
    private final Map<Long, Reading> readings = new HashMap<>();
    private final Set<String> busyCampaigns = new HashSet<>();
    /** Until when, in nanoseconds of {@link System#nanoTime}. */
    private final Map<Long, Long> resting = new HashMap<>();
    private long lastRead;

    private static final class Reading {
        private final ContactFile file;
        private long row;

        Reading(ContactFile file, long row) {
            this.file = file;
            this.row = row;
        }
    }

    private record Listed(long id, String campaign, String name, Path original, long rowsRead) {
    }

    public ListReading(Ledger ledger, Clock clock, Campaigns campaigns, ContactLists lists, Installation installation, Duties duties) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.lists = lists;
        this.installation = installation;
        this.duties = duties;
    }

    /**
     * The next rows of a list that is not read to its end, each list in turn; of several replicas with one data directory, one reads.
     * Waits a moment where all that could be read is of campaigns that have a batch out.
     *
     * @return null if there is none. The batch is out until it is {@link #over}
     */
    public synchronized ContactBatch next() {
        long until = System.nanoTime() + PAUSE.toNanos();
        try {
            List<Listed> ready = ready();
            Optional<Listed> list = inTurn(ready);
            while (list.isEmpty() && !ready.isEmpty() && isToldBefore(until)) {
                ready = ready();
                list = inTurn(ready);
            }
            return list.map(this::read).orElse(null);
        } catch (LedgerException e) {
            LOG.error("no list is read on: {}", e.getMessage());
            return null;
        }
    }

    private List<Listed> ready() {
        List<Listed> unread = !duties.isOurs(duties.files()) ? List.of() : ledger.read(tx -> tx.list("""
                SELECT l.id, c.name, l.name, l.original, l.rows_read FROM list l JOIN campaign c ON c.id = l.campaign_id
                WHERE l.state = 'reading' AND l.place IN ('', ?) ORDER BY l.id""",
                row -> new Listed(row.number(1), row.text(2), row.text(3), Path.of(row.text(4)), row.number(5)), installation.place()));
        return unread.stream().filter(list -> campaigns.find(list.campaign()).isPresent() && Files.exists(list.original())).toList();
    }

    private Optional<Listed> inTurn(List<Listed> ready) {
        resting.values().removeIf(end -> System.nanoTime() - end >= 0);
        List<Listed> free = ready.stream().filter(list -> !busyCampaigns.contains(list.campaign()) && !resting.containsKey(list.id())).toList();
        return free.stream().filter(list -> list.id() > lastRead).findFirst().or(() -> free.stream().findFirst());
    }

    /** Whether a batch may have come to its end; not, once that time has come. */
    private boolean isToldBefore(long until) {
        try {
            long left = until - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return until - System.nanoTime() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A batch is under way no more, whatever became of it: the next one of its campaign may be read. */
    public synchronized void over(ContactBatch batch) {
        busyCampaigns.remove(batch.campaign());
        notifyAll();
    }

    private ContactBatch read(Listed list) {
        lastRead = list.id();
        try {
            Reading reading = readings.get(list.id());
            if (reading != null && reading.row < list.rowsRead()) {
                // another replica has read on meanwhile
                forget(list.id());
                reading = null;
            }
            if (reading == null) {
                reading = open(list);
                readings.put(list.id(), reading);
            }
            List<Entry> entries = reading.file.next(BATCH_ROWS);
            ContactBatch batch = new ContactBatch(list.id(), list.campaign(), list.name(), reading.row, entries, entries.isEmpty(), this,
                    Optional.empty());
            reading.row = batch.lastRow();
            if (batch.isLast()) {
                forget(list.id());
            }
            busyCampaigns.add(list.campaign());
            return batch;
        } catch (UnreadableListException e) {
            boolean allCommitted = readings.get(list.id()) == null || readings.get(list.id()).row == list.rowsRead();
            forget(list.id());
            if (allCommitted) {
                fail(list, e.getMessage());
            }
            return null;
        } catch (UncheckedIOException e) {
            forget(list.id());
            LOG.error("list {} of campaign {} cannot be read now and is tried again: {}", Shown.name(list.name()), list.campaign(),
                    e.getCause().getClass().getSimpleName());
            return null;
        }
    }

    private static Reading open(Listed list) {
        ContactFile file = ContactFile.open(list.original(), list.original().getFileName().toString());
        try {
            file.skipTo(list.rowsRead() + 1);
            return new Reading(file, list.rowsRead());
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Forgets how far a list was read here: the next rows are read from where the ledger stands, after a moment. */
    @Override
    public synchronized void again(long list) {
        resting.put(list, System.nanoTime() + PAUSE.toNanos());
        forget(list);
    }

    private void forget(long list) {
        Reading reading = readings.remove(list);
        if (reading != null) {
            reading.file.close();
        }
    }

    private void fail(Listed list, String reason) {
        ledger.write(tx -> tx.update("""
                UPDATE list SET state = 'failed', error = ?, changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?""",
                reason, clock.instant(), list.id()));
        LOG.error("campaign {}: {}", list.campaign(), Shown.name(reason));
        lists.note(list.campaign(), list.name(), reason + "\n\nThe file is kept as " + list.original() + ".\n");
    }
}
