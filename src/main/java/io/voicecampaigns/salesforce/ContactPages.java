package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading, page after page. Used by one thread at a time. */
public final class ContactPages {
    private final ContactQuery query;
    private final Instant since;
    private final ContactShape shape;
    private final SalesforceQuota quota;
    private final String org;
    private String path;

    ContactPages(ContactQuery query, String soql, Instant since, ContactShape shape, SalesforceQuota quota, String org) {
        this.query = query;
        this.since = since;
        this.shape = shape;
        this.quota = quota;
        this.org = org;
        this.path = "/services/data/" + SalesforceOrg.API + "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8).replace("+", "%20");
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
            item.put("cursor", ContactCursor.of(record.path("SystemModstamp").asText(), record.path("Id").asText(), since).text());
            page.add(item);
        }
        if (answer.get("done").booleanValue()) {
            path = null;
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("list", query.object());
            end.put("end", true);
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
