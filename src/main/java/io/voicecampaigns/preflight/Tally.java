package io.voicecampaigns.preflight;

import io.voicecampaigns.call.Claims;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Row;
import io.voicecampaigns.enroll.Rehearsal.Fate;
import io.voicecampaigns.enroll.Rehearsal.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What would become of a list's rows, counted. Its size does not grow with the list. Used by one thread at a time. */
final class Tally {
    static final int SAMPLES = 3;
    private static final int EXAMPLES = 3;

    private final Campaign campaign;
    private final Instant now;
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private final Map<String, Rejections> reasons = new HashMap<>();
    private final Map<String, Long> zones = new HashMap<>();
    private final List<Entry> samples = new ArrayList<>();
    private long read;
    private long outsideWindow;

    /**
     * Rows that are not enrolled for one and the same reason.
     *
     * @param examples the first of them, masked
     */
    record Rejections(long count, List<Example> examples) {
    }

    /** @param shown what stands where the number should be, with most of it masked; empty if that tells nothing */
    record Example(long line, String shown) {
    }

    Tally(Campaign campaign, Instant now) {
        this.campaign = campaign;
        this.now = now;
    }

    void add(Verdict verdict) {
        read++;
        fates.merge(verdict.fate(), 1L, Long::sum);
        if (verdict.contact().isPresent()) {
            Enrolment.Accepted contact = verdict.contact().get();
            zones.merge(contact.zones(), 1L, Long::sum);
            if (!Claims.isOpen(campaign.calling(), contact.zones(), now)) {
                outsideWindow++;
            }
            if (samples.size() < SAMPLES) {
                samples.add(verdict.entry());
            }
        } else {
            reasons.merge(verdict.reason(), new Rejections(1, List.of(example(verdict))), Tally::sum);
        }
    }

    private static Rejections sum(Rejections before, Rejections more) {
        if (before.examples().size() >= EXAMPLES) {
            return new Rejections(before.count() + more.count(), before.examples());
        }
        List<Example> examples = new ArrayList<>(before.examples());
        examples.addAll(more.examples());
        return new Rejections(before.count() + more.count(), examples);
    }

    private Example example(Verdict verdict) {
        // of whoever is rejected for the number, and of nobody else, the number tells something
        String column = verdict.reason().replaceFirst(":.*", "");
        boolean isOfNumber = verdict.fate() == Fate.REJECTED && campaign.contacts().phones().contains(column);
        Optional<String> cell = isOfNumber && verdict.entry() instanceof Row row ? row.column(column) : Optional.empty();
        return new Example(verdict.entry().line(), cell.map(Masked::text).orElse(""));
    }

    long read() {
        return read;
    }

    long of(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    long outsideWindow() {
        return outsideWindow;
    }

    /** By reason, the most frequent first. */
    Map<String, Rejections> rejected() {
        return reasons.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Rejections> each) -> -each.getValue().count()).thenComparing(Map.Entry::getKey))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** Rows of the first contacts. */
    List<Entry> samples() {
        return Collections.unmodifiableList(samples);
    }

    /** The zones that most contacts are in, as {@link Enrolment.Accepted#zones}; empty if the campaign's own holds. */
    String mostFrequentZones() {
        return zones.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }
}
