package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.ContactColumns;
import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All numbers that a row's phone columns hold, also those that are not the one to call. Pure. */
public final class RowNumbers {
    /** Cells that hold more than one number are refused as numbers, but they do name their owners. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("\\+?\\d(?:[ .()-]{0,3}\\d){6,17}");
    private static final int LONGEST_CELL = 500;

    private RowNumbers() {
    }

    /** In E.164. A row that cannot be read is looked through as a whole. */
    public static Set<String> of(Entry entry, ContactColumns contacts, PhoneNumbers numbers) {
        Stream<String> cells = entry instanceof Row row ? contacts.phones().stream().flatMap(column -> row.column(column).stream())
                : ((Bad) entry).cells().stream();
        Set<String> found = new LinkedHashSet<>();
        cells.filter(cell -> cell != null && !cell.isEmpty()).forEach(cell -> found.addAll(in(cell, contacts.region(), numbers)));
        return found;
    }

    /** The numbers that one text holds. */
    public static List<String> in(String text, String region, PhoneNumbers numbers) {
        if (numbers.normalise(text, region) instanceof PhoneNumbers.Valid valid) {
            return List.of(valid.e164());
        }
        Matcher pieces = NUMBER_LIKE.matcher(text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) : text);
        return pieces.results().map(piece -> numbers.normalise(piece.group(), region)).filter(PhoneNumbers.Valid.class::isInstance)
                .map(valid -> ((PhoneNumbers.Valid) valid).e164()).toList();
    }
}
