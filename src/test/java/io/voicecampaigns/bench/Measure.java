package io.voicecampaigns.bench;

import java.util.Arrays;
import java.util.Locale;

/** What is measured, and what it must come to. */
enum Measure {
    THROUGHPUT("contacts/s at 0 ms API latency, over a bare HTTP client that stores nothing", 0.5, 1.0, true),
    THROUGHPUT_AT_LATENCY("the same at 50 ms API latency, 64 in flight", 0.9, 0.98, true),
    SLOT_USE("15 slots, calls of 60 s: share of slot time in use while contacts wait", 0.95, 0.99, true),
    ENROLLING("enrolling 1,000,000 rows at `-Xmx256m`, over read + normalise + bare insert", 0.6, 1.0, true),
    POLLING("poll requests per finished call, 10,000 in flight", 0.05, 0.02, false),
    LARGE_LEDGER("contacts/s with 1,000,000 finished contacts in the ledger, over an empty one", 0.8, 0.95, true),
    EDITING("contacts/s while a route is edited every second, every other time badly, over no edits", 0.8, 0.95, true),
    TWO_REPLICAS("contacts/s with 2 replicas on one PostgreSQL, 4 requests of 50 ms in flight each, over 1", 1.6, 1.9, true),
    FOUR_REPLICAS("the same with 4 replicas", 2.4, 3.6, true),
    VIOLATIONS("calls beyond a limit of 20 at once, 4 replicas", 0, 0, false),
    SALESFORCE_READING("Salesforce requests for 1,000 contacts read", 1.0, 0.6, false),
    SALESFORCE_WRITING("Salesforce requests for 1,000 outcomes written", 6.0, 5.1, false);

    private final String title;
    private final double must;
    private final double aim;
    private final boolean isMoreBetter;

    Measure(String title, double must, double aim, boolean isMoreBetter) {
        this.title = title;
        this.must = must;
        this.aim = aim;
        this.isMoreBetter = isMoreBetter;
    }

    boolean isMet(double value) {
        return isMoreBetter ? value >= must : value <= must;
    }

    /** A row of the table. */
    String row(double[] values, String detail) {
        double median = median(values);
        String verdict = !isMet(median) ? "**missed**" : (isMoreBetter ? median >= aim : median <= aim) ? "aim" : "must";
        double[] sorted = sorted(values);
        return String.format(Locale.ROOT, "| %s | %s%s | %s | **%.3f** (%.3f–%.3f) | %s | %s |", title, isMoreBetter ? "" : "≤ ", plain(must),
                plain(aim), median, sorted[0], sorted[sorted.length - 1], verdict, detail);
    }

    String title() {
        return title;
    }

    static double median(double[] values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static String plain(double value) {
        return String.valueOf(value);
    }
}
