package io.voicecampaigns.simulator.salesforce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A query, read and checked against the schema: {@code SELECT … FROM … WHERE … ORDER BY … LIMIT}. Neither sub-selects nor groups.
 *
 * @param fields what is asked for, relations with dots
 */
record Soql(ObjectType from, List<String> fields, Predicate<Map<String, Object>> where, Optional<Comparator<Map<String, Object>>> order,
        Optional<Integer> limit) {

    /** Follows relations from a record to the value of a field. */
    record Reader(Schema schema, Function<String, Optional<Map<String, Object>>> record) {
        Function<Map<String, Object>, Object> value(ObjectType type, String path) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                String name = type.field(path).orElseThrow(() -> new Refusal("INVALID_FIELD",
                        "No such column '" + path + "' on entity '" + type.name() + "'.")).name();
                return each -> each.get(name);
            }
            String relation = path.substring(0, dot);
            String idField = reference(type, relation);
            String rest = path.substring(dot + 1);
            return each -> record.apply(String.valueOf(each.get(idField))).map(other -> value(target(type, idField, other), rest).apply(other)).orElse(null);
        }

        String reference(ObjectType type, String relation) {
            return type.relations().entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(relation)).map(Map.Entry::getValue).findFirst()
                    .orElseThrow(() -> new Refusal("INVALID_FIELD", "Didn't understand relationship '" + relation + "' in field path."));
        }

        ObjectType target(ObjectType type, String idField, Map<String, Object> record) {
            return schema.ofId(String.valueOf(record.get(ObjectType.ID))).orElse(type);
        }

        /** Whether a path leads to a field, before any record is there to follow it. */
        void check(ObjectType type, String path) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                value(type, path);
            } else {
                String idField = reference(type, path.substring(0, dot));
                schema.find(idField.replaceFirst("Id$", "")).ifPresent(other -> check(other, path.substring(dot + 1)));
            }
        }
    }

    static Soql read(String query, Reader reader) {
        SoqlTokens tokens = new SoqlTokens(query);
        tokens.expect("SELECT");
        List<String> fields = new ArrayList<>(List.of(tokens.next()));
        while (tokens.takes(",")) {
            fields.add(tokens.next());
        }
        tokens.expect("FROM");
        ObjectType type = reader.schema().type(tokens.next());
        fields.forEach(field -> reader.check(type, field));
        Predicate<Map<String, Object>> where = tokens.takes("WHERE") ? new SoqlCondition(tokens, reader, type).read() : record -> true;
        Optional<Comparator<Map<String, Object>>> order = tokens.takes("ORDER") ? Optional.of(order(tokens, reader, type)) : Optional.empty();
        Optional<Integer> limit = tokens.takes("LIMIT") ? Optional.of(Integer.valueOf(tokens.next())) : Optional.empty();
        if (!tokens.isEnd()) {
            throw SoqlTokens.malformed("unexpected token: '" + tokens.peek() + "'");
        }
        return new Soql(type, List.copyOf(fields), where, order, limit);
    }

    private static Comparator<Map<String, Object>> order(SoqlTokens tokens, Reader reader, ObjectType type) {
        tokens.expect("BY");
        Comparator<Map<String, Object>> all = null;
        do {
            Function<Map<String, Object>, Object> value = reader.value(type, tokens.next());
            Comparator<Map<String, Object>> one = (left, right) -> SoqlCondition.compare(value.apply(left), value.apply(right));
            if (tokens.takes("DESC")) {
                one = one.reversed();
            } else {
                tokens.takes("ASC");
            }
            all = all == null ? one : all.thenComparing(one);
        } while (tokens.takes(","));
        return all;
    }

    /** A record as an answer has it: the fields that were asked for, relations as objects of their own. */
    Map<String, Object> answer(Map<String, Object> record, Reader reader, String version) {
        Map<String, Object> answer = started(from, record, version);
        for (String field : fields) {
            put(answer, from, record, field, reader, version);
        }
        return answer;
    }

    private static Map<String, Object> started(ObjectType type, Map<String, Object> record, String version) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("attributes", Map.of("type", type.name(), "url",
                "/services/data/" + version + "/sobjects/" + type.name() + "/" + record.get(ObjectType.ID)));
        return answer;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> answer, ObjectType type, Map<String, Object> record, String path, Reader reader, String version) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            String name = type.field(path).map(Field::name).orElse(path);
            answer.put(name, record.get(name));
            return;
        }
        String relation = path.substring(0, dot);
        String name = type.relations().keySet().stream().filter(each -> each.toLowerCase(Locale.ROOT).equals(relation.toLowerCase(Locale.ROOT)))
                .findFirst().orElse(relation);
        String idField = reader.reference(type, relation);
        Optional<Map<String, Object>> other = reader.record().apply(String.valueOf(record.get(idField)))
                .filter(found -> !Boolean.TRUE.equals(found.get("IsDeleted")));
        if (other.isEmpty()) {
            answer.put(name, null);
            return;
        }
        ObjectType target = reader.target(type, idField, other.get());
        Map<String, Object> nested = (Map<String, Object>) answer.computeIfAbsent(name, absent -> started(target, other.get(), version));
        put(nested, target, other.get(), path.substring(dot + 1), reader, version);
    }
}
