package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Texts;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.Conversation;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what was said in calls, for campaigns that want to know. It comes after the ending, and what comes later is reported as any
 * other late fact. Only what a campaign asked for when the call ended is kept. Thread-safe.
 */
public final class Conversations {
    private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
    private static final Duration WATCH = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final String TRANSCRIPT = "transcript";
    private static final String SUMMARY = "summary";
    private static final String ANALYSIS = "analysis.";

    private final Ledger ledger;
    private final Clock clock;
    private final ProviderMappings mappings;
    private final Endings endings;
    private final AccountSlots slots;
    private final HandedOut<Wanted> asked = new HandedOut<>();

    /** @param parallel requests at once, shared among the provider accounts */
    public Conversations(Ledger ledger, Clock clock, CampaignRecords records, ProviderMappings mappings, Providers providers, int parallel) {
        this.ledger = ledger;
        this.clock = clock;
        this.mappings = mappings;
        this.endings = new Endings(clock, records);
        this.slots = AccountSlots.shared(providers, parallel);
    }

    /** One conversation to ask for. */
    public record Wanted(String provider, String callId, long attemptRow) implements Question {
    }

    /** A call has ended in which somebody spoke. */
    static void want(Tx tx, Attempt attempt, Texts texts, Instant now) {
        if (texts.isNone()) {
            return;
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        if (texts.transcript()) {
            wanted.put(TRANSCRIPT, "");
        }
        if (texts.summary()) {
            wanted.put(SUMMARY, "");
        }
        texts.analysis().forEach(name -> wanted.put(ANALYSIS + name, ""));
        tx.update("""
                INSERT INTO conversation (attempt_id, provider, wanted, since, due, until) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (attempt_id) DO NOTHING""",
                attempt.id(), attempt.provider(), VariablesJson.write(wanted), now, now, now.plus(WATCH));
    }

    /**
     * The conversations to ask for now, as many as each account has requests free; each is due again later, unless all that is wanted
     * has come. Each must come back through {@link #found} or {@link #failed}.
     */
    public List<Wanted> due() {
        asked.lost().forEach(this::failed);
        Map<String, Integer> free = slots.takeFree(LONGEST_WAIT);
        Map<String, Integer> used = new HashMap<>();
        List<Wanted> due = new ArrayList<>();
        Instant now = clock.instant();
        try {
            for (Map.Entry<String, Integer> account : free.entrySet()) {
                boolean any = account.getValue() > 0 && ledger.read(tx -> tx.first(
                        "SELECT 1 FROM conversation WHERE provider = ? AND due <= ? LIMIT 1", row -> 1, account.getKey(), now).isPresent());
                List<Wanted> taken = any ? ledger.write(tx -> take(tx, account.getKey(), account.getValue(), now)) : List.of();
                used.put(account.getKey(), taken.size());
                taken.forEach(asked::add);
                due.addAll(taken);
            }
        } catch (LedgerException e) {
            LOG.error("no conversations are asked for: {}", e.getMessage());
        } finally {
            slots.used(free, used);
        }
        return due;
    }

    private List<Wanted> take(Tx tx, String provider, int most, Instant now) {
        record Due(Wanted wanted, Instant since, Instant until) {
        }
        List<Due> due = tx.list("""
                SELECT c.provider, a.call_id, a.id, c.since, c.until FROM conversation c JOIN attempt a ON a.id = c.attempt_id
                WHERE c.provider = ? AND c.due <= ? ORDER BY c.due LIMIT ?""",
                row -> new Due(new Wanted(row.text(1), row.text(2), row.number(3)), row.instant(4), row.instant(5)), provider, now, most);
        boolean tells = !parts(provider).isEmpty();
        for (Due each : due) {
            // ever more rarely: each pause is as long as the wait so far
            Instant next = now.plus(Duration.between(each.since(), now)).plus(FIRST_PAUSE);
            tx.update("UPDATE conversation SET due = ? WHERE attempt_id = ?",
                    tells && !next.isAfter(each.until()) ? Optional.of(next) : Optional.<Instant>empty(), each.wanted().attemptRow());
        }
        return tells ? due.stream().map(Due::wanted).toList() : List.of();
    }

    private Set<Conversation.Part> parts(String provider) {
        try {
            return mappings.of(provider).conversationParts();
        } catch (InvalidProviderException e) {
            return Set.of();
        }
    }

    /** Keeps of what the get-conversation action answered what is wanted, and reports what is new. */
    public void found(Wanted wanted, Object body) {
        Conversation told = Conversation.from(body);
        ledger.write(tx -> keep(tx, wanted, told));
        failed(wanted);
    }

    /**
     * The get-conversation action failed, or what it answered could not be kept; the conversation is due again by itself.
     *
     * @return false if the question was back already
     */
    public boolean failed(Wanted wanted) {
        boolean wasOut = asked.back(wanted);
        if (wasOut) {
            slots.release(wanted.provider());
        }
        return wasOut;
    }

    private record Kept(Set<String> wanted, Optional<String> transcript, Optional<String> summary, Map<String, String> analysis) {

        boolean lacks(Set<Conversation.Part> parts) {
            return wanted.contains(TRANSCRIPT) && parts.contains(Conversation.Part.TRANSCRIPT) && transcript.isEmpty()
                    || wanted.contains(SUMMARY) && parts.contains(Conversation.Part.SUMMARY) && summary.isEmpty()
                    || parts.contains(Conversation.Part.ANALYSIS)
                            && wanted.stream().anyMatch(name -> name.startsWith(ANALYSIS) && !analysis.containsKey(name.substring(ANALYSIS.length())));
        }

        Kept with(Conversation told) {
            // values may come one after the other
            Map<String, String> found = new TreeMap<>(analysis);
            told.analysis().forEach((name, value) -> {
                if (wanted.contains(ANALYSIS + name)) {
                    found.put(name, value);
                }
            });
            return new Kept(wanted, told.transcript().filter(text -> wanted.contains(TRANSCRIPT)).or(() -> transcript),
                    told.summary().filter(text -> wanted.contains(SUMMARY)).or(() -> summary), found);
        }
    }

    private boolean keep(Tx tx, Wanted wanted, Conversation told) {
        Optional<Kept> before = tx.first("SELECT wanted, transcript, summary, analysis FROM conversation WHERE attempt_id = ?",
                row -> new Kept(VariablesJson.read(row.text(1)).keySet(), row.optionalText(2), row.optionalText(3),
                        row.optionalText(4).map(VariablesJson::read).orElse(Map.of())), wanted.attemptRow());
        if (before.isEmpty()) {
            return false;
        }
        Kept now = before.get().with(told);
        if (!now.lacks(parts(wanted.provider()))) {
            tx.update("UPDATE conversation SET due = NULL WHERE attempt_id = ?", wanted.attemptRow());
        }
        if (now.equals(before.get())) {
            return false;
        }
        tx.update("UPDATE conversation SET transcript = ?, summary = ?, analysis = ? WHERE attempt_id = ?", now.transcript(), now.summary(),
                now.analysis().isEmpty() ? Optional.empty() : Optional.of(VariablesJson.write(now.analysis())), wanted.attemptRow());
        return Attempts.byId(tx, wanted.attemptRow()).filter(attempt -> Transition.LATE_FACT.startsIn(attempt.state()))
                .map(attempt -> endings.toldMore(tx, attempt)).orElse(false);
    }
}
