package io.voicecampaigns.simulator.salesforce;

import static io.voicecampaigns.simulator.salesforce.FieldType.DATE;
import static io.voicecampaigns.simulator.salesforce.FieldType.NUMBER;
import static io.voicecampaigns.simulator.salesforce.FieldType.REFERENCE;
import static io.voicecampaigns.simulator.salesforce.FieldType.TRUE_OR_FALSE;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of an org: the standard ones that campaigns touch, and those that are added. */
final class Schema {
    private static final Field[] PERSON = {Field.text("FirstName", 40), Field.text("LastName", 80), Field.text("Phone", 40),
        Field.text("MobilePhone", 40), Field.text("Email", 80), Field.of("DoNotCall", TRUE_OR_FALSE), Field.text("MailingCity", 40)};

    private final Map<String, ObjectType> types = new ConcurrentHashMap<>();

    Schema() {
        add(ObjectType.of("User", "005", Map.of(), Field.text("Name", 121)));
        add(ObjectType.of("Account", "001", Map.of(), Field.text("Name", 255)));
        add(ObjectType.of("Campaign", "701", Map.of(), Field.text("Name", 80), Field.text("Status", 40)));
        ObjectType contact = ObjectType.of("Contact", "003", Map.of("Account", "AccountId"), PERSON);
        contact.add(Field.of("AccountId", REFERENCE));
        add(contact);
        ObjectType lead = ObjectType.of("Lead", "00Q", Map.of(), PERSON);
        lead.add(Field.text("Company", 255));
        lead.add(Field.text("Status", 40));
        lead.add(Field.of("IsConverted", TRUE_OR_FALSE).readOnly());
        lead.add(Field.of("ConvertedContactId", REFERENCE).readOnly());
        add(lead);
        add(ObjectType.of("CampaignMember", "00v", Map.of("Contact", "ContactId", "Lead", "LeadId", "Campaign", "CampaignId"),
                Field.of("CampaignId", REFERENCE).fixed(), Field.of("ContactId", REFERENCE).fixed(), Field.of("LeadId", REFERENCE).fixed(),
                Field.text("Status", 40)));
        add(ObjectType.of("Task", "00T", Map.of(), Field.text("Subject", 255), Field.of("ActivityDate", DATE),
                Field.text("Status", 40).withWords("Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"),
                Field.text("Priority", 20).withWords("High", "Normal", "Low"),
                // as documented: it cannot be changed once the task exists
                Field.text("TaskSubtype", 40).withWords("Task", "Email", "ListEmail", "Call", "Cadence", "LinkedIn").fixed(),
                Field.text("CallType", 40).withWords("Internal", "Inbound", "Outbound"), Field.of("CallDurationInSeconds", NUMBER),
                Field.text("CallDisposition", 255), Field.text("CallObject", 255), Field.text("Description", 32_000),
                Field.of("WhoId", REFERENCE), Field.of("WhatId", REFERENCE)));
    }

    void add(ObjectType type) {
        types.put(type.name().toLowerCase(java.util.Locale.ROOT), type);
    }

    Optional<ObjectType> find(String name) {
        return Optional.ofNullable(types.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    ObjectType type(String name) {
        return find(name).orElseThrow(() -> new Refusal("INVALID_TYPE", "sObject type '" + name + "' is not supported."));
    }

    Optional<ObjectType> ofId(String id) {
        return types.values().stream().filter(type -> id.startsWith(type.prefix())).findFirst();
    }
}
