package io.voicecampaigns.simulator.salesforce;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The records of an org. Every change checks what Salesforce checks. Guarded by its own lock. */
final class Records {
    /** Salesforce stamps whole seconds. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private final Schema schema;
    private final Clock clock;
    private final AtomicLong next = new AtomicLong(1);
    private final Map<String, Map<String, Map<String, Object>>> byType = new TreeMap<>();
    private final Map<String, String> byExternalId = new LinkedHashMap<>();

    Records(Schema schema, Clock clock) {
        this.schema = schema;
        this.clock = clock;
    }

    /** What a record was written as. */
    record Saved(String id, boolean isNew) {
    }

    synchronized String create(String typeName, Map<String, Object> fields, String user, boolean isByRequest) {
        ObjectType type = schema.type(typeName);
        Map<String, Object> record = new LinkedHashMap<>();
        String id = type.prefix() + "5g" + String.format("%010d", next.getAndIncrement()) + "AAC";
        record.put(ObjectType.ID, id);
        record.put("IsDeleted", false);
        if (type.field("DoNotCall").isPresent()) {
            record.put("DoNotCall", false);
        }
        if (type.field("IsConverted").isPresent()) {
            record.put("IsConverted", false);
        }
        Map<String, Object> checked = checked(type, fields, true, isByRequest);
        checkTask(type, checked, record);
        record.putAll(checked);
        claimExternalIds(type, checked, id);
        stamp(record, user, true);
        byType.computeIfAbsent(type.name(), name -> new LinkedHashMap<>()).put(id, record);
        return id;
    }

    synchronized void update(String typeName, String id, Map<String, Object> fields, String user, boolean isByRequest) {
        ObjectType type = schema.type(typeName);
        Map<String, Object> record = find(id).filter(found -> !Boolean.TRUE.equals(found.get("IsDeleted")))
                .orElseThrow(() -> new Refusal("ENTITY_IS_DELETED", "entity is deleted"));
        if (isByRequest && type.name().equals("Lead") && Boolean.TRUE.equals(record.get("IsConverted"))) {
            throw new Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot update converted lead");
        }
        Map<String, Object> checked = checked(type, fields, false, isByRequest);
        checkTask(type, checked, record);
        claimExternalIds(type, checked, id);
        record.putAll(checked);
        stamp(record, user, false);
    }

    synchronized Saved upsert(String typeName, String externalField, Map<String, Object> fields, String user) {
        ObjectType type = schema.type(typeName);
        Field key = type.field(externalField).filter(Field::isExternal).orElseThrow(() -> new Refusal("INVALID_FIELD",
                "Provided external ID field does not exist or is not accessible: " + externalField));
        Object value = fields.get(key.name());
        if (value == null) {
            throw new Refusal("MISSING_ARGUMENT", key.name() + " not specified", key.name());
        }
        String known = byExternalId.get(type.name() + "." + key.name() + "=" + value);
        if (known == null) {
            return new Saved(create(typeName, fields, user, true), true);
        }
        update(typeName, known, fields, user, true);
        return new Saved(known, false);
    }

    synchronized void delete(String id, String user) {
        find(id).ifPresent(record -> {
            record.put("IsDeleted", true);
            stamp(record, user, false);
        });
    }

    synchronized Optional<Map<String, Object>> find(String id) {
        return schema.ofId(id).map(type -> byType.getOrDefault(type.name(), Map.of()).get(id.length() == 15 ? id + "AAC" : id));
    }

    /** All of a type; to be read while holding this object's lock. */
    Collection<Map<String, Object>> live(String typeName) {
        return byType.getOrDefault(schema.type(typeName).name(), Map.of()).values();
    }

    /** A copy of each, in the order of their creation, deleted ones too. */
    synchronized Collection<Map<String, Object>> all(String typeName) {
        return byType.getOrDefault(schema.type(typeName).name(), Map.of()).values().stream().map(record -> (Map<String, Object>) new LinkedHashMap<>(record)).toList();
    }

    private void claimExternalIds(ObjectType type, Map<String, Object> fields, String id) {
        fields.forEach((name, value) -> {
            if (type.field(name).filter(Field::isExternal).isPresent() && value != null) {
                String other = byExternalId.putIfAbsent(type.name() + "." + name + "=" + value, id);
                if (other != null && !other.equals(id)) {
                    throw new Refusal("DUPLICATE_VALUE", "duplicate value found: " + name + " duplicates value on record with id: " + other, name);
                }
            }
        });
    }

    private void stamp(Map<String, Object> record, String user, boolean isNew) {
        String now = TIME.format(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (isNew) {
            record.put("CreatedDate", now);
            record.put("CreatedById", user);
        }
        record.put("LastModifiedDate", now);
        record.put("LastModifiedById", user);
        record.put(ObjectType.MODIFIED, now);
    }

    private Map<String, Object> checked(ObjectType type, Map<String, Object> fields, boolean isNew, boolean isByRequest) {
        Map<String, Object> checked = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!name.equals("attributes") && !name.equalsIgnoreCase(ObjectType.ID)) {
                Field field = type.field(name).orElseThrow(() -> new Refusal("INVALID_FIELD",
                        "No such column '" + name + "' on sobject of type " + type.name(), name));
                if (isByRequest && (!field.mayBeGiven() || (!isNew && !field.mayChange()))) {
                    throw new Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: " + field.name()
                            + ". Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
                            field.name());
                }
                checked.put(field.name(), value == null ? null : checked(field, value));
            }
        });
        return checked;
    }

    private Object checked(Field field, Object value) {
        switch (field.type()) {
            case TEXT -> {
                String text = String.valueOf(value);
                if (text.length() > field.length()) {
                    throw new Refusal("STRING_TOO_LONG", field.name() + ": data value too large: " + text + " (max length=" + field.length() + ")", field.name());
                }
                if (!field.words().isEmpty() && !field.words().contains(text)) {
                    throw new Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value for restricted picklist field: " + text, field.name());
                }
                return text;
            }
            case NUMBER -> {
                return value instanceof Number ? value : wrong(field, value);
            }
            case TRUE_OR_FALSE -> {
                return value instanceof Boolean ? value : wrong(field, value);
            }
            case DATE, TIME -> {
                try {
                    return field.type() == FieldType.DATE ? LocalDate.parse(String.valueOf(value)).toString() : TIME.format(Instant.parse(String.valueOf(value)));
                } catch (DateTimeParseException e) {
                    return wrong(field, value);
                }
            }
            default -> {
                String id = String.valueOf(value);
                if (!id.matches("[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?")) {
                    throw new Refusal("MALFORMED_ID", field.name() + ": id value of incorrect type: " + id, field.name());
                }
                if (find(id).filter(record -> !Boolean.TRUE.equals(record.get("IsDeleted"))).isEmpty()) {
                    throw new Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name());
                }
                return id;
            }
        }
    }

    private static Object wrong(Field field, Object value) {
        throw new Refusal("JSON_PARSER_ERROR", "Cannot deserialize instance of " + field.type() + " from " + value.getClass().getSimpleName() + " value", field.name());
    }

    private void checkTask(ObjectType type, Map<String, Object> given, Map<String, Object> before) {
        if (!type.name().equals("Task")) {
            return;
        }
        String who = String.valueOf(given.getOrDefault("WhoId", before.get("WhoId")));
        Object what = given.getOrDefault("WhatId", before.get("WhatId"));
        if (!who.equals("null") && !who.startsWith("003") && !who.startsWith("00Q")) {
            throw new Refusal("FIELD_INTEGRITY_EXCEPTION", "Name ID: id value of incorrect type: " + who, "WhoId");
        }
        if (who.startsWith("00Q") && what != null) {
            throw new Refusal("FIELD_INTEGRITY_EXCEPTION", "Related To ID: cannot be set for a lead", "WhatId");
        }
        if (who.startsWith("00Q") && find(who).filter(lead -> Boolean.TRUE.equals(lead.get("IsConverted"))).isPresent()) {
            throw new Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", "WhoId");
        }
    }
}
