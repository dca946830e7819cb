package io.voicecampaigns.report;

import java.util.List;
import java.util.Map;

/** Outcomes of one campaign on their way to one sink. */
public record ReportBatch(String sink, String campaign, long campaignId, List<Outcome> outcomes) {
    public ReportBatch {
        outcomes = List.copyOf(outcomes);
    }

    /** What the sink's kamelet is given: a list of {@link Outcome#fields}. */
    public List<Map<String, Object>> body() {
        return outcomes.stream().map(Outcome::fields).toList();
    }

    /** Of the way alone: Camel asks for it in every expression of a route. */
    @Override
    public int hashCode() {
        return Long.hashCode(campaignId) * 31 + sink.hashCode();
    }

    /** Without the outcomes, so that it can stand in a log. */
    @Override
    public String toString() {
        return outcomes.size() + " outcomes of campaign " + campaign + " for " + sink;
    }
}
