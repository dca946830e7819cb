package io.voicecampaigns.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code GET /api/v1/agent-calls} and {@code GET /api/v1/agent-calls/{id}}. */
final class FeatherCalls {
    private static final int MOST_ON_A_PAGE = 100;
    private static final int USUAL_ON_A_PAGE = 20;

    private final CallBook book;
    private final Behaviour behaviour;
    private final long now;

    FeatherCalls(World world) {
        this.book = world.calls();
        this.behaviour = world.behaviour();
        this.now = world.now();
    }

    Answer call(String id) {
        StoredCall call = Query.uuidOf(id).flatMap(book::find)
                .orElseThrow(() -> new Refused(FeatherApi.error(404, "CALL_NOT_FOUND", "Call not found")));
        ObjectNode answer = Json.object();
        answer.set("agentCall", told(call));
        return Answer.json(200, answer);
    }

    /** @param repeatsFirstPage whether cursors are ignored and more is always promised */
    Answer page(Query query, boolean repeatsFirstPage) {
        int limit = query.number("limit", MOST_ON_A_PAGE).orElse(USUAL_ON_A_PAGE);
        int lag = behaviour.timing().listLagMs();
        int size = lag > 0 ? Math.min(book.size(), book.firstSince(now - lag + 1, book.size())) : book.size();
        boolean upwards = behaviour.feather().oldestFirst();
        Optional<Integer> after = repeatsFirstPage ? Optional.empty() : query.text("cursor").map(this::placeOf);
        int place = after.map(last -> upwards ? last + 1 : last - 1).orElse(upwards ? 0 : size - 1);
        ObjectNode answer = Json.object();
        ArrayNode calls = answer.putArray("agentCalls");
        StoredCall last = null;
        for (; calls.size() < limit && place >= 0 && place < size; place += upwards ? 1 : -1) {
            last = book.at(place);
            calls.add(told(last));
        }
        boolean more = repeatsFirstPage || place >= 0 && place < size;
        ObjectNode pagination = answer.putObject("pagination").put("limit", limit);
        pagination.put("nextCursor", more && last != null ? cursor(last) : null);
        return Answer.json(200, answer);
    }

    private static String cursor(StoredCall call) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("after:" + call.id()).getBytes(StandardCharsets.UTF_8));
    }

    private int placeOf(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return book.find(UUID.fromString(text.substring("after:".length()))).orElseThrow().place();
        } catch (RuntimeException e) {
            throw new Refused(FeatherApi.error(400, "INVALID_CURSOR", "The cursor is not known"));
        }
    }

    private ObjectNode told(StoredCall call) {
        boolean ended = call.hasEnded(now);
        boolean known = call.hasRecording(now, behaviour.timing().recordingLagMs());
        ObjectNode json = Json.object().put("id", call.id().toString()).put("agentId", call.agentId().toString())
                .put("agentVersionId", call.agentVersion()).put("status", status(call, ended))
                .put("callEndedReason", !ended ? null : call.endReason() == null ? call.outcome().callEndedReason() : call.endReason())
                .put("callStartedAt", call.isPickedUp(now) || ended ? time(call.answeredAt()) : null)
                .put("callEndedAt", ended ? time(call.reportedEnd()) : null)
                .put("recordingUrl", known ? call.recordingUrl() : null)
                .put("transcript", known ? Said.in(call).stream().map(turn -> turn.speaker() + ": " + turn.text())
                        .collect(Collectors.joining("\n")) : null)
                .put("summary", known ? Said.summary(call) : null)
                .put("leadId", call.leadId()).put("fromPhoneNumber", "+12125550100").put("toPhoneNumber", call.number());
        if (behaviour.feather().tellsCreation()) {
            json.put("createdAt", time(call.createdAt()));
        }
        if (ended) {
            json.put("callDuration", call.durationSeconds());
        } else {
            json.putNull("callDuration");
        }
        if (behaviour.echoesVariables()) {
            json.set("variables", variables(call));
        }
        ObjectNode analysis = json.putObject("structuredPostCallAnalysis");
        if (known) {
            analysis.put("will_renew", call.outcome() != Outcome.VOICEMAIL).put("next_step", "send the contract");
        }
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode variables(StoredCall call) {
        try {
            return Json.MAPPER.readTree(call.variablesJson() == null ? "{}" : call.variablesJson());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String status(StoredCall call, boolean ended) {
        if (ended) {
            boolean failed = call.outcome() == Outcome.FAILED || call.outcome() == Outcome.INVALID_NUMBER;
            return call.status() != null ? call.status() : failed ? "FAILED" : "COMPLETED";
        }
        return call.isPickedUp(now) ? "IN_PROGRESS" : "PENDING";
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
