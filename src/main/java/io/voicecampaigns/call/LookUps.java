package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.CallLookup;
import io.voicecampaigns.provider.ProviderCall;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for single calls: those too old for the list, those that the list does not show, and those whose recording or ending is late. Of several
 * replicas each asks for some of them. Thread-safe.
 */
public final class LookUps {
    private static final Logger LOG = LoggerFactory.getLogger(LookUps.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final Clock clock;
    private final Polling polling;
    private final CallPages pages;
    private final AccountSlots slots;
    private final HandedOut<LookUp> asked = new HandedOut<>();

    /** @param parallel requests for single calls at once, shared among the provider accounts */
    public LookUps(Ledger ledger, Clock clock, Polling polling, Providers providers, int parallel) {
        this.ledger = ledger;
        this.clock = clock;
        this.polling = polling;
        this.pages = polling.pages();
        this.slots = AccountSlots.shared(providers, parallel);
    }

    /** One call to ask for. */
    public record LookUp(String provider, String callId, long attemptRow) implements Question {
    }

    /**
     * The calls to ask for now, as many as each account has requests free; each is due again later, unless its answer settles it. Each
     * must come back through {@link #found} or {@link #failed}.
     */
    public List<LookUp> due() {
        asked.lost().forEach(this::failed);
        Map<String, Integer> free = slots.takeFree(LONGEST_WAIT);
        Map<String, Integer> used = new HashMap<>();
        List<LookUp> due = new ArrayList<>();
        Instant now = clock.instant();
        try {
            for (Map.Entry<String, Integer> account : free.entrySet()) {
                // what an id stands for, if no call was seen by it yet, is for whoever reads the list to know
                boolean readsList = polling.isOurs(account.getKey());
                boolean any = account.getValue() > 0 && ledger.read(tx -> tx.first(
                        "SELECT 1 FROM attempt WHERE provider = ? AND check_at <= ? AND (call_seen = 1 OR ? = 1) LIMIT 1", row -> 1,
                        account.getKey(), now, readsList).isPresent());
                List<LookUp> taken = any ? ledger.write(tx -> take(tx, account.getKey(), account.getValue(), now, readsList)) : List.of();
                used.put(account.getKey(), taken.size());
                taken.forEach(asked::add);
                due.addAll(taken);
            }
        } catch (LedgerException e) {
            LOG.error("no single calls are asked for: {}", e.getMessage());
        } finally {
            slots.used(free, used);
        }
        return due;
    }

    private static List<LookUp> take(Tx tx, String provider, int most, Instant now, boolean readsList) {
        record Due(LookUp lookUp, Instant intent, Optional<Instant> ended, Optional<Instant> until) {
        }
        List<Due> due = tx.list("""
                SELECT provider, call_id, id, intent, ended_at, watch_until FROM attempt WHERE provider = ? AND check_at <= ? AND call_id IS NOT NULL
                  AND (call_seen = 1 OR ? = 1)
                ORDER BY check_at LIMIT ?""" + tx.skipLocked(),
                row -> new Due(new LookUp(row.text(1), row.text(2), row.number(3)), row.instant(4), row.optionalInstant(5),
                        row.optionalInstant(6)), provider, now, readsList, most);
        for (Due each : due) {
            // looked at ever more rarely: each pause is as long as the wait so far
            Duration waited = Duration.between(each.ended().filter(ended -> ended.isBefore(now)).orElse(each.intent()), now);
            Duration pause = waited.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : waited.plus(Endings.FIRST_RECORDING_LOOK);
            Instant next = now.plus(pause);
            boolean over = each.until().map(next::isAfter).orElse(false);
            tx.update("UPDATE attempt SET check_at = ?, watch_until = ? WHERE id = ?",
                    over ? Optional.empty() : Optional.of(next), over ? Optional.empty() : each.until(), each.lookUp().attemptRow());
        }
        return due.stream().map(Due::lookUp).toList();
    }

    /** Applies what the provider's get-call action answered; a call that is not found changes nothing. */
    public void found(LookUp lookUp, Object body) {
        apply(lookUp, body);
        failed(lookUp);
    }

    /**
     * The get-call action failed, or what it answered could not be applied; the call is due again by itself.
     *
     * @return false if the question was back already
     */
    public boolean failed(LookUp lookUp) {
        boolean wasOut = asked.back(lookUp);
        if (wasOut) {
            slots.release(lookUp.provider());
        }
        return wasOut;
    }

    private void apply(LookUp lookUp, Object body) {
        Optional<ProviderCall> found = CallLookup.from(body).call();
        if (found.filter(call -> call.callId().equals(lookUp.callId())).isPresent()) {
            pages.ids().isCall(lookUp.provider(), lookUp.callId());
            ledger.write(tx -> Attempts.byId(tx, lookUp.attemptRow()).map(attempt -> pages.apply(tx, attempt, found.get())));
            return;
        }
        pages.ids().isNoCall(lookUp.provider(), lookUp.callId());
        // some answer with the call itself, whichever of its ids they were asked by
        found.filter(call -> call.attemptId().isPresent()).ifPresent(call -> ledger.write(tx -> Attempts.byId(tx, lookUp.attemptRow())
                .filter(attempt -> attempt.uuid().equals(call.attemptId().get()) && attempt.callId().equals(Optional.of(lookUp.callId())))
                .flatMap(attempt -> pages.rename(tx, attempt, call, clock.instant())).map(attempt -> pages.apply(tx, attempt, call))));
    }
}
