package io.voicecampaigns.operate;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit as it is shown. Times are in UTC: it concerns all campaigns. */
public final class AuditPages {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final int OK = 200;
    private static final String LINES = "application/x-ndjson";

    private final Audit audit;

    public AuditPages(Audit audit) {
        this.audit = audit;
    }

    /**
     * The newest entries, oldest first; or every one as a line of JSON, for whoever accepts {@code application/x-ndjson}.
     *
     * @param since  an instant such as 2026-11-21T08:00:00Z; null: from the beginning
     * @param limit  at most this many, 1 to 1,000; null: 100. It says nothing about lines
     * @param accept the request's header; may be null
     */
    public Reply show(String since, String limit, String accept) {
        Instant from = since(since);
        if (accept != null && accept.contains(LINES)) {
            StringBuilder lines = new StringBuilder();
            audit.each(from, entry -> lines.append(Reply.json(shown(entry))).append('\n'));
            return new Reply(OK, LINES, lines.toString());
        }
        List<Map<String, Object>> entries = audit.since(from, limit(limit)).stream().map(AuditPages::shown).toList();
        return Reply.ok(Map.of("entries", entries));
    }

    private static Instant since(String text) {
        try {
            return text == null || text.isBlank() ? Instant.EPOCH : Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw RefusedException.badRequest("since is not an instant", "write it as 2026-11-21T08:00:00Z");
        }
    }

    private static int limit(String text) {
        if (text == null || text.isBlank()) {
            return USUAL;
        }
        if (!text.strip().matches("[1-9]\\d{0,3}") || Integer.parseInt(text.strip()) > MOST) {
            throw RefusedException.badRequest("limit is not a number from 1 to " + MOST, "leave it out for " + USUAL);
        }
        return Integer.parseInt(text.strip());
    }

    private static Map<String, Object> shown(Audit.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", entry.at().toString());
        shown.put("who", entry.who());
        shown.put("what", entry.what());
        shown.put("subject", entry.subject());
        shown.put("detail", entry.detail());
        return shown;
    }
}
