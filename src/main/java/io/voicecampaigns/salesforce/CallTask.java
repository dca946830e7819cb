package io.voicecampaigns.salesforce;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes of an outcome the record of its call: a completed Task, or one of an object of the org's own. Thread-safe. */
final class CallTask {
    static final String SUBTYPE = "TaskSubtype";
    static final String WHO = "WhoId";
    static final String DO_NOT_CALL = "DoNotCall";
    private static final int LONGEST_WORD = 255;

    private final String object;
    private final String recordingField;
    private final String subject;
    private final CallFields more;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone of the date that the Task stands under */
    CallTask(String object, String recordingField, String subject, CallFields more, ZoneId zone, Clock clock) {
        this.object = object;
        this.recordingField = recordingField;
        this.subject = subject;
        this.more = more;
        this.zone = zone;
        this.clock = clock;
    }

    String object() {
        return object;
    }

    boolean isTask() {
        return object.equals("Task");
    }

    /** @param places the outcome's fields, with {@code record, who, what} */
    Map<String, Object> record(Map<String, Object> places, SalesforceRef ref) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("attributes", Map.of("type", object));
        if (isTask()) {
            fields.put("Subject", cut(subject.replace("${disposition}", String.valueOf(places.get("disposition")))
                    .replace("${campaign}", String.valueOf(places.get("campaign")))));
            fields.put("Status", "Completed");
            fields.put("Priority", "Normal");
            fields.put(SUBTYPE, "Call");
            fields.put("CallType", "Outbound");
            fields.put("ActivityDate", date(places));
            fields.put("CallDisposition", cut(String.valueOf(places.get("disposition"))));
            fields.put("CallObject", cut(callObject(places)));
            put(fields, "CallDurationInSeconds", places.get("duration_seconds"));
            put(fields, "Description", description(places));
            put(fields, WHO, ref.who().orElse(null));
            put(fields, "WhatId", ref.whatBesideWho().orElse(null));
        }
        if (isInField(places)) {
            put(fields, recordingField, places.get("recording_url"));
        }
        fields.putAll(more.fill(places));
        return fields;
    }

    /** The provider's id of the call; what no call was made for is told apart by its attempt. */
    static String callObject(Map<String, Object> outcome) {
        return String.valueOf(outcome.getOrDefault("call_id", outcome.get("ref")));
    }

    String date(Map<String, Object> outcome) {
        Instant when = Optional.ofNullable(outcome.get("started_at")).or(() -> Optional.ofNullable(outcome.get("ended_at")))
                .map(time -> Instant.parse(String.valueOf(time))).orElseGet(clock::instant);
        return when.atZone(zone).toLocalDate().toString();
    }

    private String description(Map<String, Object> outcome) {
        StringBuilder text = new StringBuilder("Campaign ").append(outcome.get("campaign")).append(", attempt ").append(outcome.get("attempt"));
        append(text, "Ended", outcome.get("end_reason"));
        append(text, "Error", outcome.get("error"));
        if (!isInField(outcome)) {
            append(text, "Recording", outcome.get("recording_url"));
        }
        return text.toString();
    }

    /** A Url field takes 255 characters, and with a longer one Salesforce refuses the whole Task. */
    private boolean isInField(Map<String, Object> outcome) {
        return !recordingField.isEmpty() && (!isTask() || String.valueOf(outcome.get("recording_url")).length() <= LONGEST_WORD);
    }

    private static void append(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append('\n').append(name).append(": ").append(value);
        }
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_WORD ? text : text.substring(0, LONGEST_WORD);
    }
}
