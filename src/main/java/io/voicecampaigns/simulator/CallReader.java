package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** {@code GET /v1/call/}, {@code GET /v1/call/{id}}, {@code GET /v1/call/{id}/message} and {@code GET /v1/recording/{id}}. */
final class CallReader {
    private static final int MOST_ON_A_PAGE = 1_000;
    private static final int USUAL_ON_A_PAGE = 50;

    private final CallBook book;
    private final Behaviour behaviour;
    private final long now;

    CallReader(World world) {
        this.book = world.calls();
        this.behaviour = world.behaviour();
        this.now = world.now();
    }

    Answer call(String id) {
        return Answer.json(200, new CallWriter(behaviour, now).call(existing(id, "id")));
    }

    Answer recording(String callId) {
        StoredCall call = existing(callId, "call_id");
        if (!call.hasRecording(now, behaviour.timing().recordingLagMs())) {
            return Answer.error(404, "RECORDING_NOT_FOUND", "Recording of call " + callId + " not found");
        }
        return Answer.json(200, Json.object().put("recording_url", call.recordingUrl()));
    }

    /** What was said, in one page. */
    Answer conversation(String callId) {
        StoredCall call = existing(callId, "id");
        ObjectNode page = Json.object();
        ArrayNode turns = page.putArray("data");
        if (call.hasRecording(now, behaviour.timing().recordingLagMs())) {
            for (Said.Turn turn : Said.in(call)) {
                turns.addObject().put("id", Dice.uuid(call.id().getMostSignificantBits(), turns.size()).toString())
                        .put("created_date", Instant.ofEpochMilli(call.answeredAt()).toString())
                        .put("role", turn.speaker()).put("content", turn.text()).putNull("tool_call");
            }
        }
        return Answer.json(200, page.put("has_more", false));
    }

    private StoredCall existing(String id, String parameter) {
        UUID uuid = Query.uuidOf(id).orElseThrow(
                () -> new Refused(Answer.invalid("Input should be a valid UUID", "uuid_parsing", "path", parameter)));
        return book.find(uuid).orElseThrow(
                () -> new Refused(Answer.error(404, "CALL_NOT_FOUND", "Call " + id + " not found")));
    }

    /** @param repeatsFirstPage whether cursors are ignored and more is always promised */
    Answer page(Query query, boolean repeatsFirstPage) {
        Paging asked = Paging.of(query, MOST_ON_A_PAGE, USUAL_ON_A_PAGE);
        Paging paging = repeatsFirstPage ? asked.fromTheStart() : asked;
        Range range = range(query).cut(paging, this::placeOf);
        List<Predicate<StoredCall>> filters = filters(query);
        Predicate<StoredCall> wanted = filters.stream().reduce(call -> true, Predicate::and);

        // a page before a cursor is collected from the cursor backwards, then turned round
        boolean upwards = paging.ascending() != paging.before().isPresent();
        int skip = paging.page().isPresent() ? (int) Math.min(Integer.MAX_VALUE, (paging.page().getAsInt() - 1L) * paging.limit()) : 0;
        List<StoredCall> found = new ArrayList<>(Math.min(paging.limit(), range.size()) + 1);
        for (int step = filters.isEmpty() ? skip : 0; step < range.size() && found.size() <= paging.limit(); step++) {
            StoredCall call = book.at(upwards ? range.from + step : range.to - 1 - step);
            if (wanted.test(call) && (filters.isEmpty() || skip-- <= 0)) {
                found.add(call);
            }
        }
        boolean more = found.size() > paging.limit();
        if (more) {
            found.remove(found.size() - 1);
        }
        if (paging.before().isPresent()) {
            Collections.reverse(found);
        }
        OptionalInt totalPages = paging.page().isPresent()
                ? OptionalInt.of(pages(range, filters.isEmpty(), wanted, paging.limit())) : OptionalInt.empty();
        return Answer.json(200, new CallWriter(behaviour, now).page(found, more || repeatsFirstPage, paging.page(), totalPages));
    }

    private int pages(Range range, boolean unfiltered, Predicate<StoredCall> wanted, int limit) {
        int matching = range.size();
        if (!unfiltered) {
            matching = 0;
            for (int place = range.from; place < range.to; place++) {
                matching += wanted.test(book.at(place)) ? 1 : 0;
            }
        }
        return (matching + limit - 1) / limit;
    }

    /** The places of the calls that were created in the wanted time, both ends included, and are listed by now. */
    private Range range(Query query) {
        Optional<Instant> start = query.instant("start_created_date");
        Optional<Instant> end = query.instant("end_created_date");
        int size = book.size();
        int from = start.map(instant -> book.firstSince(roundedUp(instant), size)).orElse(0);
        int to = end.map(instant -> book.firstSince(instant.toEpochMilli() + 1, size)).orElse(size);
        int lag = behaviour.timing().listLagMs();
        if (lag > 0) {
            to = Math.min(to, book.firstSince(now - lag + 1, size));
        }
        return new Range(from, to);
    }

    private static long roundedUp(Instant instant) {
        return instant.getNano() % 1_000_000 == 0 ? instant.toEpochMilli() : instant.toEpochMilli() + 1;
    }

    private int placeOf(UUID cursor) {
        return book.find(cursor).map(StoredCall::place).orElseThrow(Paging::unknownCursor);
    }

    private List<Predicate<StoredCall>> filters(Query query) {
        List<Predicate<StoredCall>> filters = new ArrayList<>();
        query.oneOf("status", behaviour.vocabulary().statuses())
                .ifPresent(status -> filters.add(call -> call.status(now, behaviour.vocabulary()).equals(status)));
        query.oneOf("type", List.of("inbound", "outbound"))
                .ifPresent(type -> filters.add(call -> type.equals("outbound")));
        query.uuid("agent_id").ifPresent(agent -> filters.add(call -> call.agentId().equals(agent)));
        query.uuid("phone_id").ifPresent(phone -> filters.add(call -> call.phoneId().equals(phone)));
        query.uuid("contact_id").ifPresent(contact -> filters.add(call -> call.contactId().equals(contact)));
        return filters;
    }

    /** Places {@code from} up to but not including {@code to}. */
    private record Range(int from, int to) {
        int size() {
            return Math.max(0, to - from);
        }

        Range cut(Paging paging, ToIntFunction<UUID> placeOf) {
            Optional<UUID> cursor = paging.after().or(paging::before);
            if (cursor.isEmpty()) {
                return this;
            }
            int place = placeOf.applyAsInt(cursor.get());
            boolean later = paging.ascending() == paging.after().isPresent();
            return later ? new Range(Math.max(from, place + 1), to) : new Range(from, Math.min(to, place));
        }
    }
}
