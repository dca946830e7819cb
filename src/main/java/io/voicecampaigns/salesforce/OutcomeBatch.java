package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One batch of outcomes on its way into Salesforce, request after request. Used by one thread at a time. */
public final class OutcomeBatch {
    /** Also the most that two collections of changes can come to, since a batch changes at most two records for each outcome. */
    private static final int AT_ONCE = 200;

    private final CallRequests requests;
    private final SalesforceQuota quota;
    private final String org;
    private final List<List<CallRecord>> waiting = new ArrayList<>();
    private final Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
    private final Map<String, String> known = new HashMap<>();
    /** Refused so far, for the sake of leads that are no more. */
    private final List<CallRecord> converted = new ArrayList<>();
    private List<CallRecord> current = List.of();
    private Step step = Step.WRITE;

    private enum Step { LOOK_UP, WRITE, REPEAT, ASK_CONVERTED }

    OutcomeBatch(List<CallRecord> records, List<Map<String, Object>> refused, CallRequests requests, SalesforceQuota quota, String org) {
        this.requests = requests;
        this.quota = quota;
        this.org = org;
        refused.forEach(answer -> answers.put(String.valueOf(answer.get("ref")), answer));
        split(records);
        advance();
    }

    /** No more changes than one collection takes. */
    private void split(List<CallRecord> records) {
        List<CallRecord> part = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        for (CallRecord record : records) {
            Set<String> more = new HashSet<>(record.changes().keySet());
            more.removeAll(changed);
            if (part.size() == AT_ONCE || changed.size() + more.size() > AT_ONCE) {
                waiting.add(part);
                part = new ArrayList<>();
                changed.clear();
            }
            part.add(record);
            changed.addAll(record.changes().keySet());
        }
        if (!part.isEmpty()) {
            waiting.add(part);
        }
    }

    private void advance() {
        current = List.copyOf(converted);
        converted.clear();
        step = Step.ASK_CONVERTED;
        while (!waiting.isEmpty() && current.isEmpty()) {
            List<CallRecord> next = waiting.remove(0);
            if (requests.isEmpty(next)) {
                next.forEach(record -> answers.put(record.ref(), answer(record.ref(), true, false, null)));
            } else {
                current = next;
                step = requests.isUpsert() ? Step.WRITE : Step.LOOK_UP;
            }
        }
    }

    /** Whether there is something to send. */
    public boolean isOpen() {
        return !current.isEmpty();
    }

    /** The body of the next composite request. */
    public String body() {
        return switch (step) {
            case LOOK_UP -> requests.lookUp(current);
            case ASK_CONVERTED -> requests.converted(current);
            default -> requests.write(current, known, step == Step.REPEAT);
        };
    }

    /** @throws SalesforceException if the answer cannot be read and nothing was written before */
    public void took(Object body, String limitInfo) {
        quota.told(org, limitInfo);
        try {
            JsonNode parts = SalesforceAnswer.read(body).path("compositeResponse");
            if (!parts.isArray() || parts.isEmpty()) {
                throw new SalesforceException("Salesforce answered something else than what became of the records");
            }
            if (step == Step.LOOK_UP) {
                known.clear();
                found(parts.get(0)).forEach(record -> known.put(record.path("CallObject").asText(), record.path("Id").asText()));
                step = Step.WRITE;
            } else if (step == Step.ASK_CONVERTED) {
                current = ConvertedLeads.replaced(current, found(parts.get(0)));
                step = Step.WRITE;
                if (current.isEmpty()) {
                    advance();
                }
            } else {
                written(parts);
            }
            if (isOpen()) {
                quota.requireForWriting(org);
            }
        } catch (SalesforceException e) {
            giveUp(e);
        }
    }

    /** A request failed as a whole: nothing more is sent now. */
    public void failed(Throwable thrown, String limitInfo) {
        quota.told(org, limitInfo);
        giveUp(SalesforceAnswer.failure(thrown, quota, org));
    }

    private void giveUp(SalesforceException reason) {
        if (answers.values().stream().noneMatch(answer -> Boolean.TRUE.equals(answer.get("ok")))) {
            throw reason;
        }
        waiting.add(0, current);
        waiting.add(0, List.copyOf(converted));
        waiting.forEach(part -> part.forEach(record -> answers.put(record.ref(), answer(record.ref(), false, true, reason.getMessage()))));
        waiting.clear();
        converted.clear();
        current = List.of();
    }

    private JsonNode found(JsonNode part) {
        JsonNode records = part.path("body").path("records");
        if (part.path("httpStatusCode").asInt() != 200 || !records.isArray() || !part.path("body").path("done").asBoolean()) {
            throw new SalesforceException("the org " + org + " does not tell what it has (" + SalesforceAnswer.code(part.path("body").path(0)) + ")");
        }
        return records;
    }

    private void written(JsonNode parts) {
        Map<String, Optional<JsonNode>> errors = new HashMap<>();
        Set<String> unchanged = new HashSet<>();
        for (JsonNode part : parts) {
            switch (part.path("referenceId").asText()) {
                case CallRequests.CALLS -> each(part, requests.isUpsert() ? withCall() : requests.existing(current, known), errors, unchanged);
                case CallRequests.CALLS_AGAIN -> each(part, requests.again(current), errors, unchanged);
                case CallRequests.NEW_CALLS -> each(part, requests.missing(current, known), errors, unchanged);
                default -> changed(part, errors);
            }
        }
        List<CallRecord> repeated = new ArrayList<>();
        for (CallRecord record : current) {
            Optional<JsonNode> error = errors.getOrDefault(record.ref(), Optional.empty());
            if (error.isPresent() && unchanged.contains(record.ref()) && step == Step.WRITE) {
                repeated.add(record);
            } else {
                // this answer stands if nobody knows who the lead has become
                error.filter(each -> ConvertedLeads.isReason(each, record)).ifPresent(each -> converted.add(record));
                answers.put(record.ref(), error.map(each -> answer(record.ref(), false, isPassing(each), SalesforceAnswer.message(each)))
                        .orElseGet(() -> answer(record.ref(), true, false, null)));
            }
        }
        if (repeated.isEmpty()) {
            advance();
        } else {
            current = repeated;
            step = Step.REPEAT;
        }
    }

    private List<CallRecord> withCall() {
        return current.stream().filter(record -> record.call().isPresent()).toList();
    }

    /** A later collection's word on the same record counts. */
    private static void each(JsonNode part, List<CallRecord> records, Map<String, Optional<JsonNode>> errors, Set<String> unchanged) {
        for (int i = 0; i < records.size(); i++) {
            Optional<JsonNode> error = error(part, i);
            errors.put(records.get(i).ref(), error);
            if (error.filter(OutcomeBatch::isSubtype).isPresent()) {
                unchanged.add(records.get(i).ref());
            } else {
                unchanged.remove(records.get(i).ref());
            }
        }
    }

    private void changed(JsonNode part, Map<String, Optional<JsonNode>> errors) {
        Map<String, JsonNode> byId = new HashMap<>();
        int place = 0;
        for (String id : CallRequests.changes(current).keySet()) {
            error(part, place++).ifPresent(error -> byId.put(id, error));
        }
        for (CallRecord record : current) {
            record.changes().keySet().stream().filter(byId::containsKey).findFirst()
                    .ifPresent(id -> errors.merge(record.ref(), Optional.of(byId.get(id)), (before, now) -> before.isPresent() ? before : now));
        }
    }

    private static Optional<JsonNode> error(JsonNode part, int place) {
        JsonNode body = part.path("body");
        if (part.path("httpStatusCode").asInt() >= 300) {
            return Optional.of(body.path(0));
        }
        JsonNode result = body.path(place);
        if (result.path("success").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(result.path("errors").path(0).isMissingNode() ? SalesforceAnswer.JSON.createObjectNode().put("statusCode", "UNKNOWN_EXCEPTION")
                .put("message", "Salesforce did not say what became of the record") : result.path("errors").path(0));
    }

    /** Whoever is writing the same call at the moment, such as a request that nobody waits for any more, will have written it. */
    private boolean isPassing(JsonNode error) {
        boolean isTwin = requests.isUpsert() && SalesforceAnswer.code(error).equals("DUPLICATE_VALUE") && error.toString().contains(requests.externalId());
        return isTwin || SalesforceAnswer.isPassing(error);
    }

    /** A Task that exists keeps its subtype, and Salesforce refuses the whole record for its sake. */
    private static boolean isSubtype(JsonNode error) {
        return SalesforceAnswer.code(error).equals("INVALID_FIELD_FOR_INSERT_UPDATE") && error.toString().contains(CallTask.SUBTYPE);
    }

    /** What the sink says of each outcome. */
    public List<Map<String, Object>> answers() {
        return List.copyOf(answers.values());
    }

    static Map<String, Object> answer(Object ref, boolean isOk, boolean isPassing, String error) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ref", ref);
        answer.put("ok", isOk);
        if (!isOk) {
            answer.put("retry", isPassing);
            answer.put("error", error);
        }
        return answer;
    }
}
