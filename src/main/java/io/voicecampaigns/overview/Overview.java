package io.voicecampaigns.overview;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.health.Troubles;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.overview.CampaignView.ContactList;
import io.voicecampaigns.overview.CampaignView.Contacts;
import io.voicecampaigns.overview.CampaignView.Rate;
import io.voicecampaigns.overview.CampaignView.Sink;
import io.voicecampaigns.overview.CampaignView.State;
import io.voicecampaigns.overview.CampaignView.Wait;
import io.voicecampaigns.overview.Tallies.Pulse;
import io.voicecampaigns.overview.Tallies.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Where all campaigns stand. What was read is shown for a second, or where reading took long, for twenty times as long as it took: however
 * many look, they take no more than a twentieth of one connection, and never the one that writes. Thread-safe.
 */
public final class Overview {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int REST = 20;
    private static final int FEWEST_DONE = 20;

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Troubles troubles;
    private final Waits waits;
    private Seen seen = new Seen(List.of(), System.nanoTime());

    private record Seen(List<CampaignView> campaigns, long staleAt) {
    }

    public Overview(Ledger ledger, Clock clock, Campaigns campaigns, Troubles troubles, DataDir data) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.troubles = troubles;
        this.waits = new Waits(troubles, data.inbox());
    }

    /**
     * All campaigns that have a file or had one, by name.
     *
     * @throws RefusedException while the ledger cannot be read
     */
    synchronized List<CampaignView> campaigns() {
        long begun = System.nanoTime();
        if (begun - seen.staleAt() >= 0) {
            List<CampaignView> now = read(this::all);
            long took = System.nanoTime() - begun;
            seen = new Seen(now, begun + Math.max(FRESH.toNanos(), took * REST));
        }
        return seen.campaigns();
    }

    /** @throws RefusedException if nobody knows it, or while the ledger cannot be read */
    CampaignView campaign(String name) {
        return campaigns().stream().filter(view -> view.name().equals(name)).findFirst().orElseThrow(() -> RefusedException.notFound(
                "there is no such campaign", "GET /api/v1/campaigns names those that there are"));
    }

    /** What there was of a campaign's calls since an instant; as {@link #campaign}. */
    List<Pulse> pulses(String name, Instant since) {
        return read(tx -> {
            long id = tx.first("SELECT id FROM campaign WHERE name = ?", row -> row.number(1), name).orElse(0L);
            return Tallies.pulses(tx, id, since);
        });
    }

    private <T> T read(Function<Tx, T> work) {
        // whoever looks must not wait for a database that is away; a disk that is nearly full can be read
        Optional<String> trouble = ledger.shortOfRoom().isPresent() ? Optional.empty() : ledger.trouble();
        if (trouble.isPresent()) {
            throw unavailable(trouble.get());
        }
        try {
            return ledger.read(work);
        } catch (LedgerException e) {
            throw unavailable(e.getMessage());
        }
    }

    private static RefusedException unavailable(String why) {
        return new RefusedException(RefusedException.UNAVAILABLE, "the ledger cannot be read: " + why, "Look at the database. Dialling goes on by itself once it answers.");
    }

    private List<CampaignView> all(Tx tx) {
        Map<String, Row> rows = new TreeMap<>();
        Tallies.campaigns(tx).forEach(row -> rows.put(row.name(), row));
        Map<Long, Map<String, Long>> open = Tallies.open(tx);
        Set<String> names = new TreeSet<>(rows.keySet());
        campaigns.all().forEach(campaign -> names.add(campaign.name()));
        names.addAll(campaigns.unusable().keySet());
        List<CampaignView> views = new ArrayList<>();
        Instant now = clock.instant();
        for (String name : names) {
            Optional<Row> row = Optional.ofNullable(rows.get(name));
            Optional<Campaign> campaign = campaigns.lastKnown(name);
            // its row is made within seconds
            row.or(() -> campaign.map(file -> new Row(0, name, file.provider(), file.edition(), Optional.empty(), false, 0)))
                    .ifPresentOrElse(known -> views.add(view(tx, known, campaign, open.getOrDefault(known.id(), Map.of()), now)),
                            () -> views.add(unreadable(name)));
        }
        return List.copyOf(views);
    }

    private CampaignView view(Tx tx, Row row, Optional<Campaign> campaign, Map<String, Long> open, Instant now) {
        Map<String, Long> counted = Tallies.counted(tx, row);
        List<ContactList> lists = Tallies.lists(tx, row);
        Contacts contacts = Tallies.contacts(counted, lists.stream().mapToLong(ContactList::open).sum());
        Map<String, Long> dispositions = Tallies.dispositions(counted);
        Map<String, Long> attempts = new LinkedHashMap<>();
        List.of("due", "dialing", "in_call", "uncertain", "review").forEach(state -> attempts.put(state, open.getOrDefault(state, 0L)));
        attempts.put("ended", dispositions.values().stream().mapToLong(Long::longValue).sum());
        Rate rate = Tallies.rate(tx, row, now);
        List<Sink> sinks = SinkTallies.read(tx, row.id(), campaign.map(known -> known.report().sinks()).orElse(List.of("file")), troubles.ofSinks(row.name()), now);
        Waits.Found found = found(tx, row, campaign, contacts, sinks, attempts.get("review"), now);
        boolean isReading = lists.stream().anyMatch(list -> list.state().equals("reading"));
        State state = state(row, contacts, isReading, attempts.get("review") > 0, found);
        return new CampaignView(row.name(), Optional.of(row.provider()), row.edition(), campaign.map(known -> Waits.zone(known.calling())).orElse(ZoneOffset.UTC),
                state, state == State.FINISHED || state == State.CANCELLED ? found.others() : found.all(), contacts, attempts, dispositions, rate,
                timeLeft(state, contacts, attempts.get("ended"), rate), sinks, lists.stream().limit(CampaignView.MOST_LISTS).toList(),
                Tallies.lastRejects(tx, row), attempts.get("review"));
    }

    private Waits.Found found(Tx tx, Row row, Optional<Campaign> campaign, Contacts contacts, List<Sink> sinks, long reviews, Instant now) {
        if (campaigns.find(row.name()).isPresent()) {
            return waits.of(tx, campaign.orElseThrow(), row, contacts, sinks, reviews, now);
        }
        List<Wait> ofFile = waits.ofFile(row.name());
        Wait gone = Wait.of("it has no campaign file: nobody more is dialled, and calls in flight are followed and reported",
                "Put config/campaigns/" + row.name() + ".yaml back to go on.");
        return new Waits.Found(ofFile.isEmpty() ? List.of(gone) : ofFile, List.of());
    }

    private CampaignView unreadable(String name) {
        return new CampaignView(name, Optional.empty(), 0, ZoneOffset.UTC, State.UNREADABLE, waits.ofFile(name), new Contacts(0, 0, 0, 0, 0, 0, 0, 0), Map.of(), Map.of(),
                new Rate(0, Optional.empty(), (int) Tallies.RATE.toMinutes()), OptionalLong.empty(), List.of(), List.of(), List.of(), 0);
    }

    private State state(Row row, Contacts contacts, boolean isReading, boolean isUndecided, Waits.Found found) {
        if (row.isCancelled()) {
            return State.CANCELLED;
        }
        if (contacts.isOver() && !isReading && !isUndecided) {
            return State.FINISHED;
        }
        if (row.isHeld() || row.paused().isPresent()) {
            return State.PAUSED;
        }
        if (campaigns.unusable(row.name()).isPresent()) {
            return State.UNREADABLE;
        }
        if (contacts.isOver() && !isReading) {
            return State.WAITING;
        }
        return found.stops().isEmpty() || contacts.active() > 0 || isReading ? State.RUNNING : State.WAITING;
    }

    /** As many calls for each contact as those took that are done, as fast as now. */
    private static OptionalLong timeLeft(State state, Contacts contacts, long ended, Rate rate) {
        if (state != State.RUNNING || rate.callsPerMinute() <= 0) {
            return OptionalLong.empty();
        }
        double callsEach = contacts.done() < FEWEST_DONE ? 1 : Math.max(1, ended / (double) contacts.done());
        return OptionalLong.of(Math.round((contacts.waiting() + contacts.active()) * callsEach / rate.callsPerMinute() * 60));
    }
}
