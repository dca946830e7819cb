package io.voicecampaigns.report;

import java.util.List;

/** Outcomes on their way to one sink. */
public record ReportBatch(String sink, List<Outcome> outcomes) {
    public ReportBatch {
        outcomes = List.copyOf(outcomes);
    }
}
