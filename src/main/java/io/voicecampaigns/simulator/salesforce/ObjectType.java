package io.voicecampaigns.simulator.salesforce;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An object of the org, such as Contact: its fields by lower-case name, and the relations that queries follow.
 *
 * @param prefix    the first three characters of its records' ids
 * @param relations from the name in queries to the field that holds the id
 */
record ObjectType(String name, String prefix, Map<String, Field> fields, Map<String, String> relations) {
    static final String ID = "Id";
    static final String MODIFIED = "SystemModstamp";

    static ObjectType of(String name, String prefix, Map<String, String> relations, Field... own) {
        ObjectType type = new ObjectType(name, prefix, new ConcurrentHashMap<>(), relations);
        for (Field field : new Field[] {Field.of(ID, FieldType.REFERENCE).readOnly(), Field.of(MODIFIED, FieldType.TIME).readOnly(),
                Field.of("CreatedDate", FieldType.TIME).readOnly(), Field.of("LastModifiedDate", FieldType.TIME).readOnly(),
                Field.of("CreatedById", FieldType.REFERENCE).readOnly(), Field.of("LastModifiedById", FieldType.REFERENCE).readOnly(),
                Field.of("IsDeleted", FieldType.TRUE_OR_FALSE).readOnly()}) {
            type.add(field);
        }
        Arrays.stream(own).forEach(type::add);
        return type;
    }

    void add(Field field) {
        fields.put(field.name().toLowerCase(java.util.Locale.ROOT), field);
    }

    Optional<Field> field(String fieldName) {
        return Optional.ofNullable(fields.get(fieldName.toLowerCase(java.util.Locale.ROOT)));
    }
}
