package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a CRM's record makes a contact.
 *
 * @param ref     names the record in the CRM
 * @param key     tells two people apart; empty: the number does
 * @param changed when it changed, or another mark that grows
 * @param columns what the campaign may use
 */
record ContactShape(JsonSpot ref, JsonSpot key, JsonSpot changed, List<Column> columns) {

    /** @param isNamed whether {@code name} was chosen; otherwise it is the path, and all plain values below it have names of their own */
    record Column(String name, boolean isNamed, JsonSpot spot) {
    }

    static ContactShape from(Settings settings) {
        return new ContactShape(settings.spot("refField"), settings.spot("keyField"), settings.spot("changed"), settings.read("columns", ContactShape::columns));
    }

    /** {@code name; properties; town=$.addresses[0].town}: a value, all below properties, and one under another name. Blank: all of the record. */
    private static List<Column> columns(String text) {
        List<Column> columns = new ArrayList<>();
        for (String column : text.split(";")) {
            int equals = column.indexOf('=');
            boolean isNamed = equals > 0 && column.substring(0, equals).strip().matches("[^$@\\[\\]().'\"]+");
            if (!column.isBlank()) {
                columns.add(isNamed ? new Column(column.substring(0, equals).strip(), true, JsonSpot.of(column.substring(equals + 1)))
                        : new Column(column.strip(), false, JsonSpot.of(column)));
            }
        }
        return columns.isEmpty() ? List.of(new Column("$", false, JsonSpot.of("$"))) : columns;
    }

    /**
     * The contact of a record; a reject if nothing in it says which one it is.
     *
     * @param place where it stood in the CRM's answers, for a reject
     */
    ObjectNode contact(JsonNode record, String place) {
        ObjectNode contact = Json.NODES.objectNode();
        Optional<String> name = ref.textIn(record);
        if (name.isEmpty()) {
            return reject(place, record.isObject() ? "the record has no ref" : "it is no record");
        }
        contact.put("ref", name.get());
        key.textIn(record).ifPresent(text -> contact.put("key", text));
        ObjectNode cells = contact.putObject("columns");
        for (Column column : columns) {
            if (!column.isNamed()) {
                column.spot().in(record).ifPresent(found -> flatten(found, found.isValueNode() ? column.name() : "", cells));
            } else {
                column.spot().textIn(record).ifPresent(text -> cells.put(column.name(), text));
            }
        }
        return contact;
    }

    static ObjectNode reject(String ref, String reason) {
        return Json.NODES.objectNode().put("ref", ref).put("reject", reason);
    }

    private static void flatten(JsonNode node, String path, ObjectNode cells) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(field.getValue(), prefix + field.getKey(), cells));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(node.get(i), prefix + i, cells);
            }
        } else if (!path.isEmpty()) {
            Json.text(node).ifPresent(text -> cells.put(path, text));
        }
    }
}
