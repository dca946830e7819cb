package io.voicecampaigns.simulator.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** What stands below {@code /services/data/vNN.N/}. */
final class Resources {
    private static final int MOST_RECORDS = 200;
    private static final int MOST_SUBREQUESTS = 25;
    private static final int MOST_COLLECTIONS = 5;
    private static final int LONGEST_URL = 16 * 1024;

    private final Schema schema;
    private final Records records;
    private final Soql.Reader reader;
    private final int pageSize;
    private final BiPredicate<SalesforceFault.Kind, Map<String, Object>> fault;
    private final Map<String, List<Map<String, Object>>> cursors = new ConcurrentHashMap<>();
    private final Map<String, Soql> queries = new ConcurrentHashMap<>();
    private final AtomicInteger nextCursor = new AtomicInteger();

    /** @param fault whether a fault of a kind happens to a record now */
    Resources(Schema schema, Records records, int pageSize, BiPredicate<SalesforceFault.Kind, Map<String, Object>> fault) {
        this.schema = schema;
        this.records = records;
        this.reader = new Soql.Reader(schema, records::find);
        this.pageSize = pageSize;
        this.fault = fault;
    }

    Reply answer(SalesforceRequest request, String user) {
        String[] parts = request.path().replaceFirst("^/services/data/", "").split("/");
        String resource = request.method() + " " + (parts.length > 1 ? parts[1] : "");
        return switch (resource) {
            case "GET query" -> parts.length > 2 ? page(parts[0], parts[2]) : query(parts[0], request.query().getOrDefault("q", ""));
            case "POST composite" -> parts.length > 2 ? createAll(request.body(), user) : composite(request, user);
            case "PATCH composite" -> parts.length == 5 ? upsertAll(parts[3], parts[4], request.body(), user) : updateAll(request.body(), user);
            case "POST sobjects" -> Reply.json(201, Map.of("id", records.create(parts[2], fields(request.body()), user, true), "success", true, "errors", List.of()));
            case "PATCH sobjects" -> parts.length == 5 ? upsert(parts, request.body(), user) : update(parts, request.body(), user);
            case "GET sobjects" -> records.find(parts[3]).map(record -> Reply.json(200, record))
                    .orElseThrow(() -> new Refusal(404, "NOT_FOUND", "The requested resource does not exist"));
            default -> throw new Refusal(404, "NOT_FOUND", "The requested resource does not exist");
        };
    }

    private Reply query(String version, String text) {
        Soql soql = Soql.read(text, reader);
        List<Map<String, Object>> found = new ArrayList<>();
        synchronized (records) {
            for (Map<String, Object> record : records.live(soql.from().name())) {
                if (!Boolean.TRUE.equals(record.get("IsDeleted")) && soql.where().test(record)) {
                    found.add(record);
                }
            }
        }
        soql.order().ifPresent(found::sort);
        if (soql.limit().isPresent() && found.size() > soql.limit().get()) {
            found = new ArrayList<>(found.subList(0, soql.limit().get()));
        }
        String cursor = "01g5g" + String.format("%010d", nextCursor.incrementAndGet()) + "AAA";
        cursors.put(cursor, found);
        queries.put(cursor, soql);
        return page(version, cursor + "-0");
    }

    private Reply page(String version, String locator) {
        String cursor = locator.replaceFirst("-\\d+$", "");
        List<Map<String, Object>> found = cursors.get(cursor);
        if (found == null) {
            throw new Refusal("INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        int from = Integer.parseInt(locator.substring(cursor.length() + 1));
        int to = Math.min(found.size(), from + pageSize);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("totalSize", found.size());
        answer.put("done", to == found.size());
        if (to < found.size()) {
            answer.put("nextRecordsUrl", "/services/data/" + version + "/query/" + cursor + "-" + to);
        }
        Soql soql = queries.get(cursor);
        answer.put("records", found.subList(from, to).stream().map(record -> soql.answer(record, reader, version)).toList());
        if (to == found.size()) {
            cursors.remove(cursor);
            queries.remove(cursor);
        }
        return Reply.json(200, answer);
    }

    private Reply composite(SalesforceRequest request, String user) {
        JsonNode all = request.body() == null ? null : request.body().get("compositeRequest");
        if (all == null || !all.isArray() || all.isEmpty() || all.size() > MOST_SUBREQUESTS) {
            throw new Refusal("PROCESSING_HALTED", "expected at least one and at most " + MOST_SUBREQUESTS + " subrequests");
        }
        long collections = 0;
        for (JsonNode one : all) {
            if (one.path("url").asText().length() > LONGEST_URL) {
                throw new Refusal(414, "URI_TOO_LONG", "URI length exceeds " + LONGEST_URL);
            }
            collections += one.path("url").asText().matches(".*/(composite/sobjects|query).*") ? 1 : 0;
        }
        if (collections > MOST_COLLECTIONS) {
            throw new Refusal("LIMIT_EXCEEDED", "at most " + MOST_COLLECTIONS + " queries and collections");
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        for (JsonNode one : all) {
            Reply reply;
            try {
                reply = answer(SalesforceRequest.of(one.path("method").asText(), one.path("url").asText(), "", one.get("body"), ""), user);
            } catch (Refusal refusal) {
                reply = Reply.of(refusal);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("body", parsed(reply));
            answer.put("httpHeaders", Map.of());
            answer.put("httpStatusCode", reply.status());
            answer.put("referenceId", one.path("referenceId").asText());
            answers.add(answer);
        }
        return Reply.json(200, Map.of("compositeResponse", answers));
    }

    private static JsonNode parsed(Reply reply) {
        try {
            return reply.body().length == 0 ? Reply.JSON.nullNode() : Reply.JSON.readTree(reply.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Reply upsertAll(String type, String field, JsonNode body, String user) {
        return each(body, (one, fields) -> {
            Records.Saved saved = records.upsert(schema.type(type).name(), field, fields, user);
            return Map.of("id", saved.id(), "success", true, "errors", List.of(), "created", saved.isNew());
        });
    }

    private Reply updateAll(JsonNode body, String user) {
        return each(body, (one, fields) -> {
            String id = one.path("id").asText(one.path("Id").asText());
            records.update(one.path("attributes").path("type").asText(), id, fields, user, true);
            return Map.of("id", id, "success", true, "errors", List.of());
        });
    }

    private Reply createAll(JsonNode body, String user) {
        return each(body, (one, fields) -> Map.of("id", records.create(one.path("attributes").path("type").asText(), fields, user, true),
                "success", true, "errors", List.of()));
    }

    /** What is done with one record of a collection. */
    private interface Change {
        Map<String, Object> apply(JsonNode record, Map<String, Object> fields);
    }

    private Reply each(JsonNode body, Change change) {
        JsonNode all = body == null ? null : body.get("records");
        if (all == null || !all.isArray()) {
            throw new Refusal("JSON_PARSER_ERROR", "expected records");
        }
        if (all.size() > MOST_RECORDS) {
            throw new Refusal("EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records in this call");
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (JsonNode one : all) {
            try {
                if (one.path("attributes").path("type").asText().isEmpty()) {
                    throw new Refusal("INVALID_TYPE", "expected attributes with a type");
                }
                String id = one.path("id").asText(one.path("Id").asText());
                if (!id.isEmpty() && seen.contains(id)) {
                    throw new Refusal("DUPLICATE_VALUE", "duplicate id in list: " + id, "Id");
                }
                seen.add(id);
                Map<String, Object> fields = fields(one);
                if (fault.test(SalesforceFault.Kind.LOCKED_ROW, withId(fields, id))) {
                    throw new Refusal("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record");
                }
                if (fault.test(SalesforceFault.Kind.TWIN_ROW, withId(fields, id))) {
                    String unique = fields.keySet().stream().filter(name -> schema.type(one.path("attributes").path("type").asText()).field(name)
                            .filter(Field::isExternal).isPresent()).findFirst().orElse("Id");
                    throw new Refusal("DUPLICATE_VALUE", "duplicate value found: " + unique + " duplicates value on record with id: <unknown>");
                }
                if (fault.test(SalesforceFault.Kind.REFUSED_ROW, withId(fields, id))) {
                    throw new Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", "a validation rule of the org says no");
                }
                answers.add(change.apply(one, fields));
            } catch (Refusal refusal) {
                answers.add(Map.of("success", false, "errors", List.of(refusal.asError())));
            }
        }
        return Reply.json(200, answers);
    }

    private static Map<String, Object> withId(Map<String, Object> fields, String id) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("id", id);
        return all;
    }

    private Reply upsert(String[] parts, JsonNode body, String user) {
        Map<String, Object> fields = fields(body);
        fields.put(parts[3], parts[4]);
        Records.Saved saved = records.upsert(parts[2], parts[3], fields, user);
        return Reply.json(saved.isNew() ? 201 : 200, Map.of("id", saved.id(), "success", true, "errors", List.of(), "created", saved.isNew()));
    }

    private Reply update(String[] parts, JsonNode body, String user) {
        records.update(parts[2], parts[3], fields(body), user, true);
        return Reply.nothing();
    }

    private static Map<String, Object> fields(JsonNode body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> each = Optional.ofNullable(body).orElse(Reply.JSON.createObjectNode()).fields(); each.hasNext();) {
            Map.Entry<String, JsonNode> field = each.next();
            if (!field.getKey().equals("attributes") && !field.getKey().equalsIgnoreCase("id")) {
                fields.put(field.getKey(), Reply.JSON.convertValue(field.getValue(), Object.class));
            }
        }
        return fields;
    }
}
