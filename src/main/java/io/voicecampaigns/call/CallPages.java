package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies what the provider tells of calls to the attempts they belong to. Thread-safe. */
final class CallPages {
    private static final Logger LOG = LoggerFactory.getLogger(CallPages.class);
    private static final int CHUNK = 200;
    private static final int SETTLED_KEPT = 200_000;
    /** How far from its intent a call without an echoed id may have been created and still be taken for an attempt's. */
    static final Duration SUSPECT_BEFORE = Duration.ofMinutes(1);
    static final Duration SUSPECT_AFTER = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final Endings endings;
    private final CallIds ids = new CallIds();
    /** Calls that nothing more is expected of: a sweep meets them again and again. */
    private final Set<String> settled = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SETTLED_KEPT;
        }
    }));

    CallPages(Ledger ledger, Endings endings) {
        this.ledger = ledger;
        this.endings = endings;
    }

    /**
     * Applies one page of a sweep.
     *
     * @return the least time from an intent to its call's creation, by the two clocks, in milliseconds; empty if no call was matched
     */
    OptionalLong apply(Sweep sweep, List<ProviderCall> calls) {
        List<ProviderCall> news = new ArrayList<>();
        for (ProviderCall call : calls) {
            if (sweep.purpose() == Sweep.Purpose.FLIGHT) {
                sweep.seen().add(call.callId());
            }
            boolean mayBeOpen = call.attemptId().map(sweep.open()::containsKey).orElse(!sweep.open().isEmpty());
            boolean renamed = call.attemptId().isPresent() && ids.doubts(sweep.provider()) && !ids.knowsCall(sweep.provider(), call.callId());
            boolean starting = sweep.purpose() == Sweep.Purpose.START && call.attemptId().isPresent();
            if (mayBeOpen || starting || renamed || call.ended() && !settled.contains(key(sweep.provider(), call))) {
                news.add(call);
            }
        }
        if (news.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong least = OptionalLong.empty();
        for (int start = 0; start < news.size(); start += CHUNK) {
            // piece by piece, for whoever dials would wait while a whole page of endings is written
            List<ProviderCall> piece = news.subList(start, Math.min(start + CHUNK, news.size()));
            List<String> done = new ArrayList<>();
            OptionalLong skew = Ledger.join(ledger.writeBulk(tx -> apply(tx, sweep, piece, done)));
            settled.addAll(done);
            least = skew.isPresent() && (least.isEmpty() || skew.getAsLong() < least.getAsLong()) ? skew : least;
        }
        return least;
    }

    private OptionalLong apply(Tx tx, Sweep sweep, List<ProviderCall> calls, List<String> done) {
        Map<String, Attempt> attempts = byCallId(tx, sweep.provider(), calls);
        long least = Long.MAX_VALUE;
        done.clear();
        for (ProviderCall call : calls) {
            Attempt attempt = attempts.get(call.callId());
            if (attempt == null) {
                attempt = find(tx, sweep, call);
            }
            if (attempt != null) {
                if (ids.doubts(sweep.provider())) {
                    ids.isCall(sweep.provider(), call.callId());
                }
                if (attempt.state() == AttemptState.IN_CALL && call.createdAt().isPresent()) {
                    least = Math.min(least, Duration.between(attempt.intent(), call.createdAt().get()).toMillis());
                }
                apply(tx, attempt, call);
            }
            if (call.ended() && (attempt == null || call.recordingUrl().isPresent() || call.durationSeconds().orElse(0) == 0)
                    && !isAwaited(sweep, attempt, call)) {
                done.add(key(sweep.provider(), call));
            }
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    /** A call whose start has not been answered yet is nobody's for a moment. */
    private static boolean isAwaited(Sweep sweep, Attempt attempt, ProviderCall call) {
        return attempt == null && call.createdAt().filter(created -> created.isBefore(sweep.begun().minus(SUSPECT_AFTER))).isEmpty();
    }

    /** Applies one call to its attempt: its ending, or a fact that came late. */
    boolean apply(Tx tx, Attempt attempt, ProviderCall call) {
        return switch (attempt.state()) {
            case IN_CALL -> call.ended() && endings.ended(tx, attempt, call);
            case ENDED, REPORTED, UNDELIVERABLE -> tellsMore(attempt, call) && endings.lateFact(tx, attempt, call);
            default -> false;
        };
    }

    private static boolean tellsMore(Attempt attempt, ProviderCall call) {
        if (attempt.isErased()) {
            return false;
        }
        boolean endingAtLast = call.ended() && attempt.disposition().equals(Optional.of(Disposition.UNKNOWN))
                && !call.disposition().equals(attempt.disposition());
        boolean recordingAtLast = call.ended() && attempt.recordingUrl().isEmpty() && call.recordingUrl().isPresent();
        return endingAtLast || recordingAtLast;
    }

    private Attempt find(Tx tx, Sweep sweep, ProviderCall call) {
        if (call.attemptId().isEmpty()) {
            suspect(sweep, call);
            return null;
        }
        Attempt open = sweep.open().get(call.attemptId().get());
        if (open != null) {
            return adopt(tx, open, call).orElse(null);
        }
        Optional<Attempt> known = tx.first(Attempt.SELECT + "WHERE a.uuid = ?", Attempt::read, call.attemptId().get().toString());
        if (known.isPresent() && known.get().callId().isPresent()) {
            return known.get().provider().equals(sweep.provider()) ? rename(tx, known.get(), call, sweep.begun()).orElse(null) : null;
        }
        return (sweep.purpose() == Sweep.Purpose.START ? remember(tx, sweep, call, known) : afterAll(tx, call, known)).orElse(null);
    }

    /** A listed call is the evidence that an open attempt was waiting for. */
    Optional<Attempt> adopt(Tx tx, Attempt open, ProviderCall call) {
        boolean moved = !open.isErased() && Attempts.move(tx, open, Transition.FOUND, "call_id = ?, call_created = ?, call_seen = 1, sent = 1, error = NULL, check_at = NULL",
                call.callId(), call.createdAt());
        if (!moved) {
            return Optional.empty();
        }
        LOG.info("attempt {} is call {} at {}", open.uuid(), call.callId(), open.provider());
        Contacts.activate(tx, open.contactId());
        return Attempts.byId(tx, open.id());
    }

    /** The call of an attempt that was given up and dialled again: what is told of that attempt shall be true in the end. */
    private Optional<Attempt> afterAll(Tx tx, ProviderCall call, Optional<Attempt> known) {
        Optional<Attempt> givenUp = known.filter(attempt -> !attempt.isErased() && attempt.disposition().equals(Optional.of(Disposition.UNKNOWN)));
        return givenUp.filter(attempt -> endings.foundAfterAll(tx, attempt, call)).flatMap(attempt -> {
            LOG.warn("attempt {} was dialled again, and is call {} at {} after all", attempt.uuid(), call.callId(), attempt.provider());
            return Attempts.byId(tx, attempt.id());
        });
    }

    /**
     * A call of ours under another id than its start was answered with. If the provider knows no call by that one, it was the id of
     * something else; if it does, there are two calls. It is asked before anything is decided.
     */
    Optional<Attempt> rename(Tx tx, Attempt attempt, ProviderCall call, Instant now) {
        String first = attempt.callId().orElseThrow();
        if (!ids.knowsNoCall(attempt.provider(), first) && !ids.knowsCall(attempt.provider(), first)) {
            tx.update("UPDATE attempt SET check_at = ? WHERE id = ? AND (check_at IS NULL OR check_at > ?)", now, attempt.id(), now);
            return Optional.empty();
        }
        boolean renamed = ids.knowsNoCall(attempt.provider(), first) && tx.update("""
                UPDATE attempt SET call_id = ?, call_created = ?, call_seen = 1, check_at = NULL, version = version + 1
                WHERE id = ? AND version = ? AND call_seen = 0""", call.callId(), call.createdAt(), attempt.id(), attempt.version()) > 0;
        if (!renamed) {
            if (ids.isTwin(attempt.provider(), call.callId())) {
                LOG.error("{} has two calls at {}: {} and {}", attempt, attempt.provider(), first, call.callId());
            }
            return Optional.empty();
        }
        LOG.info("attempt {} is call {} at {}: its start was answered with another id", attempt.uuid(), call.callId(), attempt.provider());
        return Attempts.byId(tx, attempt.id());
    }

    CallIds ids() {
        return ids;
    }

    private static void suspect(Sweep sweep, ProviderCall call) {
        for (Attempt attempt : sweep.open().values()) {
            boolean near = call.createdAt().filter(created -> !created.isBefore(attempt.intent().minus(SUSPECT_BEFORE))
                    && !created.isAfter(attempt.intent().plus(SUSPECT_AFTER))).isPresent();
            boolean sameNumber = call.toNumber().map(number -> digits(number).equals(digits(attempt.phone()))).orElse(false);
            boolean sameVersion = attempt.agentVersion().isEmpty() || call.agentVersion().isEmpty()
                    || attempt.agentVersion().equals(call.agentVersion());
            if (near && sameNumber && sameVersion) {
                sweep.suspects().computeIfAbsent(attempt.uuid(), uuid -> new HashMap<>()).put(call.callId(), call);
            }
        }
    }

    private static String digits(String number) {
        return number.chars().filter(Character::isDigit).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Matches by number and time what could not be matched by an echoed id: only where it is beyond doubt. */
    void matchSuspects(Sweep sweep) {
        Map<String, Integer> claims = new HashMap<>();
        sweep.suspects().values().forEach(calls -> calls.keySet().forEach(id -> claims.merge(id, 1, Integer::sum)));
        sweep.suspects().forEach((uuid, calls) -> {
            ProviderCall call = calls.values().iterator().next();
            if (calls.size() == 1 && claims.get(call.callId()) == 1) {
                ledger.write(tx -> {
                    boolean owned = !byCallId(tx, sweep.provider(), List.of(call)).isEmpty();
                    Optional<Attempt> adopted = owned ? Optional.empty()
                            : Attempts.byId(tx, sweep.open().get(uuid).id()).filter(now -> Transition.FOUND.startsIn(now.state()))
                                    .flatMap(open -> adopt(tx, open, call));
                    return adopted.map(attempt -> apply(tx, attempt, call));
                });
            }
        });
    }

    /** A ledger restored from an older copy learns of calls that it made and forgot. */
    private Optional<Attempt> remember(Tx tx, Sweep sweep, ProviderCall call, Optional<Attempt> known) {
        if (known.isEmpty()) {
            tx.update("INSERT INTO seen_call (uuid, provider, call_id, created) VALUES (?, ?, ?, ?) ON CONFLICT (uuid) DO NOTHING",
                    call.attemptId().orElseThrow().toString(), sweep.provider(), call.callId(), call.createdAt().orElse(sweep.begun()));
        } else if (known.get().state() == AttemptState.DUE) {
            // put back when the copy was made, and dialled since
            return adopt(tx, known.get(), call);
        }
        return Optional.empty();
    }

    private static Map<String, Attempt> byCallId(Tx tx, String provider, List<ProviderCall> calls) {
        Map<String, Attempt> found = new HashMap<>();
        for (int start = 0; start < calls.size(); start += CHUNK) {
            Object[] arguments = new Object[CHUNK + 1];
            arguments[0] = provider;
            for (int i = 0; i < CHUNK; i++) {
                // one statement for every length: the rest of a short chunk asks for its last call again
                arguments[i + 1] = calls.get(Math.min(start + i, calls.size() - 1)).callId();
            }
            tx.each(BY_CALL_ID, row -> {
                Attempt attempt = Attempt.read(row);
                found.put(attempt.callId().orElseThrow(), attempt);
            }, arguments);
        }
        return found;
    }

    private static final String BY_CALL_ID = Attempt.SELECT + "WHERE a.provider = ? AND a.call_id IN (?"
            + ", ?".repeat(CHUNK - 1) + ")";

    private static String key(String provider, ProviderCall call) {
        return provider + ' ' + call.callId();
    }
}
