package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading, page after page. Used by one thread at a time. */
public final class ContactPages {
    private final ContactQuery query;
    private final Optional<ContactCursor> after;
    private final ContactShape shape;
    private final SalesforceQuota quota;
    private final String org;
    private final boolean hasEvents;
    private ContactCursor reached;
    private Optional<Instant> sure = Optional.empty();
    private Optional<String> replayId = Optional.empty();
    private EventWait wait;
    private SalesforceOrg.Login login;
    private String path;

    ContactPages(ContactQuery query, Optional<ContactCursor> after, ContactShape shape, SalesforceQuota quota, String org, boolean hasEvents) {
        this.query = query;
        this.after = after;
        this.shape = shape;
        this.quota = quota;
        this.org = org;
        this.hasEvents = hasEvents;
    }

    boolean hasEvents() {
        return hasEvents;
    }

    void waitFor(EventWait news, SalesforceOrg.Login usedLogin) {
        wait = news;
        login = usedLogin;
    }

    SalesforceOrg.Login login() {
        return login;
    }

    EventWait step() {
        wait.step();
        return wait;
    }

    void endWait() {
        if (wait != null) {
            wait.close();
            wait = null;
        }
    }

    /** Whether there is no reason to read yet. */
    public boolean isWaiting() {
        return wait != null;
    }

    /**
     * @param until       as the query's
     * @param late        up to when changes are read that became visible late; empty: they are not looked for
     * @param again       after how long everything is read again; zero: never
     * @param without     as the query's
     * @param newReplayId what the next reading listens behind
     */
    void begin(Instant until, Optional<Instant> late, Duration again, Optional<String> without, Optional<String> newReplayId) {
        boolean isWhole = after.filter(cursor -> again.isZero() || until.isBefore(cursor.whole().plus(again))).isEmpty();
        sure = late;
        reached = after.map(cursor -> isWhole ? cursor.again(until, late.orElse(until)) : cursor).orElseGet(() -> ContactCursor.ofNone(until, late.orElse(until)));
        replayId = newReplayId;
        String soql = query.soql(after.filter(cursor -> !isWhole), until, late, without);
        path = "/services/data/" + SalesforceOrg.API + "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether a page is still to be read. */
    public boolean isOpen() {
        return path != null;
    }

    /**
     * Of the next request: the path behind the host, with the query.
     *
     * @throws SalesforceException if too few requests are left; what was read before stays taken
     */
    public String path() {
        quota.requireForReading(org);
        return path;
    }

    /**
     * The contacts and rejects of a page, as sources hand them over, and the end behind the last.
     *
     * @param body      Salesforce's answer
     * @param limitInfo the header {@code Sforce-Limit-Info}; null if there was none
     * @throws SalesforceException if the answer is no page
     */
    public List<Map<String, Object>> page(Object body, String limitInfo) {
        quota.told(org, limitInfo);
        JsonNode answer = SalesforceAnswer.read(body);
        JsonNode records = answer.get("records");
        if (records == null || !records.isArray() || !answer.path("done").isBoolean()) {
            throw new SalesforceException("Salesforce answered something else than a page of records");
        }
        List<Map<String, Object>> page = new ArrayList<>();
        for (JsonNode record : records) {
            Map<String, Object> item = shape.item(record);
            reached = reached.behind(record.path("SystemModstamp").asText(), record.path("Id").asText());
            item.put("cursor", reached.text());
            page.add(item);
        }
        if (answer.get("done").booleanValue()) {
            path = null;
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("list", query.object());
            end.put("end", true);
            if (hasEvents || sure.isPresent()) {
                // only now: a reading that breaks off is to hear its events again, and to look for late changes again
                end.put("cursor", reached.with(hasEvents ? replayId : reached.replayId()).sureUntil(sure.orElse(reached.sure())).text());
            }
            page.add(end);
        } else {
            String next = answer.path("nextRecordsUrl").asText();
            if (!next.startsWith("/services/data/") || next.equals(path)) {
                throw new SalesforceException("Salesforce answered a page without a readable next one");
            }
            path = next;
        }
        return page;
    }

    /** @throws SalesforceException always: what went wrong, in words that may be logged */
    public void failed(Throwable thrown, String limitInfo) {
        quota.told(org, limitInfo);
        throw SalesforceAnswer.failure(thrown, quota, org);
    }
}
