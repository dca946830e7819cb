package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** One page of a short list. */
final class JsonPage {
    private JsonPage() {
    }

    /** @param items oldest first; @param idField where an item has the id that cursors name */
    static Answer of(List<ObjectNode> items, String idField, Paging paging) {
        List<ObjectNode> ordered = new ArrayList<>(items);
        if (!paging.ascending()) {
            Collections.reverse(ordered);
        }
        int from = 0;
        int to = ordered.size();
        if (paging.after().isPresent()) {
            from = placeOf(paging.after().get(), ordered, idField) + 1;
        } else if (paging.before().isPresent()) {
            to = placeOf(paging.before().get(), ordered, idField);
            from = Math.max(0, to - paging.limit());
        } else if (paging.page().isPresent()) {
            from = (int) Math.min(to, (paging.page().getAsInt() - 1L) * paging.limit());
        }
        List<ObjectNode> page = ordered.subList(from, Math.min(to, from + paging.limit()));
        boolean hasMore = paging.before().isPresent() ? from > 0 : from + page.size() < to;

        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        page.forEach(data::add);
        body.put("has_more", hasMore);
        body.set("first_id", page.isEmpty() ? null : page.get(0).get(idField));
        body.set("last_id", page.isEmpty() ? null : page.get(page.size() - 1).get(idField));
        if (paging.page().isPresent()) {
            body.put("current_page", paging.page().getAsInt());
            body.put("total_pages", (ordered.size() + paging.limit() - 1) / paging.limit());
        } else {
            body.putNull("current_page").putNull("total_pages");
        }
        return Answer.json(200, body);
    }

    private static int placeOf(UUID cursor, List<ObjectNode> ordered, String idField) {
        for (int place = 0; place < ordered.size(); place++) {
            if (ordered.get(place).get(idField).asText().equals(cursor.toString())) {
                return place;
            }
        }
        throw Paging.unknownCursor();
    }
}
