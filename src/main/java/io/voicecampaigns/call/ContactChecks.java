package io.voicecampaigns.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.FailureReason;
import io.voicecampaigns.connector.JsonBody;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.replica.Duties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the systems that contacts came from whether they may still be called, where a system has a check action: before the claim, for those
 * who would be claimed next; of several replicas one asks. An answer is good for a quarter of an hour. Without one, a contact waits. Thread-safe.
 */
public final class ContactChecks {
    static final Duration GOOD_FOR = Duration.ofMinutes(15);
    private static final Logger LOG = LoggerFactory.getLogger(ContactChecks.class);
    private static final int AT_ONCE = 200;
    /** As many as need not wait for an answer when they are claimed. */
    private static final int AHEAD = 400;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Connectors connectors;
    private final Duties duties;
    /** By list: one question at a time. */
    private final Map<Long, Check> asked = new ConcurrentHashMap<>();
    private final HandedOut<Check> handedOut = new HandedOut<>();
    private final Map<Long, Instant> restUntil = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /** Contacts of one list to ask for. */
    public record Check(long list, Campaign campaign, String system, Map<String, Long> contacts) {
        /** What the action is given: the refs of at most 200 contacts. */
        public List<String> refs() {
            return List.copyOf(contacts.keySet());
        }

        public String kamelet() {
            return Connectors.checkOf(system);
        }

        @Override
        public String toString() {
            return contacts.size() + " contacts of campaign " + campaign.name();
        }
    }

    public ContactChecks(Ledger ledger, Clock clock, Campaigns campaigns, Connectors connectors, Duties duties) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.connectors = connectors;
        this.duties = duties;
    }

    private record Listed(long list, String system, String campaign, long campaignId, int edition, boolean hasCheck) {
    }

    /** The questions to ask now, one for each list that none is asked for. Each must come back through {@link #answered} or {@link #failed}. */
    public List<Check> due() {
        List<Check> due = new ArrayList<>();
        handedOut.lost().forEach(this::over);
        try {
            for (Listed listed : ledger.read(tx -> tx.list("""
                    SELECT s.list_id, s.system, c.name, c.id, s.edition, s.has_check FROM source s JOIN campaign c ON c.id = s.campaign_id
                    WHERE s.edition = c.edition""",
                    row -> new Listed(row.number(1), row.text(2), row.text(3), row.number(4), row.integer(5), row.flag(6))))) {
                boolean hasCheck = connectors.kamelets().find(Connectors.checkOf(listed.system())).isPresent();
                if (hasCheck != listed.hasCheck()) {
                    // a kamelet came or went
                    ledger.write(tx -> tx.update("UPDATE source SET has_check = ? WHERE list_id = ?", hasCheck, listed.list()));
                }
                boolean isDue = !asked.containsKey(listed.list()) && !clock.instant().isBefore(restUntil.getOrDefault(listed.list(), Instant.EPOCH));
                if (hasCheck && isDue && duties.isOurs("checks of campaign " + listed.campaign())) {
                    campaigns.find(listed.campaign()).flatMap(campaign -> check(listed, campaign)).ifPresent(check -> {
                        asked.put(check.list(), check);
                        handedOut.add(check);
                        due.add(check);
                    });
                }
            }
        } catch (LedgerException e) {
            LOG.error("nobody's system is asked: {}", e.getMessage());
        }
        return due;
    }

    private Optional<Check> check(Listed listed, Campaign campaign) {
        Map<String, Long> contacts = campaign.edition() != listed.edition() ? Map.of()
                : ledger.read(tx -> next(tx, campaign, listed.campaignId(), listed.list()));
        return contacts.isEmpty() ? Optional.empty() : Optional.of(new Check(listed.list(), campaign, listed.system(), contacts));
    }

    private Map<String, Long> next(Tx tx, Campaign campaign, long campaignId, long list) {
        Instant now = clock.instant();
        long cleared = tx.number("SELECT COUNT(*) FROM (SELECT 1 FROM contact WHERE list_id = ? AND state = 'waiting' AND cleared_until > ? LIMIT ?) c",
                list, now, AHEAD);
        Map<String, Long> contacts = new TreeMap<>();
        if (cleared < AHEAD) {
            tx.each("""
                    SELECT ref, id, zones FROM contact WHERE campaign_id = ? AND edition = ? AND list_id = ? AND state = 'waiting' AND due <= ?
                    AND ref IS NOT NULL AND cleared_until <= ? ORDER BY due, id LIMIT ?""", row -> {
                        if (Claims.isOpen(campaign.calling(), row.text(3), now)) {
                            contacts.put(row.text(1), row.number(2));
                        }
                    }, campaignId, campaign.edition(), list, now, now, AT_ONCE);
        }
        return contacts;
    }

    /**
     * Records an answer: those named are never called in this edition, the others may be for a while.
     *
     * @param answer the refs that must not be called, texts or numbers: a list, or a JSON array
     */
    public void answered(Check check, Object answer) {
        Set<String> named = new HashSet<>();
        try {
            JsonNode refs = JsonBody.tree(answer);
            refs.forEach(ref -> named.add(ref.isTextual() || ref.isIntegralNumber() ? ref.asText() : refuse()));
            if (!refs.isArray()) {
                refuse();
            }
        } catch (IllegalArgumentException e) {
            wait(check, "its answer is not what the contract says: " + e.getMessage());
            return;
        }
        Instant now = clock.instant();
        ledger.write(tx -> {
            check.contacts().forEach((ref, contact) -> {
                if (named.contains(ref)) {
                    Contacts.giveUp(tx, contact, ContactTransition.WAS_BLOCKED, check.system() + " says that this contact must not be called");
                } else {
                    tx.update("UPDATE contact SET cleared_until = ? WHERE id = ?", now.plus(GOOD_FOR), contact);
                }
            });
            if (named.stream().anyMatch(check.contacts()::containsKey)) {
                Contacts.listsChanged(tx, List.of(check.list()), now);
            }
            return null;
        });
        problems.remove(check.campaign().name());
        back(check);
    }

    private void back(Check check) {
        handedOut.back(check);
        asked.remove(check.list(), check);
    }

    /** A route begins with a question, which may take as long as its system needs; to be told of {@link #over}. */
    public void begin(Check check) {
        handedOut.begun(check);
    }

    /**
     * The route that was to ask has ended. If that was without an answer, it is asked again.
     *
     * @return false if it had come back, as it should
     */
    public boolean over(Check check) {
        boolean isUnanswered = handedOut.isOut(check);
        if (isUnanswered) {
            wait(check, "its route ended before the answer was recorded");
        }
        return isUnanswered;
    }

    private static String refuse() {
        throw new IllegalArgumentException("expected an array of refs, found something else");
    }

    /** There is no answer: the contacts wait. */
    public void failed(Check check, Throwable failure) {
        wait(check, FailureReason.of(failure));
    }

    private void wait(Check check, String reason) {
        restUntil.put(check.list(), clock.instant().plus(PAUSE));
        back(check);
        String problem = check.kamelet() + " does not tell who must not be called (" + reason + "); its contacts wait";
        if (!problem.equals(problems.put(check.campaign().name(), problem))) {
            LOG.warn("campaign {}: {}", check.campaign().name(), problem);
        }
    }

    /** What keeps contacts waiting for an answer, by campaign. */
    public Map<String, String> problems() {
        return new TreeMap<>(problems);
    }
}
