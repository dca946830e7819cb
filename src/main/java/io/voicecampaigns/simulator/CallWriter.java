package io.voicecampaigns.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** Tells calls as the provider does, as they stand at one moment. */
final class CallWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES_OF_A_CALL = 700;

    private final Behaviour behaviour;
    private final long now;

    CallWriter(Behaviour behaviour, long now) {
        this.behaviour = behaviour;
        this.now = now;
    }

    byte[] call(StoredCall call) {
        return written(1, json -> write(json, call));
    }

    /** @param totalPages told, with the page's number, only where pages were asked for by number */
    byte[] page(List<StoredCall> calls, boolean hasMore, OptionalInt page, OptionalInt totalPages) {
        return written(calls.size() + 1, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (StoredCall call : calls) {
                write(json, call);
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", hasMore);
            writeText(json, "first_id", calls.isEmpty() ? null : calls.get(0).id().toString());
            writeText(json, "last_id", calls.isEmpty() ? null : calls.get(calls.size() - 1).id().toString());
            writeNumber(json, "current_page", page);
            writeNumber(json, "total_pages", totalPages);
            json.writeEndObject();
        });
    }

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] written(int expectedCalls, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedCalls * USUAL_BYTES_OF_A_CALL);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json, StoredCall call) throws IOException {
        boolean ended = call.hasEnded(now);
        json.writeStartObject();
        json.writeStringField("id", call.id().toString());
        json.writeStringField("agent_id", call.agentId().toString());
        writeText(json, "agent_version_id", call.agentVersion());
        json.writeStringField("status", call.status(now, behaviour.vocabulary()));
        json.writeStringField("type", "outbound");
        json.writeObjectFieldStart("contact");
        json.writeStringField("id", call.contactId().toString());
        json.writeStringField("created_date", time(call.contactCreatedAt()));
        json.writeStringField("identifier", call.number());
        json.writeStringField("contact_type", "call");
        json.writeEndObject();
        json.writeStringField("phone_register_id", call.phoneId().toString());
        json.writeStringField("created_date", time(call.createdAt()));
        writeText(json, "recording_url",
                call.hasRecording(now, behaviour.timing().recordingLagMs()) ? call.recordingUrl() : null);
        writeText(json, "start_time", call.isPickedUp(now) ? time(call.answeredAt()) : null);
        writeText(json, "end_time", ended ? time(call.reportedEnd()) : null);
        writeNumber(json, "duration", ended ? OptionalInt.of(call.durationSeconds()) : OptionalInt.empty());
        writeText(json, "end_reason", !ended ? null : call.endReason() == null ? call.outcome().endReason() : call.endReason());
        if (behaviour.echoesVariables()) {
            json.writeFieldName("dynamic_variables");
            json.writeRawValue(call.variablesJson() == null ? "null" : call.variablesJson());
        }
        json.writeEndObject();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static void writeText(JsonGenerator json, String name, String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void writeNumber(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value.getAsInt());
        }
    }
}
