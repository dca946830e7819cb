package io.voicecampaigns.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a conversation a campaign wants to have reported. Personal data: nothing, unless its file says so.
 *
 * @param analysis names of what the agent was told to find out
 */
public record Texts(boolean transcript, boolean summary, List<String> analysis) {
    public static final Texts NONE = new Texts(false, false, List.of());

    private static final String OF_ANALYSIS = "call_analysis_";

    public Texts {
        analysis = List.copyOf(analysis);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The columns of results that hold them, in their order. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        if (transcript) {
            columns.add("call_transcript");
        }
        if (summary) {
            columns.add("call_summary");
        }
        analysis.forEach(name -> columns.add(OF_ANALYSIS + name));
        return columns;
    }
}
