package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.CallLookup;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for single calls: those too old for the list, those that the list does not show, and those whose recording or ending is late.
 * Thread-safe.
 */
public final class LookUps {
    private static final Logger LOG = LoggerFactory.getLogger(LookUps.class);
    private static final int AT_ONCE = 20;
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final Clock clock;
    private final CallPages pages;

    public LookUps(Ledger ledger, Clock clock, Polling polling) {
        this.ledger = ledger;
        this.clock = clock;
        this.pages = polling.pages();
    }

    /** One call to ask for. */
    public record LookUp(String provider, String callId, long attemptRow) {
    }

    /** The calls to ask for now; each is due again later, unless its answer settles it. */
    public List<LookUp> due() {
        Instant now = clock.instant();
        try {
            boolean none = ledger.read(tx -> tx.first("SELECT 1 FROM attempt WHERE check_at <= ? LIMIT 1", row -> 1, now).isEmpty());
            return none ? List.of() : ledger.write(tx -> take(tx, now));
        } catch (LedgerException e) {
            LOG.error("no single calls are asked for: {}", e.getMessage());
            return List.of();
        }
    }

    private static List<LookUp> take(Tx tx, Instant now) {
        record Due(LookUp lookUp, Instant intent, Optional<Instant> ended, Optional<Instant> until) {
        }
        List<Due> due = tx.list("""
                SELECT provider, call_id, id, intent, ended_at, watch_until FROM attempt WHERE check_at <= ? AND call_id IS NOT NULL
                ORDER BY check_at LIMIT ?""" + tx.skipLocked(),
                row -> new Due(new LookUp(row.text(1), row.text(2), row.number(3)), row.instant(4), row.optionalInstant(5),
                        row.optionalInstant(6)), now, AT_ONCE);
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
