package io.voicecampaigns.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HubSpot's CRM API v3 as it is documented: contacts, lists, calls and associations, as far as the kamelets use them, with the limits
 * and the error shapes of its reference.
 */
public final class HubSpot extends StandIn {
    public static final String TOKEN = "pat-eu1-11111111-2222-3333-4444-555555555555";
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final int MOST_INPUTS = 100;
    private static final int MOST_FOUND = 10_000;
    private static final Set<String> STATUSES = Set.of("BUSY", "CALLING_CRM_USER", "CANCELED", "COMPLETED", "CONNECTING", "FAILED", "IN_PROGRESS",
            "NO_ANSWER", "QUEUED", "RINGING");
    private static final Set<String> CALL_PROPERTIES = Set.of("hs_timestamp", "hs_call_title", "hs_call_body", "hs_call_direction", "hs_call_disposition",
            "hs_call_duration", "hs_call_recording_url", "hs_call_status", "hs_call_to_number", "hs_call_from_number");

    private final Map<Long, Map<String, String>> contacts = new ConcurrentSkipListMap<>();
    private final Map<String, List<Long>> lists = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> calls = new ConcurrentHashMap<>();
    private final Map<String, String> callIds = new ConcurrentHashMap<>();
    private final Map<String, String> contactsOfCalls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(9000);

    /** Contact {@code 100 + i} has the number of {@code RunningBundle.number(i)}, and changed {@code i} milliseconds after ten. */
    public HubSpot withContacts(int first, int count) {
        for (long i = first; i < first + count; i++) {
            contacts.put(100 + i, new TreeMap<>(Map.of("firstname", "Persona " + i, "phone", "+34" + (600_000_000 + i), "hs_object_id", "" + (100 + i),
                    "lastmodifieddate", MILLISECONDS.format(Instant.parse("2026-11-20T10:00:00Z").plusMillis(i)))));
        }
        return this;
    }

    public HubSpot withProperty(long contact, String name, String value) {
        contacts.get(contact).put(name, value);
        return this;
    }

    public HubSpot withList(String id, Long... members) {
        lists.put(id, List.of(members));
        return this;
    }

    public void deleteContact(long id) {
        contacts.remove(id);
    }

    public Map<String, String> contact(long id) {
        return contacts.get(id);
    }

    /** The properties of each call, by the value of its unique property {@code voice_attempt_id}. */
    public Map<String, Map<String, String>> calls() {
        return Map.copyOf(calls);
    }

    /** The contact that the call of an attempt belongs to, or null. */
    public String contactOf(String attempt) {
        return contactsOfCalls.get(callIds.get(attempt));
    }

    @Override
    protected Answer answer(Asked request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found. This API supports OAuth 2.0 authentication");
        }
        String path = request.path();
        if (request.method().equals("GET") && path.matches("/crm/v3/lists/\\d+/memberships")) {
            return memberships(path.split("/")[4], request.query());
        }
        if (!request.method().equals("POST")) {
            return new Answer(405, "");
        }
        return switch (path) {
            case "/crm/v3/objects/contacts/search" -> search(request.json());
            case "/crm/v3/objects/contacts/batch/read" -> inputs(request.json(), this::read);
            case "/crm/v3/objects/calls/batch/upsert" -> inputs(request.json(), this::upsertCalls);
            case "/crm/v4/associations/calls/contacts/batch/associate/default" -> inputs(request.json(), this::associate);
            case "/crm/v3/objects/contacts/batch/update" -> inputs(request.json(), this::updateContacts);
            default -> error(404, "OBJECT_NOT_FOUND", "Unable to infer object type from: " + path);
        };
    }

    private Answer memberships(String list, Map<String, String> query) {
        List<Long> members = lists.get(list);
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        if (members == null || limit > 250) {
            return error(404, "OBJECT_NOT_FOUND", "List does not exist with ID " + list + ".");
        }
        if (query.containsKey("after") && query.get("after").isEmpty()) {
            return error(400, "VALIDATION_ERROR", "Invalid paging cursor");
        }
        int from = query.containsKey("after") ? Integer.parseInt(query.get("after").substring(3)) : 0;
        int to = Math.min(members.size(), from + limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("results", members.subList(from, to).stream().map(id -> Map.of("recordId", "" + id, "membershipTimestamp", "2026-11-20T09:00:00Z")).toList());
        if (to < members.size()) {
            page.put("paging", Map.of("next", Map.of("after", "MTA" + to, "link", "?after=MTA" + to)));
        }
        return Answer.json(200, page);
    }

    private Answer search(JsonNode body) {
        int limit = body.path("limit").asInt(10);
        String after = body.path("after").asText("0");
        if (limit > 200 || !after.matches("\\d+") || Integer.parseInt(after) + limit > MOST_FOUND) {
            return error(400, "VALIDATION_ERROR", "There was a problem with the request.");
        }
        List<Map<String, String>> found = new ArrayList<>();
        for (Map<String, String> contact : contacts.values()) {
            boolean matches = false;
            for (JsonNode group : body.path("filterGroups")) {
                boolean all = true;
                for (JsonNode filter : group.path("filters")) {
                    all &= matches(contact.get(filter.path("propertyName").asText()), filter);
                }
                matches |= all;
            }
            if (matches) {
                found.add(contact);
            }
        }
        JsonNode sort = body.path("sorts").path(0);
        Comparator<Map<String, String>> order = Comparator.comparing(contact -> contact.getOrDefault(sort.path("propertyName").asText(), ""));
        found.sort("DESCENDING".equals(sort.path("direction").asText()) ? order.reversed() : order);
        int from = Math.min(found.size(), Integer.parseInt(after));
        int to = Math.min(found.size(), from + limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("total", found.size());
        page.put("results", found.subList(from, to).stream().map(contact -> record(contact, body.path("properties"))).toList());
        if (to < found.size()) {
            page.put("paging", Map.of("next", Map.of("after", "" + to, "link", "?after=" + to)));
        }
        return Answer.json(200, page);
    }

    private static boolean matches(String value, JsonNode filter) {
        String wanted = filter.path("value").asText();
        return switch (filter.path("operator").asText()) {
            case "HAS_PROPERTY" -> value != null && !filter.has("value");
            case "EQ" -> wanted.equals(value);
            case "GTE" -> value != null && filter.path("value").isTextual()
                    && value.compareTo(MILLISECONDS.format(Instant.ofEpochMilli(Long.parseLong(wanted)))) >= 0;
            default -> throw new IllegalArgumentException("operator " + filter);
        };
    }

    private static Map<String, Object> record(Map<String, String> contact, JsonNode properties) {
        Map<String, Object> shown = new LinkedHashMap<>();
        properties.forEach(name -> shown.put(name.asText(), contact.get(name.asText())));
        shown.put("hs_object_id", contact.get("hs_object_id"));
        return Map.of("id", contact.get("hs_object_id"), "properties", shown, "createdAt", "2026-01-01T00:00:00Z",
                "updatedAt", contact.get("lastmodifieddate"), "archived", false);
    }

    private interface Batch {
        Answer answer(JsonNode body, List<Object> results, List<Object> errors);
    }

    private static Answer inputs(JsonNode body, Batch batch) {
        Set<String> seen = new HashSet<>();
        for (JsonNode input : body.path("inputs")) {
            if (!seen.add(input.path("id").asText() + input.path("from"))) {
                return error(400, "VALIDATION_ERROR", "Duplicate IDs found in batch input: [" + input.path("id").asText() + "]. IDs must be unique");
            }
        }
        if (seen.isEmpty() || seen.size() > MOST_INPUTS) {
            return error(400, "VALIDATION_ERROR", "The maximum number of inputs supported in a batch request is 100");
        }
        List<Object> results = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        Answer whole = batch.answer(body, results, errors);
        if (whole != null) {
            return whole;
        }
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("status", "COMPLETE", "results", results, "startedAt", "2026-11-20T10:00:00Z",
                "completedAt", "2026-11-20T10:00:01Z"));
        if (!errors.isEmpty()) {
            answer.putAll(Map.of("numErrors", errors.size(), "errors", errors));
        }
        return Answer.json(errors.isEmpty() ? 200 : 207, answer);
    }

    private Answer read(JsonNode body, List<Object> results, List<Object> errors) {
        for (JsonNode input : body.path("inputs")) {
            Map<String, String> contact = contacts.get(input.path("id").asLong());
            if (contact == null) {
                errors.add(Map.of("status", "error", "category", "OBJECT_NOT_FOUND", "message", "Could not get some CONTACT objects, they may be deleted",
                        "context", Map.of("ids", List.of(input.path("id").asText()))));
            } else {
                // in no particular order
                results.add(0, record(contact, body.path("properties")));
            }
        }
        return null;
    }

    private Answer upsertCalls(JsonNode body, List<Object> results, List<Object> errors) {
        for (JsonNode input : body.path("inputs")) {
            String wrong = wrong(input);
            if (wrong != null && !input.has("objectWriteTraceId")) {
                return error(400, "VALIDATION_ERROR", wrong);
            }
            if (wrong != null) {
                errors.add(failure("VALIDATION_ERROR", wrong, input));
                continue;
            }
            String attempt = input.path("id").asText();
            Map<String, String> properties = calls.computeIfAbsent(attempt, id -> new TreeMap<>(Map.of("voice_attempt_id", id)));
            boolean isNew = !callIds.containsKey(attempt);
            String id = callIds.computeIfAbsent(attempt, key -> "" + ids.incrementAndGet());
            input.path("properties").properties().forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
            results.add(0, Map.of("id", id, "new", isNew, "properties", properties, "objectWriteTraceId", input.path("objectWriteTraceId").asText(),
                    "createdAt", "2026-11-20T10:00:00Z", "updatedAt", "2026-11-20T10:00:00Z", "archived", false));
        }
        return null;
    }

    private static String wrong(JsonNode input) {
        JsonNode properties = input.path("properties");
        if (!input.path("idProperty").asText().equals("voice_attempt_id")) {
            return "Property \"" + input.path("idProperty").asText() + "\" does not have unique values";
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!CALL_PROPERTIES.contains(property.getKey())) {
                return "Property \"" + property.getKey() + "\" does not exist";
            }
        }
        boolean isGood = (properties.path("hs_timestamp").asText().matches("\\d{13}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"))
                && (properties.path("hs_call_status").isMissingNode() || STATUSES.contains(properties.path("hs_call_status").asText()))
                && properties.path("hs_call_duration").asText("0").matches("\\d+")
                && properties.path("hs_call_disposition").asText("00000000-0000-0000-0000-000000000000").matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                && properties.path("hs_call_recording_url").asText("https://").startsWith("https://");
        return isGood ? null : "Property values were not valid: [{\"isValid\":false}]";
    }

    private Answer associate(JsonNode body, List<Object> results, List<Object> errors) {
        for (JsonNode input : body.path("inputs")) {
            String call = input.path("from").path("id").asText();
            String contact = input.path("to").path("id").asText();
            if (!callIds.containsValue(call) || !contact.matches("\\d+") || !contacts.containsKey(Long.parseLong(contact))) {
                errors.add(Map.of("status", "error", "category", "OBJECT_NOT_FOUND", "message", "One or more associations' objects do not exist",
                        "context", Map.of("fromObjectType", List.of("CALL"), "toObjectType", List.of("CONTACT"))));
                continue;
            }
            contactsOfCalls.put(call, contact);
            for (int type : new int[] {193, 194}) {
                results.add(Map.of("from", Map.of("id", type == 193 ? contact : call), "to", Map.of("id", type == 193 ? call : contact),
                        "associationSpec", Map.of("associationCategory", "HUBSPOT_DEFINED", "associationTypeId", type)));
            }
        }
        return null;
    }

    private Answer updateContacts(JsonNode body, List<Object> results, List<Object> errors) {
        for (JsonNode input : body.path("inputs")) {
            Map<String, String> contact = contacts.get(input.path("id").asLong());
            boolean isKnown = input.path("properties").properties().stream().allMatch(property -> property.getKey().matches("voice_last_outcome|voice_last_call"));
            if (contact == null || !isKnown) {
                errors.add(failure(contact == null ? "OBJECT_NOT_FOUND" : "VALIDATION_ERROR", contact == null ? "resource not found"
                        : "Property values were not valid", input));
                continue;
            }
            input.path("properties").properties().forEach(property -> contact.put(property.getKey(), property.getValue().asText()));
            results.add(record(contact, body.path("properties")));
        }
        return null;
    }

    private static Map<String, Object> failure(String category, String message, JsonNode input) {
        return Map.of("status", "error", "category", category, "message", message,
                "context", Map.of("objectWriteTraceId", List.of(input.path("objectWriteTraceId").asText())));
    }

    /** As in HubSpot's reference of errors. */
    public static Answer error(int status, String category, String message) {
        return Answer.json(status, Map.of("status", "error", "message", message, "correlationId", "a43683b0-5717-4ceb-80b4-104d02915d8c", "category", category));
    }

    /** As in HubSpot's usage guidelines, where one second's requests are used up. */
    public static Answer tooMany() {
        return Answer.json(429, Map.of("status", "error", "message", "You have reached your secondly limit.", "errorType", "RATE_LIMIT",
                "correlationId", "c033cdaa-2c40-4a64-ae48-b4cec88dad24", "policyName", "SECONDLY"));
    }
}
