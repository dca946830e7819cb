package io.voicecampaigns.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns that a file has of us, and the values of a row in them: texts, whole numbers, or null. */
final class OwnColumns {
    private static final List<String> CALL = List.of("call_status", "call_end_reason", "call_started_at", "call_ended_at",
            "call_agent_version", "call_error");
    private static final List<String> OUTCOME = List.of("call_state", "call_disposition", "call_duration_seconds",
            "call_recording_url", "call_id");

    static final OwnColumns RESULTS = new OwnColumns(OUTCOME, List.of("call_attempts"), CALL);
    static final OwnColumns ATTEMPTS = new OwnColumns(List.of("call_contact", "call_attempt", "call_attempt_id"), OUTCOME, CALL);
    static final OwnColumns REJECTED = new OwnColumns(List.of("rejected_line", "rejected_reason"));

    private final List<String> names = new ArrayList<>();
    private final Set<String> lowerCase = new HashSet<>();

    @SafeVarargs
    private OwnColumns(List<String>... groups) {
        for (List<String> group : groups) {
            names.addAll(group);
        }
        lowerCase.addAll(names);
    }

    /** These, and then columns of what was said. */
    OwnColumns with(List<String> texts) {
        return new OwnColumns(names, texts);
    }

    List<String> names() {
        return names;
    }

    /** Whether a column of the list has to give way. */
    boolean replace(String column) {
        return lowerCase.contains(column.strip().toLowerCase(Locale.ROOT));
    }

    static List<Object> of(ResultRow result, ResultStyle style) {
        Object[] values = new Object[RESULTS.names.size() + style.texts().size()];
        outcome(values, 0, result);
        values[5] = result.attempts();
        call(values, 6, result, style);
        said(values, result, style);
        return Arrays.asList(values);
    }

    static List<Object> of(AttemptRow attempt, ResultStyle style) {
        Object[] values = new Object[ATTEMPTS.names.size() + style.texts().size()];
        values[0] = attempt.contactKey();
        values[1] = attempt.attempt();
        values[2] = attempt.attemptId().toString();
        outcome(values, 3, attempt.call());
        call(values, 8, attempt.call(), style);
        said(values, attempt.call(), style);
        return Arrays.asList(values);
    }

    static List<Object> of(Rejection rejection) {
        return List.of(rejection.line(), rejection.reason());
    }

    private static void said(Object[] values, ResultRow result, ResultStyle style) {
        int at = values.length - style.texts().size();
        for (String column : style.texts()) {
            values[at++] = result.texts().get(column);
        }
    }

    private static void outcome(Object[] values, int at, ResultRow result) {
        values[at] = result.state();
        values[at + 1] = result.disposition().map(disposition -> disposition.word()).orElse(null);
        values[at + 2] = result.durationSeconds().isPresent() ? result.durationSeconds().getAsInt() : null;
        values[at + 3] = result.recordingUrl().orElse(null);
        values[at + 4] = result.callId().orElse(null);
    }

    private static void call(Object[] values, int at, ResultRow result, ResultStyle style) {
        values[at] = result.status().orElse(null);
        values[at + 1] = result.endReason().orElse(null);
        values[at + 2] = result.startedAt().map(style::time).orElse(null);
        values[at + 3] = result.endedAt().map(style::time).orElse(null);
        values[at + 4] = result.agentVersion().orElse(null);
        values[at + 5] = result.error().orElse(null);
    }
}
