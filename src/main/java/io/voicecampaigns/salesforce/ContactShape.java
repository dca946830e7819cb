package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes of a record what sources hand over: its fields as columns, its person, and whether that person must not be called. */
final class ContactShape {
    private final ContactQuery query;
    private final String who;
    private final String what;

    ContactShape(ContactQuery query, Map<String, String> properties) {
        this.query = query;
        this.who = properties.get("who").strip();
        this.what = properties.get("what").strip();
    }

    Map<String, Object> item(JsonNode record) {
        Map<String, Object> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        flatten("", record, columns);
        // a relation that leads nowhere still has the columns that campaign files name
        query.fields().stream().filter(field -> field.matches("[\\w.]+")).forEach(field -> columns.putIfAbsent(field, null));
        String id = record.path("Id").asText();
        if (!SalesforceRef.isId(id)) {
            throw new SalesforceException("Salesforce answered a record without an Id");
        }
        Optional<String> person = person(columns, id);
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("ref", SalesforceRef.write(id, person, Optional.ofNullable(columns.get(what)).map(String::valueOf).filter(SalesforceRef::isId)));
        Optional<String> refusal = refusal(columns, person);
        if (refusal.isPresent()) {
            item.put("reject", refusal.get());
            return item;
        }
        if (query.isOfMembers()) {
            // a campaign's file need not tell contacts and leads apart
            String relation = person.filter(each -> each.startsWith(SalesforceRef.LEAD)).isPresent() ? "Lead." : "Contact.";
            new TreeMap<>(columns).forEach((name, value) -> {
                if (name.startsWith(relation)) {
                    columns.putIfAbsent(name.substring(relation.length()), value);
                }
            });
        }
        item.put("key", id);
        item.put("columns", columns);
        return item;
    }

    private Optional<String> person(Map<String, Object> columns, String id) {
        if (!who.isEmpty()) {
            return Optional.ofNullable(columns.get(who)).map(String::valueOf).filter(SalesforceRef::isId);
        }
        if (SalesforceRef.isPerson(id)) {
            return Optional.of(id);
        }
        // once a lead is converted, its member has both
        return Optional.ofNullable(columns.get("ContactId")).or(() -> Optional.ofNullable(columns.get("LeadId"))).map(String::valueOf);
    }

    private Optional<String> refusal(Map<String, Object> columns, Optional<String> person) {
        if (!who.isEmpty() && person.filter(SalesforceRef::isPerson).isEmpty()) {
            return Optional.of(who + " names neither a contact nor a lead, so nobody can tell whether there is a DoNotCall");
        }
        boolean isLead = person.filter(id -> id.startsWith(SalesforceRef.LEAD)).isPresent();
        if (query.isOfMembers()) {
            String relation = isLead ? "Lead" : "Contact";
            if (columns.get(relation + ".DoNotCall") == null) {
                return Optional.of("the contact or lead was deleted in Salesforce");
            }
            return refusal(columns.get(relation + ".DoNotCall"), isLead ? columns.get("Lead.IsConverted") : null);
        }
        return refusal(columns.get("DoNotCall"), columns.get("IsConverted"));
    }

    private static Optional<String> refusal(Object doNotCall, Object isConverted) {
        if (Boolean.TRUE.equals(doNotCall)) {
            return Optional.of("DoNotCall is set in Salesforce");
        }
        return Boolean.TRUE.equals(isConverted) ? Optional.of("the lead was converted in Salesforce") : Optional.empty();
    }

    private static void flatten(String prefix, JsonNode record, Map<String, Object> columns) {
        record.fields().forEachRemaining(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (field.getKey().equals("attributes")) {
                return;
            }
            if (value.isObject() && !value.has("records")) {
                flatten(name + ".", value, columns);
            } else if (!value.isNull()) {
                columns.put(name, value.isObject() || value.isArray() ? value : SalesforceAnswer.JSON.convertValue(value, Object.class));
            }
        });
    }
}
