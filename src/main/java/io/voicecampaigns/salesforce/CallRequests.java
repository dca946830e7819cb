package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The composite requests that write calls: whatever is written of 200 outcomes is one request. Immutable.
 *
 * @param externalId the field that calls are upserted by; blank: they are looked up by CallObject first
 */
record CallRequests(CallTask task, String externalId) {
    static final String CALLS = "calls";
    static final String CALLS_AGAIN = "calls_again";
    static final String NEW_CALLS = "new_calls";
    static final String CHANGES = "changes";
    static final String KNOWN = "known";

    private static final String DATA = "/services/data/" + SalesforceOrg.API;

    boolean isUpsert() {
        return !externalId.isEmpty();
    }

    /** Asks which calls there are; only without external id. */
    String lookUp(List<CallRecord> records) {
        TreeSet<String> words = new TreeSet<>();
        records.forEach(record -> words.addAll(List.of(record.ref(), record.callObject())));
        return query("SELECT Id, CallObject FROM " + task.object() + " WHERE CallObject IN ('" + String.join("','", words.stream()
                .map(word -> word.replace("\\", "\\\\").replace("'", "\\'")).toList()) + "')");
    }

    /** Asks who converted leads have become. */
    String converted(List<CallRecord> records) {
        return query(ConvertedLeads.soql(records));
    }

    private static String query(String soql) {
        ObjectNode request = request();
        add(request, "GET", KNOWN, "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8).replace("+", "%20")
                // 200 calls have to fit into 16 kB, the longest address
                .replace("%27", "'").replace("%2C", ","));
        return SalesforceAnswer.text(request);
    }

    /**
     * Writes calls and changes.
     *
     * @param known        ids of calls by CallObject; only without external id
     * @param withoutSubtype whether the calls are known to exist, so that what cannot be changed is left out
     */
    String write(List<CallRecord> records, Map<String, String> known, boolean withoutSubtype) {
        ObjectNode request = request();
        if (isUpsert()) {
            String url = "/composite/sobjects/" + task.object() + "/" + externalId;
            List<CallRecord> calls = records.stream().filter(record -> record.call().isPresent()).toList();
            collection(request, "PATCH", CALLS, url, calls.stream().map(record -> upserted(record, withoutSubtype)).toList());
            // a later revision mostly finds its Task, whose subtype cannot be changed any more
            collection(request, "PATCH", CALLS_AGAIN, url, withoutSubtype ? List.of() : again(records).stream().map(record -> upserted(record, true)).toList());
        } else {
            collection(request, "PATCH", CALLS, "/composite/sobjects", existing(records, known).stream().map(record -> {
                Map<String, Object> call = without(record.call().orElseThrow(), true);
                call.put("id", known(record, known));
                return call;
            }).toList());
            collection(request, "POST", NEW_CALLS, "/composite/sobjects", missing(records, known).stream().map(record -> record.call().orElseThrow()).toList());
        }
        collection(request, "PATCH", CHANGES, "/composite/sobjects", changes(records).values());
        return SalesforceAnswer.text(request);
    }

    boolean isEmpty(List<CallRecord> records) {
        return records.stream().allMatch(record -> record.call().isEmpty() && record.changes().isEmpty());
    }

    List<CallRecord> again(List<CallRecord> records) {
        return task.isTask() ? records.stream().filter(record -> record.call().isPresent() && record.revision() > 1).toList() : List.of();
    }

    List<CallRecord> existing(List<CallRecord> records, Map<String, String> known) {
        return records.stream().filter(record -> record.call().isPresent() && known(record, known) != null).toList();
    }

    List<CallRecord> missing(List<CallRecord> records, Map<String, String> known) {
        return records.stream().filter(record -> record.call().isPresent() && known(record, known) == null).toList();
    }

    private static String known(CallRecord record, Map<String, String> known) {
        return known.getOrDefault(record.callObject(), known.get(record.ref()));
    }

    /** By id: where a batch holds several attempts at one person, the last one's; one object after the other, as Salesforce works them off. */
    static Map<String, Map<String, Object>> changes(List<CallRecord> records) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (CallRecord record : records) {
            record.changes().forEach((id, change) -> all.merge(id, change, (before, after) -> {
                Map<String, Object> both = new LinkedHashMap<>(before);
                both.putAll(after);
                return both;
            }));
        }
        Map<String, Map<String, Object>> sorted = new LinkedHashMap<>();
        all.entrySet().stream().sorted(Comparator.comparing(each -> String.valueOf(each.getValue().get("attributes"))))
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }

    private Map<String, Object> upserted(CallRecord record, boolean withoutSubtype) {
        Map<String, Object> call = without(record.call().orElseThrow(), withoutSubtype);
        call.put(externalId, record.ref());
        return call;
    }

    private static Map<String, Object> without(Map<String, Object> call, boolean withoutSubtype) {
        Map<String, Object> copy = new LinkedHashMap<>(call);
        if (withoutSubtype) {
            copy.remove(CallTask.SUBTYPE);
        }
        return copy;
    }

    private static ObjectNode request() {
        ObjectNode request = SalesforceAnswer.JSON.createObjectNode().put("allOrNone", false);
        request.putArray("compositeRequest");
        return request;
    }

    private static ObjectNode add(ObjectNode request, String method, String name, String url) {
        return ((ArrayNode) request.get("compositeRequest")).addObject().put("method", method).put("referenceId", name).put("url", DATA + url);
    }

    private static void collection(ObjectNode request, String method, String name, String url, Collection<Map<String, Object>> records) {
        if (!records.isEmpty()) {
            ObjectNode body = add(request, method, name, url).putObject("body").put("allOrNone", false);
            body.set("records", SalesforceAnswer.JSON.convertValue(new ArrayList<>(records), JsonNode.class));
        }
    }
}
