package io.voicecampaigns.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All calls in the order of their creation, and who was called how often. Written under one lock, read without: what is appended never changes.
 */
final class CallBook {
    /** Ids differ from one simulator to the next, also with equal seeds: a ledger may outlive the simulator. */
    private final long idSeed = UUID.randomUUID().getMostSignificantBits();
    private final Map<UUID, StoredCall> byId = new ConcurrentHashMap<>();
    private final Map<String, CalledNumber> numbers = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final PriorityQueue<Long> endsOfLivingCalls = new PriorityQueue<>();
    private volatile StoredCall[] calls = new StoredCall[1_024];
    private volatile int size;
    private int mostPerAttempt;
    private int mostPerNumber;
    private int mostAtOnce;
    private int mostAtOnceToOneNumber;

    /** A call that is asked for. {@code attemptId}, {@code agentVersion}, {@code variablesJson} and {@code leadId} may be null. */
    record Wanted(String number, String fromNumber, UUID phoneId, UUID agentId, String agentVersion, String attemptId,
            String variablesJson, String leadId) {
    }

    private static final class CalledNumber {
        private final UUID contactId;
        private final long firstCalledAt;
        private int calls;
        private List<Long> endsOfLivingCalls = new ArrayList<>(1);

        private CalledNumber(UUID contactId, long firstCalledAt) {
            this.contactId = contactId;
            this.firstCalledAt = firstCalledAt;
        }
    }

    synchronized StoredCall accept(Wanted wanted, Behaviour behaviour, long now) {
        int place = size;
        // ranges of time are found by bisection: a clock that jumps back must not break the order
        long createdAt = place == 0 ? now : Math.max(now, calls[place - 1].createdAt());
        CalledNumber called = numbers.computeIfAbsent(wanted.number(),
                number -> new CalledNumber(Dice.uuid(Dice.seedOf(idSeed, number), 0), createdAt));
        StoredCall call = decide(wanted, behaviour, place, createdAt, called);
        count(call, called);
        append(call);
        return call;
    }

    private StoredCall decide(Wanted wanted, Behaviour behaviour, int place, long createdAt, CalledNumber called) {
        long dice = Dice.roll(Dice.seedOf(behaviour.seed(), wanted.number()), called.calls);
        NumberScript script = behaviour.scripts().get(wanted.number());
        Outcome outcome = script != null && script.outcome() != null
                ? script.outcome() : behaviour.pickOutcome(Dice.roll(dice, 1));
        Timing timing = behaviour.timing();
        long answeredAt = createdAt + timing.ring().pick(Dice.roll(dice, 2));
        long talkMs = outcome.talks() ? timing.talk().pick(Dice.roll(dice, 3)) : 0;
        boolean endless = script != null && script.neverEnds();
        int durationSeconds = (int) Math.round(talkMs * timing.durationScale() / 1_000);
        String status = script == null ? null : script.status();
        String endReason = script == null ? null : script.endReason();
        return new StoredCall(place, Dice.uuid(idSeed, place), wanted.attemptId(), wanted.number(), wanted.fromNumber(),
                wanted.phoneId(), called.contactId, wanted.agentId(), wanted.agentVersion(), wanted.variablesJson(),
                called.firstCalledAt, createdAt, answeredAt, endless ? StoredCall.NEVER : answeredAt + talkMs,
                outcome, durationSeconds, status, endReason, wanted.leadId());
    }

    private void count(StoredCall call, CalledNumber called) {
        called.calls++;
        mostPerNumber = Math.max(mostPerNumber, called.calls);
        if (call.attemptId() != null) {
            mostPerAttempt = Math.max(mostPerAttempt, attempts.merge(call.attemptId(), 1, Integer::sum));
        }
        called.endsOfLivingCalls.removeIf(end -> end <= call.createdAt());
        called.endsOfLivingCalls.add(call.endedAt());
        mostAtOnceToOneNumber = Math.max(mostAtOnceToOneNumber, called.endsOfLivingCalls.size());
        while (!endsOfLivingCalls.isEmpty() && endsOfLivingCalls.peek() <= call.createdAt()) {
            endsOfLivingCalls.remove();
        }
        endsOfLivingCalls.add(call.endedAt());
        mostAtOnce = Math.max(mostAtOnce, endsOfLivingCalls.size());
    }

    private void append(StoredCall call) {
        StoredCall[] array = calls;
        int place = size;
        if (place == array.length) {
            array = Arrays.copyOf(array, place * 2);
        }
        array[place] = call;
        byId.put(call.id(), call);
        calls = array;
        // last: whoever reads the size first also sees an array that holds so many
        size = place + 1;
    }

    Optional<StoredCall> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** How many calls there are: those at the places below this one. */
    int size() {
        return size;
    }

    /** @param place below a {@link #size()} seen before */
    StoredCall at(int place) {
        return calls[place];
    }

    /** The place of the first call created at {@code millis} or later, among the first {@code size}; {@code size} if there is none. */
    int firstSince(long millis, int size) {
        StoredCall[] array = calls;
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (array[middle].createdAt() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    List<StoredCall> all() {
        int until = size;
        return Arrays.asList(calls).subList(0, until);
    }

    synchronized SimulatorCounts counts(RequestCounts requests) {
        return new SimulatorCounts(requests.of(RequestKind.START), size, mostPerAttempt, mostPerNumber, mostAtOnce,
                mostAtOnceToOneNumber, requests.of(RequestKind.LIST), requests.of(RequestKind.GET),
                requests.of(RequestKind.RECORDING), requests.byStatus());
    }
}
