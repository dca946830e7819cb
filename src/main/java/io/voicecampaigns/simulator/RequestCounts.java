package io.voicecampaigns.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests to the provider by kind and by the status of their answer. */
final class RequestCounts {
    private final Map<RequestKind, Map<Integer, LongAdder>> counts = new EnumMap<>(RequestKind.class);

    RequestCounts() {
        for (RequestKind kind : RequestKind.values()) {
            counts.put(kind, new ConcurrentHashMap<>());
        }
    }

    void add(RequestKind kind, int status) {
        counts.get(kind).computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    long of(RequestKind kind) {
        return counts.get(kind).values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, Map<String, Long>> byStatus() {
        Map<String, Map<String, Long>> copy = new TreeMap<>();
        counts.forEach((kind, statuses) -> statuses.forEach((status, count) -> copy
                .computeIfAbsent(kind.toString(), any -> new TreeMap<>())
                .put(status == Answer.NO_STATUS ? "closed" : Integer.toString(status), count.sum())));
        return copy;
    }
}
