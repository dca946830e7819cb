package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Leads that were converted after they were called: Salesforce takes no Task of theirs and no change, but those of the contacts that they became. */
final class ConvertedLeads {
    private static final String CODE = "CANNOT_UPDATE_CONVERTED_LEAD";

    private ConvertedLeads() {
    }

    static boolean isReason(JsonNode error, CallRecord record) {
        return SalesforceAnswer.code(error).equals(CODE) && leads(record).findAny().isPresent();
    }

    private static Stream<String> leads(CallRecord record) {
        return Stream.concat(record.call().map(call -> String.valueOf(call.get(CallTask.WHO))).stream(),
                record.changes().entrySet().stream().filter(change -> change.getValue().containsKey(CallTask.DO_NOT_CALL)).map(Map.Entry::getKey))
                .filter(id -> id.startsWith(SalesforceRef.LEAD));
    }

    /** The query that tells who they have become. */
    static String soql(List<CallRecord> records) {
        TreeSet<String> ids = new TreeSet<>();
        records.forEach(record -> leads(record).forEach(ids::add));
        return "SELECT Id, ConvertedContactId FROM Lead WHERE IsConverted = true AND Id IN ('" + String.join("','", ids) + "')";
    }

    /**
     * The records as they are to be written; those whose contact is not told are left out.
     *
     * @param answer Salesforce's records
     */
    static List<CallRecord> replaced(List<CallRecord> records, JsonNode answer) {
        Map<String, String> contacts = new LinkedHashMap<>();
        answer.forEach(lead -> Optional.ofNullable(lead.path("ConvertedContactId").textValue())
                .ifPresent(contact -> contacts.put(SalesforceRef.shortId(lead.path("Id").asText()), contact)));
        return records.stream().filter(record -> leads(record).allMatch(lead -> contacts.containsKey(SalesforceRef.shortId(lead))))
                .map(record -> replaced(record, contacts)).toList();
    }

    private static CallRecord replaced(CallRecord record, Map<String, String> contacts) {
        Map<String, Map<String, Object>> changes = new LinkedHashMap<>();
        record.changes().forEach((id, change) -> {
            Map<String, Object> ofLead = new LinkedHashMap<>(change);
            if (id.startsWith(SalesforceRef.LEAD) && ofLead.remove(CallTask.DO_NOT_CALL) != null) {
                String contact = contacts.get(SalesforceRef.shortId(id));
                changes.put(contact, new LinkedHashMap<>(Map.of("attributes", Map.of("type", "Contact"), "id", contact, CallTask.DO_NOT_CALL, true)));
            }
            if (ofLead.size() > 2) {
                changes.put(id, ofLead);
            }
        });
        return new CallRecord(record.ref(), record.revision(), record.callObject(), record.call().map(call -> {
            Map<String, Object> ofContact = new LinkedHashMap<>(call);
            ofContact.computeIfPresent(CallTask.WHO, (field, who) -> contacts.getOrDefault(SalesforceRef.shortId(String.valueOf(who)), String.valueOf(who)));
            return ofContact;
        }), changes);
    }
}
