package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of a CRM's contacts from a mark to the end. For use by one thread at a time. */
public final class ContactRun {
    private final ContactQuery query;
    private final String list;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> refsAtMark = new HashSet<>();
    private String mark;
    private String queryMark;
    private String page;
    private int pages;
    private int number;
    private long offset;
    private CrmRequest next;
    private ArrayNode handedOver;
    /** The refs that a page named and whose details are asked for; empty otherwise. */
    private List<String> named = List.of();
    private Optional<CrmRequest> following = Optional.empty();

    ContactRun(ContactQuery query, String list, String cursor) {
        this.query = query;
        this.list = list;
        this.mark = cursor;
        beginQuery();
    }

    /** Null once everything is read. */
    public CrmRequest getNext() {
        return next;
    }

    /** What is to be handed over now; null if nothing is yet. */
    public ArrayNode getPage() {
        return handedOver;
    }

    void turnPage() {
        handedOver = null;
    }

    /** The contacts of an answer, and the end of the run behind the last ones. Null if there is nothing to hand over yet. */
    ArrayNode answered(CrmAnswer answer) {
        handedOver = read(answer);
        return handedOver;
    }

    private ArrayNode read(CrmAnswer answer) {
        JsonNode json = answer.orThrow();
        if (!named.isEmpty()) {
            return detailed(json);
        }
        pages++;
        List<JsonNode> records = records(json, query.items());
        following = following(answer, records.size());
        if (query.details().isPresent() && !records.isEmpty()) {
            named = named(records);
            next = query.details().get().request(query.access(), named);
            return null;
        }
        return handedOver(contacts(records));
    }

    private ArrayNode detailed(JsonNode json) {
        Map<String, ObjectNode> rejects = new LinkedHashMap<>();
        named.forEach(ref -> rejects.put(ref, ContactShape.reject(ref, "the CRM lists the record and does not show it")));
        named = List.of();
        ArrayNode contacts = contacts(records(json, query.details().orElseThrow().items()));
        contacts.forEach(contact -> rejects.remove(contact.path("ref").asText()));
        contacts.addAll(rejects.values());
        return handedOver(contacts);
    }

    private List<String> named(List<JsonNode> records) {
        List<String> refs = new ArrayList<>();
        for (JsonNode record : records) {
            refs.add(query.shape().ref().textIn(record)
                    .orElseThrow(() -> new CrmException("page " + pages + " lists something that property refField does not find a name in")));
        }
        return refs;
    }

    private List<JsonNode> records(JsonNode json, JsonSpot spot) {
        return spot.elementsIn(json).orElseThrow(() -> new CrmException("page " + pages + " holds no list where property items looks for one"));
    }

    private ArrayNode contacts(List<JsonNode> records) {
        ArrayNode contacts = Json.NODES.arrayNode();
        for (int i = 0; i < records.size(); i++) {
            ObjectNode contact = query.shape().contact(records.get(i), "page " + pages + ", record " + (i + 1));
            String changed = query.shape().changed().textIn(records.get(i)).orElse("");
            // a query that begins anew at its mark brings the last records again
            boolean isRepeated = query.most() > 0 && changed.equals(mark) && !refsAtMark.add(contact.path("ref").asText());
            if (Marks.isLater(changed, mark)) {
                mark = changed;
                refsAtMark.clear();
                refsAtMark.add(contact.path("ref").asText());
            }
            if (!isRepeated) {
                if (query.sorted() && !mark.isEmpty()) {
                    contact.put("cursor", mark);
                }
                contacts.add(contact);
            }
        }
        return contacts;
    }

    private ArrayNode handedOver(ArrayNode contacts) {
        next = following.orElse(null);
        if (next == null && isCutShort()) {
            if (mark.equals(queryMark)) {
                throw new CrmException("more than " + query.most() + " records were changed at one time: the query cannot get past them");
            }
            beginQuery();
        }
        if (next == null) {
            ObjectNode end = contacts.addObject().put("list", list).put("end", true);
            if (!mark.isEmpty()) {
                end.put("cursor", mark);
            }
        }
        return contacts.isEmpty() ? null : contacts;
    }

    private void beginQuery() {
        queryMark = mark;
        page = "";
        number = query.paging().first();
        offset = 0;
        asked.clear();
        next = query.page(values());
    }

    private boolean isCutShort() {
        return query.most() > 0 && offset >= query.most();
    }

    private Optional<CrmRequest> following(CrmAnswer answer, int records) {
        offset += records;
        number++;
        Paging paging = query.paging();
        if (isCutShort()) {
            return Optional.empty();
        }
        return switch (paging.kind()) {
            case NONE -> Optional.empty();
            case NUMBER -> records == 0 ? Optional.empty() : Optional.of(query.page(values()));
            case TOKEN -> paging.next().textIn(answer.json()).map(token -> {
                page = once(token);
                return query.page(values());
            });
            case LINK -> (paging.next().isGiven() ? paging.next().textIn(answer.json()) : answer.next()).map(link ->
                    query.page(sameOrigin(once(link)), values()));
        };
    }

    private String once(String page) {
        if (!asked.add(page)) {
            throw new CrmException("page " + pages + " names a next page that was read before");
        }
        return page;
    }

    /** Whoever is not the CRM must not get its credentials. */
    private URI sameOrigin(String link) {
        URI asked = next.uri();
        URI found;
        try {
            found = UrlTemplate.address(asked.resolve(link).toString());
        } catch (IllegalArgumentException e) {
            throw new CrmException("page " + pages + " names no address of a next page");
        }
        if (!found.getRawAuthority().equalsIgnoreCase(asked.getRawAuthority()) || !found.getScheme().equalsIgnoreCase(asked.getScheme())) {
            throw new CrmException("page " + pages + " names a next page at " + found.getHost() + ", another host, which is not followed");
        }
        return found;
    }

    private Map<String, String> values() {
        boolean isCounted = query.paging().kind() == Paging.Kind.NUMBER;
        Map<String, String> values = new HashMap<>();
        values.put("cursor", queryMark);
        values.put("page", isCounted ? Integer.toString(number) : page);
        values.put("offset", Long.toString(offset));
        return values;
    }
}
