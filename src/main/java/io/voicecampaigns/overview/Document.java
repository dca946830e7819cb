package io.voicecampaigns.overview;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Records as documents of maps, lists, texts and numbers: names in snake case, times with the offset of a zone, and no field for what is absent. */
final class Document {
    private final ZoneId zone;

    /** @param zone of the times */
    Document(ZoneId zone) {
        this.zone = zone;
    }

    /** The fields of a record, in their order. */
    Map<String, Object> of(Record shown) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : shown.getClass().getRecordComponents()) {
            Object value = value(read(component, shown));
            if (value != null) {
                fields.put(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), value);
            }
        }
        return fields;
    }

    private static Object read(RecordComponent component, Record shown) {
        try {
            return component.getAccessor().invoke(shown);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of this package can be read", e);
        }
    }

    /** Null for what is absent. */
    private Object value(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(this::value).orElse(null);
        } else if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        } else if (value instanceof Instant instant) {
            return text(instant);
        } else if (value instanceof Record record) {
            return of(record);
        } else if (value instanceof Collection<?> many) {
            return many.stream().map(this::value).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((key, each) -> fields.put(String.valueOf(key), value(each)));
            return fields;
        } else if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        } else if (value instanceof ZoneId id) {
            return Words.name(id);
        }
        return value;
    }

    /** {@code 2026-11-21T09:00:00+01:00}. */
    String text(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }
}
